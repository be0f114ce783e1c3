"""A fact asked for part by part: the questions, their answers, and the lines that these make."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from domain.kinds import What, find_what
from domain.refusal import OPEN
from projections.notation.pieces import written_name
from projections.notation.titles import names_source

_TOGETHER: Final = frozenset(
    {
        "agree", "cooperate", "exercise", "retreat:ceasefire",
        "instrument:alliance", "instrument:treaty", "instrument:armed-conflict",
        "instrument:peace-treaty", "instrument:ceasefire", "instrument:trade-agreement",
        "instrument:visa-free", "instrument:relations-severed",
    }
)  # fmt: skip
"""What two do with each other, where nobody says that one did it to the other."""

_KINDS_TOGETHER: Final = frozenset({"contact", "engagement", "link", "geography", "assessment"})


def sign_of(what: What) -> str:
    """`=` for what two mostly do together, `>` for what one does to the other."""
    return "=" if what.kind in _KINDS_TOGETHER or what.written in _TOGETHER else ">"


class Part(NamedTuple):
    """One part of a fact: its name, the question for it, and what an answer may look like."""

    name: str
    asked: str
    help: str
    none: str = ""
    """What Enter means where nothing has to be answered."""

    @property
    def needed(self) -> bool:
        """Whether it has to be answered."""
        return not self.none


PARTS: Final = (
    Part(
        "date",
        "When?",
        "A day (5 March 2022, today), a month (May 2022), or as vague as the source has it\n"
        "(early 2024, 2022-03-05~), or from day to day (9-10 November 2020). Of what lasts,\n"
        "the day on which it began.",
    ),
    Part(
        "who",
        "Who?",
        "A state or an organization: Turkey, TUR, the EU. Several: Turkey, USA.\n"
        "Both sides at once: Turkey > Sweden, or Turkey and Sweden.",
    ),
    Part("whom", "To whom, or with whom?", "As before."),
    Part(
        "what",
        "What happened?",
        "In your own words: summoned the ambassador, arms sale, talks; or a headline, which\n"
        "may do as the title. Or a kind: visit, instrument:sanctions, planned:call.",
    ),
    Part(
        "until",
        "Until when?",
        "The first day on which it no longer held. Enter where no end is known.",
        none="no end is known",
    ),
    Part("title", "What is it called?", "A headline in your own words."),
    Part(
        "source",
        "Who reports it?",
        "The publisher: Reuters, TASS, Russian MFA; or the address of the\n"
        "report. - where nobody is named.",
    ),
    Part("published", "Reported on?", "The date of the report; from then on it was known."),
    Part("url", "Address of the report?", "https://… Enter where there is none.", none="none"),
)
"""In the order in which they are asked."""


@dataclass(frozen=True)
class Draft:
    """The answers so far; what is empty is not answered."""

    date: str = ""
    who: str = ""
    whom: str = ""
    what: str = ""
    until: str = ""
    title: str = ""
    source: str = ""
    published: str = ""
    url: str = ""
    relation: str = ""

    def with_part(self, name: str, answer: str) -> Draft:
        """The same with one part answered."""
        return replace(self, **{name: answer})

    def part(self, name: str) -> str:
        """One answer; empty where there is none."""
        answer = getattr(self, name)
        assert isinstance(answer, str)
        return answer

    @property
    def kind(self) -> What | None:
        """What happened, as a kind."""
        return find_what(self.what.partition("/")[0])

    @property
    def sign(self) -> str:
        """`>` where the one did it to the other, `=` where both did it together."""
        if self.relation:
            return self.relation
        return sign_of(self.kind) if self.kind else ">"

    @property
    def text(self) -> str:
        """The fact as lines of `.facts`, with `?` for what is not answered yet."""
        lines = ["".join(text for _, text in self._header())]
        if self.source or self.published or self.url:
            lines.append("".join(text for _, text in self._report()))
        return "\n".join(lines)

    def place(self, name: str) -> tuple[int, int, int]:
        """The line of a part in the text, and its first and last column; all count from 1."""
        for line, pieces in enumerate((self._header(), self._report()), 1):
            column = 1
            for piece, text in pieces:
                if piece == name:
                    return line, column, column + len(text) - 1
                column += len(text)
        return 1, 1, 1

    def _header(self) -> list[tuple[str, str]]:
        """The line of the fact, piece by piece, with the name of the part that each one is."""
        until = [("", "/"), ("until", self.until)] if self.until else []
        title = self.title or OPEN
        if any(word[0] in '^#"' for word in title.split()) or names_source(title):
            title = '"' + title.replace('"', '""') + '"'
        return [
            ("date", self.date or OPEN), *until, ("", "  "),
            ("who", self.who or OPEN), ("", f" {self.sign} "), ("whom", self.whom or OPEN),
            ("", "  "), ("what", self.what or OPEN), ("", "  "), ("title", title),
        ]  # fmt: skip

    def _report(self) -> list[tuple[str, str]]:
        """The line of its report, in the same way; a plan is announced."""
        name = written_name(self.source) if self.source else OPEN
        source, day = ("source", name), ("published", self.published or OPEN)
        planned = self.kind is not None and self.kind.of_kind.planned
        first, second = (day, source) if planned else (source, day)
        begun = [("", "    announced " if planned else "    report "), first, ("", ", "), second]
        return [*begun, ("", ", "), ("url", self.url)] if self.url else begun

    @property
    def lasts(self) -> bool:
        """Whether it is a fact that lasts, so that an end may be asked for."""
        return self.kind is not None and self.kind.of_kind.standing
