"""A fact asked for at a terminal, part by part, shown whole, and recorded once that is wanted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from cli import interview_texts as texts
from cli.answers import (
    DATES,
    NONE,
    NOTHING,
    TURNED,
    YES,
    as_answers,
    as_said,
    both_sides,
    change,
    day,
    host_of,
    is_address,
    is_over,
    listed,
    meaning,
    misplaced,
    readings,
    twice,
    with_scheme,
    wrong_date,
)
from cli.beside import in_its_year, only_reading, several, source_parts
from cli.prompt import Ask, typed
from cli.record import deliver
from cli.settings import Settings
from domain.actors import ALWAYS
from domain.command import Request
from domain.glossary import entries
from domain.kinds import find_what
from domain.refusal import Fix, InvalidInput, Problem, UnknownActor
from projections.interview import PARTS, Draft, Part
from projections.receipt import Receipt
from service.rejected import TYPED, Rejected
from service.timeline import Timeline
from views import recorded
from views.errors import problems, refusal
from views.page import folded

BACK: Final = "<"
HELP: Final = "?"
_STAND_INS: Final = {"what": "call", "title": "title", "source": "source", "who": "USA"}
_YES: Final = frozenset({"", "y", "yes"})
_NO: Final = frozenset({"n", "no"})
_EDIT: Final = frozenset({"e", "edit", "b", "back", BACK})
_QUIT: Final = frozenset({"q", "quit", "exit"})
SIGNS: Final = (">", "=")
"""Answers that say who did it: the one to the other, or both together."""


class _GoBack(Exception):
    """The question before is asked again."""


@dataclass
class Interview:
    """Questions and answers at a terminal."""

    settings: Settings
    opened: Timeline
    author: str = ""
    dry_run: bool = False
    ask: Ask = typed
    defaults: Draft = field(default_factory=Draft)
    draft: Draft = field(default_factory=Draft)
    choices: list[str] = field(default_factory=list[str])
    """What a number means at this question."""
    first: str = ""
    """The one of them that Enter takes."""
    only: str = ""
    """The one answer that was meant by what could not be read; Enter takes it."""
    given: set[str] = field(default_factory=set[str])
    """Parts that came with the answer to another question, and are not asked for."""
    headline: str = ""
    """What happened in words of their own, which may do as the title."""
    host: str = ""
    """The site of an address that was given for the publisher."""

    def run(self) -> None:
        """Asks for fact after fact until the input ends.

        What was answered of a fact that is not recorded is printed, so that it can be pasted.
        """
        self.opened.append([])  # refused at once where nothing can be recorded
        self._say(texts.WELCOME)
        try:
            while True:
                self._begin()
                self._answer_all()
                self._confirm()
                self._say("\nThe next one; Ctrl-D ends.\n")
        except (EOFError, KeyboardInterrupt):
            self._say("\n")
            if self.draft != Draft():
                self._say(f"Not recorded: {texts.command(self.draft)}\n")

    def _begin(self) -> None:
        self.draft, self.headline, self.host = Draft(), "", ""
        self.given.clear()

    # Questions

    def _answer_all(self) -> None:
        """Asks for each part in order; what is answered already is the default."""
        number = 0
        while number < len(PARTS):
            part = PARTS[number]
            if self._is_skipped(part):
                number += 1
                continue
            try:
                self._take(part.name, self._answer(part))
            except _GoBack:
                number = self._before(number)
                continue
            number += 1

    def _is_skipped(self, part: Part) -> bool:
        """Whether a part is not asked: it does not apply, or came with another answer."""
        if part.name == "until":
            return not self.draft.lasts
        if part.name in ("published", "url") and not self.draft.source:
            return True
        return part.name in self.given

    def _before(self, number: int) -> int:
        """The number of the part before one that is asked of this draft."""
        self.given.clear()
        number -= 1
        while number > 0 and self._is_skipped(PARTS[number]):
            number -= 1
        return max(0, number)

    def _take(self, name: str, answer: str) -> None:
        """Keeps an answer; that of who did it may name the other side too."""
        sides = self._sides(answer) if name == "who" else None
        if sides is None:
            self.draft = self.draft.with_part(name, answer)
            both = " > ".join(map(str.strip, answer.split(",")))
            self._say(
                texts.TOGETHER.format(both) if name == "who" and answer.count(",") == 1 else ""
            )
            self._say(texts.ALL_ON_ONE_SIDE if name == "who" and answer.count(",") > 1 else "")
            return
        one, other, sign = sides
        self.draft = replace(self.draft, who=one, whom=other, relation=sign)
        self.given.add("whom")

    def _sides(self, answer: str) -> tuple[str, str, str] | None:
        """Two actors named at once; None where all of it is one name, as Bosnia and Herzegovina."""
        try:
            self.opened.registry.find_within(answer, ALWAYS)
        except UnknownActor:
            sides = both_sides(answer)
            several = sides and not sides[2] and "," in f"{sides[0]}{sides[1]}"
            return None if several else sides  # `Armenia, Azerbaijan and Russia` are a list
        return None

    def _answer(self, part: Part) -> str:
        """An answer that can be read; asked for until there is one."""
        self.choices, self.first, self.only = [], "", ""
        while True:
            default = self.only or self._default(part)
            shown = f" [{default or part.none}]" if default or part.none else ""
            said = self.ask(f"{part.asked}{shown} ", self._completions(part))
            answer = said or default
            if answer == BACK:
                raise _GoBack
            if answer == HELP:
                self._say("".join(f"  {line}\n" for line in part.help.splitlines()))
                continue
            if said.isdigit() and 0 < int(said) <= len(self.choices):
                answer = self.choices[int(said) - 1]
            elif said.lower() in YES and (self.only or self.first):
                answer = self.only or self.first
            elif part.name == "what" and answer:
                answer = self._kind(answer)
            elif part.name == "what" and self.first:
                answer = self.first
            if not answer or (answer.lower() in NONE and not self._is_needed(part)):
                if not self._is_needed(part) and (answer or not part.needed):
                    self._say(texts.UNSOURCED if part.name == "source" else "")
                    return ""
                self._say("" if part.name == "what" and said else self._needed())
                continue
            answer = self._as_meant(part, answer)
            wrong = self._wrong(part, answer) if answer else None
            if wrong is None and answer:
                self._say(meaning(answer, self.settings.width) if part.name == "what" else "")
                return answer
            if wrong is not None:
                self._refuse(part, answer, wrong)

    def _is_needed(self, part: Part) -> bool:
        """Whether a part must be answered; that nobody reports it has to be typed."""
        return part.needed and part.name != "source"

    def _needed(self) -> str:
        if self.choices:
            return f"  Type a number from 1 to {len(self.choices)}, or another word.\n"
        return texts.NEEDED

    def _refuse(self, part: Part, answer: str, wrong: Problem) -> None:
        """Says what is wrong with an answer, with what would do to choose by its number."""
        if wrong.code == "no-year" and part.name in DATES:
            likely = in_its_year(answer, self.draft, self.defaults)
            wrong = replace(wrong, fixes=(likely,)) if likely else wrong
        found = [fix.paste for fix in wrong.fixes if isinstance(fix, Fix)]
        self.choices = found if all(self._wrong(part, each) is None for each in found) else []
        self.only = found[0] if len(self.choices) == 1 else ""
        self._say(as_said(wrong, self.choices))
        self._say(texts.NOBODY if wrong.code == "unknown-actor" and not self.choices else "")

    def _give(self, name: str, answer: str) -> None:
        """Keeps what came with another answer; the question for it is not asked."""
        if answer:
            self.draft = self.draft.with_part(name, answer)
            self.given.add(name)

    def _as_meant(self, part: Part, answer: str) -> str:
        """An answer as lines have it; empty where it belongs to another question, which is said."""
        today = self.settings.today
        if part.name in ("source", "published") and is_address(answer):
            self._give("url", with_scheme(answer))
            self.host = host_of(answer)
            self._say("  Kept as the address of the report.\n")
            return ""
        if said := misplaced(part, answer, today):
            self._say(f"  {said[0].upper()}{said[1:]}\n")
            return ""
        if part.name in DATES:
            if reading := only_reading(answer, today):
                self._say(f"  {reading.meaning or reading.paste}\n")
                return reading.paste
            return answer if wrong_date(answer, today) else day(answer, today)
        if part.name == "source":
            publisher, *beside = source_parts(answer, self.draft, today)
            for name, given in zip(("published", "url"), beside, strict=True):
                self._give(name, given)
            return publisher
        if part.name == "whom" or (part.name == "who" and self._sides(answer) is None):
            return several(answer, self.opened.registry)
        return with_scheme(answer) if part.name == "url" else answer

    def _default(self, part: Part) -> str:
        """What Enter means: what was answered before, or what is likely."""
        draft = self.draft
        if draft.part(part.name):
            return draft.part(part.name)
        if part.name == "title":
            return self.headline
        if part.name in ("what", "until", "url"):
            return ""
        before = self.defaults
        if part.name == "source" and self.host:
            return self.host
        if part.name == "published":
            last = draft.date.rpartition("/")[2]
            return last if _DAY.fullmatch(last) else ""
        if part.name == "date":
            return before.date if _DAY.fullmatch(before.date) else "today"
        if part.name == "whom" and draft.who == before.whom:
            return before.who
        return before.part(part.name)

    def _completions(self, part: Part) -> Sequence[str]:
        day = self.settings.today.toordinal()
        match part.name:
            case "who" | "whom":
                return sorted(actor.name(day) for actor in self.opened.registry)
            case "what":
                return [what.written for what in entries()]
            case "source":
                return [self.defaults.source] if self.defaults.source else []
            case _:
                return []

    def _wrong(self, part: Part, answer: str) -> Problem | None:
        """What is wrong with an answer, by the reader of lines; the other parts are made up."""
        if part.name in DATES:
            wrong = wrong_date(answer, self.settings.today)
            if wrong is not None:
                return wrong
        whole = self.draft.with_part(part.name, answer)
        sides = self._sides(answer) if part.name == "who" else None
        if sides is not None:
            whole = replace(whole, who=sides[0], whom=sides[1])
        for name, stand_in in _STAND_INS.items():
            whole = whole if whole.part(name) else whole.with_part(name, stand_in)
        if not whole.whom:
            whole = whole.with_part("whom", "RUS" if whole.who.upper() != "RUS" else "USA")
        if not whole.published:
            whole = whole.with_part("published", "2000-01-01")
        document = self.opened.read(whole.text, TYPED)
        found = document.problems or (twice(document) if part.name == "whom" else [])
        for name in ("who", "whom") if sides else (part.name,):
            line, first, last = whole.place(name)
            for each in found:
                if each.line == line and (
                    first <= each.column <= last or each.code == "both-sides"
                ):
                    return as_answers(each, whole, name)
        return None

    def _kind(self, answer: str) -> str:
        """The kind that words mean; empty where that has to be asked again.

        What else they may mean is listed beside it, to choose by number.
        """
        name = answer.partition("/")[0]
        if find_what(name) is not None or ":" in answer:
            return answer
        self.headline = answer if " " in answer else self.headline
        found = readings(answer, over=is_over(self.draft.date, self.settings.today))
        self.choices = [what.written for what in found.whats]
        self.first = self.choices[0] if found.first else ""
        if not found.whats:
            self._say(folded(TURNED if found.turned else NOTHING, self.settings.width, 2))
            return ""
        if found.certain:
            return self.first
        self._say(listed(found.whats, self.settings.width))
        enter = "Enter takes the first; type another number" if self.first else "Type its number"
        self._say(f"  {enter}, or try another word.\n")
        return ""

    # The whole

    def _confirm(self) -> None:
        """Shows the lines and what they would do, and records them once that is wanted."""
        while True:
            if (trial := self._recorded(dry_run=True)) is None:
                self._answer_all()
                continue
            self._show(trial)
            answer = self._decided()
            if answer in _NO:
                self._say(f"Not recorded: {texts.command(self.draft)}\n")
                return
            if answer in _YES:
                break
            self._edit(answer)
        receipt = self._recorded(dry_run=self.dry_run)
        if receipt is not None:
            deliver(self.settings, receipt, as_json=False)
            self.defaults, self.draft = self.draft, Draft()

    def _show(self, trial: Receipt) -> None:
        """The lines of the fact, what its kind means, and what it would do."""
        lines = [fact.line for fact in (*trial.added, *trial.changed)] or ["(known already)"]
        details = self.draft.text.splitlines()[1:]
        whole = (folded(f"{line}\n", self.settings.width, 4) for line in (*lines, *details))
        self._say("\n" + "".join(whole) + meaning(self.draft.what, self.settings.width))
        self._say(recorded.effects(trial.effects))

    def _decided(self) -> str:
        """An answer to whether it is recorded: yes, no, a sign, or what is to be changed."""
        other = "[=] both did it" if self.draft.sign == ">" else "[>] one did it to the other"
        while True:
            said = self.ask(f"Record it? [Y]es, [n]o, [e]dit, [w]hat else, {other}: ", ())
            answer = said.lower().rstrip(".!")
            if answer in _QUIT:
                raise EOFError
            if answer in (*_YES, *_NO, *SIGNS, *_EDIT, "w") or change(said) is not None:
                return said if change(said) else answer
            self._say(texts.CHANGES)

    def _edit(self, answer: str) -> None:
        """Changes what somebody wants to change: one part, who did it to whom, or any part."""
        part, given = change(answer) or ("what" if answer == "w" else "", "")
        if answer in SIGNS:
            self.draft = replace(self.draft, relation=answer)
        elif not part:
            self.given.clear()
            self._answer_all()
        else:
            self._change(next(each for each in PARTS if each.name == part), given)

    def _change(self, part: Part, given: str) -> None:
        """Takes a new answer for one part, or asks for it where none is given or it is refused."""
        meant = self._as_meant(part, given) if given and part.name != "what" else ""
        if meant and self._wrong(part, meant) is None:
            self._take(part.name, meant)
            return
        before = self.draft
        self.draft = self.draft.with_part("what", "") if part.name == "what" else self.draft
        try:
            self._take(part.name, self._answer(part))
        except _GoBack:
            self.draft = before

    def _recorded(self, *, dry_run: bool) -> Receipt | None:
        """The receipt; None for what is refused, which is said."""
        document = self.opened.read(self.draft.text, TYPED)
        said = Request("add", f"add {self.draft.title}")
        moment = self.opened.moment(self.author, self.settings.today, said)
        try:
            return self.opened.record(document, moment, dry_run=dry_run)
        except Rejected as rejected:
            self._say(problems(rejected.problems, self.settings.command))
        except InvalidInput as refused:
            self._say(refusal(refused, self.settings.command))
        return None

    def _say(self, text: str) -> None:
        self.settings.out.write(text)
        self.settings.out.flush()


_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
