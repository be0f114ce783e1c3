"""Names of options that people guess, and the option of a command that each was meant for."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from domain import edtf
from domain.content import CORRECTABLE
from domain.refusal import Fix, NotADate
from domain.typed import asked, instant

_A_DAY: Final = ("--on", "--held", "--known-on", "--to", "--published")
_A_FIRST_DAY: Final = ("--from", "--on", "--held", "--known-on", "--published")
_A_LAST_DAY: Final = ("--to", "--until", "--on", "--held", "--known-on", "--published")
_NAMES: Final[Mapping[tuple[str, ...], tuple[str, ...]]] = {
    ("--on", "--date", "--when", "--day", "--at", "--as-of", "--dated"): _A_DAY,
    ("--from", "--since", "--after", "--start", "--begin", "--starting"): _A_FIRST_DAY,
    ("--to", "--until", "--till", "--before", "--end", "--through"): _A_LAST_DAY,
    ("--period", "--span", "--during", "--in", "--month", "--year"): ("--period", *_A_DAY),
    ("--known-on", "--known", "--as-known-on", "--published", "--reported", "--reported-on"): (
        "--known-on",
        "--published",
    ),
    ("--source", "--publisher", "--reporter", "--agency", "--says", "--said-by", "--via"): (
        "--source",
        "--publisher",
    ),
    ("--by", "--who", "--actor"): ("--by", "--source", "--origin", "--author", "--publisher"),
    ("--toward", "--towards", "--against", "--target", "--whom"): ("--toward",),
    ("--url", "--link", "--address", "--href", "--web"): ("--url",),
    ("--because", "--reason", "--why", "--message", "--comment", "--note"): ("--because", "--set"),
    ("--author", "--user", "--recorder"): ("--author",),
    ("--set", "--field", "--value", "--change"): ("--set",),
    ("--last", "--limit", "--max", "--count", "--number", "--top"): ("--last", "--limit"),
    ("--format", "--as", "--output-format", "--fmt"): ("--format", "--as"),
    ("--output", "--out", "--file", "--save"): ("--output",),
    ("--dry-run", "--dry", "--test", "--preview", "--simulate", "--pretend"): ("--dry-run",),
    ("--force", "--yes", "--overwrite", "--confirm"): ("--yes", "--force"),
    ("--all", "--full", "--verbose", "--everything"): ("--all", "--persons"),
    ("--brief", "--short", "--summary", "--quiet"): ("--brief",),
    ("--people", "--persons"): ("--persons",),
    ("--kind", "--what", "--type", "--event"): ("--kind",),
    ("--domain", "--about", "--topic", "--subject"): ("--domain",),
    ("--find", "--search", "--word"): ("--find",),
    ("--lens", "--method", "--weights"): ("--lens",),
    ("--layer", "--dataset"): ("--layer",),
    ("--cancelled", "--canceled", "--called-off", "--cancel"): ("--cancelled",),
    ("--held", "--done", "--took-place", "--happened"): ("--held",),
    ("--moved", "--postponed", "--rescheduled", "--delayed"): ("--moved",),
}
GUESSED: Final[Mapping[str, tuple[str, ...]]] = {
    name: meant for names, meant in _NAMES.items() for name in names
}
"""By a name that somebody may guess, the options that it may stand for, the likeliest first."""

_VERBS: Final[Mapping[tuple[str, ...], tuple[str, ...]]] = {
    ("delete", "remove", "rm", "withdraw"): ("retract", "undo"),
    ("revert", "rollback"): ("undo",),
    ("edit", "change", "update", "fix", "modify", "amend"): ("correct",),
    ("list", "ls", "facts", "events"): ("timeline",),
    ("new", "create", "begin", "start"): ("init", "add"),
    ("record", "insert", "enter", "put"): ("add",),
    ("plan", "announce"): ("schedule",),
    ("cancel",): ("settle --cancelled",),
    ("hold", "held", "move", "reschedule", "postpone"): ("settle",),
    ("expire", "lift", "finish", "stop", "close"): ("end",),
    ("find", "grep", "lookup"): ("search",),
    ("view", "fact", "get"): ("show",),
    ("status", "relations", "relation", "between"): ("state",),
    ("compare", "changes"): ("diff",),
    ("who", "countries", "states", "people"): ("actors",),
    ("words", "codes", "vocabulary", "types"): ("kinds",),
    ("load", "read"): ("import",),
    ("save", "dump", "write"): ("export",),
    ("graph", "plot", "picture"): ("chart",),
    ("article", "extract", "parse"): ("draft",),
    ("upcoming", "calendar", "next"): ("agenda",),
    ("explain", "reasons"): ("why",),
    ("question", "query", "tell"): ("ask",),
    ("version",): ("--version",),
}
VERBS: Final[Mapping[str, tuple[str, ...]]] = {
    name: meant for names, meant in _VERBS.items() for name in names
}
"""By a name that somebody may guess for a command, the commands that it may stand for."""

ASKING: Final = frozenset(
    {"how", "what", "when", "who", "which", "did", "does", "do", "is", "are", "was", "were",
     "latest", "relations"}
)  # fmt: skip
"""Words that begin a question rather than a command."""

_OUTCOMES: Final = frozenset({"--held", "--moved", "--cancelled"})
_OUTCOME_WORDS: Final[Mapping[str, str]] = {
    "canceled": "cancelled", "postponed": "moved", "rescheduled": "moved", "happened": "held",
}  # fmt: skip
_SPANS: Final = frozenset({"--from", "--since", "--after", "--start", "--period", "--during"})
_OF_A_DAY: Final = frozenset({"state", "ties", "why", "hindsight", "agenda"})
_BEFORE_A_DAY: Final = frozenset({"on", "in", "at", "since", "from", "until", "to", "during"})
_OF_THAT_TIME: Final = "the facts of that time"
_MOST_WORDS: Final = 6
"""So many words at most are tried as a date."""


@dataclass(frozen=True)
class Typed:
    """A command line as it was typed, and the options that its command has."""

    argv: tuple[str, ...]
    command: Any  # the library's own class
    today: date

    @property
    def verb(self) -> str:
        """The name of the command, as it was typed."""
        return next((word for word in self.argv if not word.startswith("-")), "")

    @property
    def options(self) -> Mapping[str, Any]:
        """The options of the command, by each of their names."""
        return {
            name: parameter
            for parameter in self.command.params
            if parameter.param_type_name == "option"
            for name in parameter.opts
        }

    def free(self, names: Sequence[str]) -> Iterator[str]:
        """Those of some options that the command has, and that are not given yet."""
        given = {word.partition("=")[0] for word in self.argv}
        for name in names:
            taken = given & (_OUTCOMES if name in _OUTCOMES else {name})
            if name in self.options and not taken:
                yield name

    def takes_value(self, name: str) -> bool:
        """Whether an option of the command is more than a flag."""
        return not getattr(self.options[name], "is_flag", True)

    def meaning(self, name: str) -> str:
        """What an option is for, in a few words."""
        said = str(self.options[name].help or "").partition(";")[0].partition(". ")[0].rstrip(".")
        return said[:1].lower() + said[1:]

    def fix(self, words: Sequence[str], meaning: str = "") -> Fix:
        """Words of a command as a line to paste."""
        return Fix(shlex.join(["detente", *words]), meaning)

    # An option that is not there

    def instead_of(self, guessed: str, near: Sequence[str]) -> list[Fix]:
        """The command with an option that exists in the place of one that does not.

        `near` are options that are spelled alike.
        """
        place = next(
            (i for i, word in enumerate(self.argv) if word.partition("=")[0] == guessed), None
        )
        if place is None:
            return []
        _, equals, value = self.argv[place].partition("=")
        after = self.argv[place + 1 :]
        follows = bool(after) and not after[0].startswith("-")
        has_value = bool(equals) or follows
        found = [self._corrected(guessed)] if has_value else []
        found += [
            self._renamed(place, name, value if equals else None, valued=has_value)
            for name in self._meant(guessed, near, valued=has_value)
        ]
        if guessed in _SPANS and self.verb in _OF_A_DAY and has_value:
            words = [*self.argv]
            words[words.index(self.verb)] = "timeline"
            if guessed not in ("--from", "--period"):
                meant = "--period" if guessed == "--during" else "--from"
                words[place] = f"{meant}={value}" if equals else meant
            found.append(self.fix(words, _OF_THAT_TIME))
        return [fix for fix in found if fix.paste]

    def _meant(self, guessed: str, near: Sequence[str], *, valued: bool) -> list[str]:
        meant = [
            name
            for name in self.free(GUESSED.get(guessed, ()))
            if self.takes_value(name) or not valued
        ]
        return meant[:1] or ([] if guessed in GUESSED else list(self.free(near)))

    def _renamed(self, place: int, name: str, joined: str | None, *, valued: bool) -> Fix:
        words = list(self.argv)
        words[place] = name if joined is None else f"{name}={joined}"
        if self.takes_value(name) and not valued:
            words.insert(place + 1, str(self.options[name].metavar or "VALUE"))
        return self.fix(words, self.meaning(name))

    def _corrected(self, guessed: str) -> Fix:
        """Fields of a correction that were typed as options: `--title X` for `--set title=X`."""
        if "--set" not in self.options or guessed.removeprefix("--") not in CORRECTABLE:
            return Fix("")
        return self._with_reason(self._with_sets())

    def _with_sets(self) -> list[str]:
        """The words, with `--set` for each field that is an option which does not exist."""
        words: list[str] = []
        left = list(self.argv)
        while left:
            word = left.pop(0)
            name, equals, value = word.partition("=")
            field = name.removeprefix("--")
            if name not in self.options and name != field and field in CORRECTABLE:
                value = value if equals or not left or left[0].startswith("--") else left.pop(0)
                words += ["--set", f"{field}={value}"]
            else:
                words.append(word)
        return words

    def _with_reason(self, words: list[str]) -> Fix:
        """A correction as a line to paste, with the reason that it wants where it has none."""
        given = any(word.partition("=")[0] == "--because" for word in words)
        return self.fix(words if given else [*words, "--because", "REASON"])

    # Words that the command does not take

    def with_extra(self, text: str) -> list[Fix]:
        """The command with the words that it does not take put where they belong."""
        place, extra = self._run_of(text)
        if not extra:
            return []
        fix = (
            self._quoted_date(place, extra)
            or self._outcome(place, extra)
            or self._dated(place, extra)
            or self._set(place, extra)
            or self._one_line(place, extra)
            or self._source(place, extra)
        )
        return [fix] if fix else []

    def flag_before(self, text: str) -> str:
        """The flag that words follow as if they were its value; empty where none does."""
        place, extra = self._run_of(text)
        before = self.argv[place - 1] if extra else ""
        return before if before in self.options and not self.takes_value(before) else ""

    def _run_of(self, text: str) -> tuple[int, Sequence[str]]:
        """Where words stand that are a text together, and the words; none where they do not."""
        for start in range(len(self.argv) - 1, 0, -1):
            for end in range(start + 1, len(self.argv) + 1):
                if " ".join(self.argv[start:end]) == text:
                    return start, self.argv[start:end]
        return 0, ()

    def _without(self, place: int, extra: Sequence[str], *instead: str) -> list[str]:
        return [*self.argv[:place], *instead, *self.argv[place + len(extra) :]]

    def _quoted_date(self, place: int, extra: Sequence[str]) -> Fix | None:
        """`--held 6 March 2022`: a date of several words wants quotes."""
        option, first = self.argv[place - 2 : place] if place >= 2 else ("", "")
        whole = " ".join((first, *extra))
        if option not in self.options or not self.takes_value(option) or not self.is_date(whole):
            return None
        words = [*self.argv[: place - 1], whole, *self.argv[place + len(extra) :]]
        return self.fix(words, "a date of several words in quotes")

    def split_date(self) -> list[Fix]:
        """The command with a date of an option in quotes: `state A B --on 7 Dec 2023`."""
        for place in range(2, len(self.argv)):
            for end in range(min(len(self.argv), place + _MOST_WORDS), place, -1):
                if (fix := self._quoted_date(place, self.argv[place:end])) is not None:
                    return [fix]
        return []

    def _outcome(self, place: int, extra: Sequence[str]) -> Fix | None:
        """`settle call cancelled`: an outcome wants its hyphens."""
        word, *value = extra
        name = f"--{_OUTCOME_WORDS.get(word.lower(), word.lower())}"
        if name not in _OUTCOMES or not next(self.free((name,)), ""):
            return None
        if self.takes_value(name):
            value = [" ".join(value) or str(self.options[name].metavar or "VALUE")]
        return self.fix(self._without(place, extra, name, *value), self.meaning(name))

    def _dated(self, place: int, extra: Sequence[str]) -> Fix | None:
        """`settle call --cancelled 2022-03-04`: a day wants the option that it is for."""
        text = " ".join(extra)
        if not self.is_date(text):
            return None
        name = next(self.free(("--on", "--held", "--known-on", "--to", "--published")), "")
        if not name:
            return None
        return self.fix(self._without(place, extra, name, text), self.meaning(name))

    def _set(self, place: int, extra: Sequence[str]) -> Fix | None:
        """`correct straits what=talks`, or `what talks`: a field wants its option."""
        if "--set" not in self.options:
            return None
        if "=" in extra[0]:
            return self._with_reason(self._without(place, extra, "--set", " ".join(extra)))
        if extra[0] not in CORRECTABLE or len(extra) < 2:
            return None
        value = f"{extra[0]}={' '.join(extra[1:])}"
        return self._with_reason(self._without(place, extra, "--set", value))

    def _one_line(self, place: int, extra: Sequence[str]) -> Fix | None:
        """`add 2022-03-02 TUR = RUS visit`: a line wants quotes."""
        metavars = [str(parameter.metavar) for parameter in self.command.params]
        if not any('"LINE"' in metavar for metavar in metavars) or place < 1:
            return None
        line = " ".join(self.argv[place - 1 : place + len(extra)])
        words = [*self.argv[: place - 1], line, *self.argv[place + len(extra) :]]
        return self.fix(words, "the whole line in quotes")

    def _source(self, place: int, extra: Sequence[str]) -> Fix | None:
        """`deny ban-claim Reuters`: a name wants the option that it is for."""
        if next(self.free(("--source",)), "") and not extra[0].startswith("-"):
            words = self._without(place, extra, "--source", " ".join(extra))
            return self.fix(words, "if that is who says so")
        return None

    # Days among the words of a question

    def dated_words(self) -> list[Fix]:
        """The command with a day that stands among its words where it belongs.

        `state turkey russia on 5 March 2022`.
        """
        first, end = self._date_among_words()
        if not end:
            return []
        text = " ".join(self.argv[first:end])
        before, options = self._said_before(first, text)
        found = [
            self.fix([*self.argv[:before], name, text, *self.argv[end:]], self.meaning(name))
            for name in list(self.free(options))[:1]
        ]
        if options == _A_FIRST_DAY and self.verb in _OF_A_DAY:
            words = [*self.argv[:before], "--from", text, *self.argv[end:]]
            words[words.index(self.verb)] = "timeline"
            found.append(self.fix(words, _OF_THAT_TIME))
        return found

    def _date_among_words(self) -> tuple[int, int]:
        """Where the longest date among words begins and ends; twice 0 where there is none."""
        start = self.argv.index(self.verb) + 1
        for length in range(_MOST_WORDS, 0, -1):
            for first in range(start, len(self.argv) - length + 1):
                option = self.argv[first - 1]
                if self.argv[first].lower() in _BEFORE_A_DAY:
                    continue
                is_value = option in self.options and self.takes_value(option)
                if not is_value and self.is_date(" ".join(self.argv[first : first + length])):
                    return first, first + length
        return 0, 0

    def _said_before(self, first: int, text: str) -> tuple[int, Sequence[str]]:
        """Where a date begins with the word before it, and the options that it may be for."""
        word = self.argv[first - 1].lower()
        usual = ("--period", "--on", "--to") if _is_span(text) else ("--on", "--period", "--to")
        options = {
            "since": _A_FIRST_DAY,
            "from": _A_FIRST_DAY,
            "until": _A_LAST_DAY,
            "to": _A_LAST_DAY,
        }.get(word, usual)
        return (first - 1 if word in _BEFORE_A_DAY else first), options

    def is_date(self, text: str) -> bool:
        """Whether a text is a date that a question may name."""
        try:
            asked(text, self.today)
        except NotADate:
            return False
        return True


def _is_span(text: str) -> bool:
    """Whether a date is a month or a year."""
    try:
        window = edtf.window(instant(text))
    except NotADate:
        return False
    return window.bounded and window.hi > window.lo
