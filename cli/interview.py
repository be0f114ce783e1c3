"""A fact asked for at a terminal, part by part, shown whole, and recorded once that is wanted."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from cli.prompt import Ask, typed
from cli.record import deliver
from cli.settings import Settings, own_store
from domain.command import Request
from domain.glossary import entries, entry_of
from domain.kinds import What, find_what
from domain.meaning import Match, search
from domain.refusal import Fix, InvalidInput, NotADate, Problem, Run
from domain.suggestions import SURE
from domain.typed import asked, instant
from projections.interview import PARTS, Draft, Part
from projections.receipt import Receipt
from service.rejected import TYPED, Rejected
from service.timeline import Timeline
from views import recorded
from views.errors import problems, refusal
from views.page import folded

BACK: Final = "<"
HELP: Final = "?"
MOST_KINDS: Final = 7
"""So many readings of what happened are offered."""

_STAND_INS: Final = {"what": "call", "title": "title", "source": "source", "who": "USA"}
_YES: Final = frozenset({"", "y", "yes"})
_NO: Final = frozenset({"n", "no"})
_EDIT: Final = frozenset({"e", "edit", BACK})
SIGNS: Final = (">", "=")
"""Answers that say who did it: the one to the other, or both together."""

WELCOME: Final = (
    "Adding facts, one question after the other. ? explains, < goes back, Ctrl-D ends.\n"
    "What stands in [ ] is taken with Enter. Nothing is recorded before you say yes.\n"
)


_TURNED: Final = (
    "  The nearest word means the opposite. What has ended is recorded with `detente end NAME`; for"
    " anything else try another word.\n"
)
_NOBODY: Final = "  For a person write the state; the title may name them.\n"
_NOTHING: Final = (
    "  Nothing is called that. Try one word for what was done: accused, agreed, arrested, bombed,"
    " condemned, demanded, expelled, helped, investigated, met, protested, refused, restricted,"
    " sanctioned, signed, threatened, visited, withdrew.\n"
)


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
    options: list[What] = field(default_factory=list[What])

    def run(self) -> None:
        """Asks for fact after fact until the input ends.

        What was answered of a fact that is not recorded is printed, so that it can be pasted.
        """
        self.opened.append([])  # refused at once where nothing can be recorded
        self._say(WELCOME)
        try:
            while True:
                self.draft = Draft()
                self._answer_all()
                self._confirm()
                self._say("\nThe next one; Ctrl-D ends.\n")
        except (EOFError, KeyboardInterrupt):
            self._say("\n")
            if self.draft != Draft():
                self._say(f"Not recorded: {_command(self.draft)}\n")

    # Questions

    def _answer_all(self) -> None:
        """Asks for each part in order; what is answered already is the default."""
        number = 0
        while number < len(PARTS):
            part = PARTS[number]
            if part.name == "until" and not self.draft.lasts:
                number += 1
                continue
            try:
                self.draft = self.draft.with_part(part.name, self._answer(part))
            except _GoBack:
                number = _before(number, self.draft)
                continue
            number += 1

    def _answer(self, part: Part) -> str:
        """An answer that can be read; asked for until there is one."""
        default = self._default(part)
        shown = f" [{default or part.none}]" if default or part.none else ""
        while True:
            answer = self.ask(f"{part.asked}{shown} ", self._completions(part)) or default
            if answer == BACK:
                raise _GoBack
            if answer == HELP:
                self._say(_help(part))
                continue
            if not answer and not part.needed:
                return ""
            if not answer and not self.options:
                self._say(
                    "  An answer is needed; ? explains, Ctrl-C ends and keeps what you typed.\n"
                )
                continue
            if not answer and part.name == "what" and len(self.options) == 1:
                answer = "1"
            if part.name == "what":
                answer = self._kind(answer)
            answer = _with_scheme(part, self._day(part, answer))
            wrong = self._wrong(part, answer) if answer else None
            if wrong is not None:
                self._say(_as_said(wrong))
                self._say(_NOBODY if wrong.code == "unknown-actor" else "")
            elif answer:
                return answer

    def _day(self, part: Part, answer: str) -> str:
        """A date as a line has it, whatever it is typed as; what is none stays as it is.

        `today` means another day tomorrow, and the comma of `Oct 30, 2018` separates parts of a
        line.
        """
        if part.name not in _DATES:
            return answer
        if answer.lower() in ("today", "yesterday"):
            return asked(answer, self.settings.today).day.isoformat()
        try:
            return "/".join(map(instant, _ends(answer)))
        except NotADate:
            return answer

    def _default(self, part: Part) -> str:
        """What Enter means: what was answered before, or what is likely."""
        draft = self.draft
        if draft.part(part.name):
            return draft.part(part.name)
        if part.name in ("title", "what", "until", "url"):
            return ""
        before = self.defaults
        if part.name == "published":
            return draft.date if _DAY.fullmatch(draft.date) else ""
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
        if part.name in _DATES:
            wrong = _wrong_date(answer)
            if wrong is not None:
                return wrong
        whole = self.draft.with_part(part.name, answer)
        for name, stand_in in _STAND_INS.items():
            whole = whole if whole.part(name) else whole.with_part(name, stand_in)
        if not whole.whom:
            whole = whole.with_part("whom", "RUS" if whole.who.upper() != "RUS" else "USA")
        if not whole.published:
            whole = whole.with_part("published", "2000-01-01")
        found = self.opened.read(whole.text, TYPED).problems
        line, first, last = whole.place(part.name)
        here = (each for each in found if each.line == line and first <= each.column <= last)
        return next(here, None)

    def _kind(self, answer: str) -> str:
        """The kind that words mean; empty where that has to be asked again."""
        if answer.isdigit() and 0 < int(answer) <= len(self.options):
            chosen = self.options[int(answer) - 1]
            self.options = []
            return self._taken(chosen)
        name = answer.partition("/")[0]
        if find_what(name) is not None or ":" in answer:
            return answer
        hits = [hit for hit in search(answer) if not hit.what.what.startswith("consult")]
        sure = [hit for hit in hits if hit.match in SURE and not hit.turned]
        if len(sure) == 1 and sure[0].match <= Match.FORM:
            return self._taken(sure[0].what)
        straight = [hit.what for hit in (*sure, *hits) if not hit.turned]
        self.options = list(dict.fromkeys(straight))[:MOST_KINDS]
        if not self.options:
            self._say(folded(_TURNED if hits else _NOTHING, self.settings.width, 2))
            return ""
        widest = max(len(what.written) for what in self.options)
        for number, what in enumerate(self.options, 1):
            said = f"  {number}  {what.written:{widest}}  {entry_of(what).definition}\n"
            self._say(folded(said, self.settings.width, widest + 7))
        one = len(self.options) == 1
        self._say(f"  {'Enter takes it' if one else 'Type its number'}, or try another word.\n")
        return ""

    def _taken(self, what: What) -> str:
        said = f"  {what.written}: {entry_of(what).definition}\n"
        self._say(folded(said, self.settings.width, 4))
        return what.written

    # The whole

    def _confirm(self) -> None:
        """Shows the lines and what they would do, and records them once that is wanted."""
        while True:
            trial = self._recorded(dry_run=True)
            if trial is None:
                self._answer_all()
                continue
            lines = [fact.line for fact in (*trial.added, *trial.changed)] or ["(known already)"]
            details = self.draft.text.splitlines()[1:]
            whole = (folded(f"{line}\n", self.settings.width, 4) for line in (*lines, *details))
            self._say("\n" + "".join(whole))
            self._say(recorded.effects(trial.effects))
            other = "[=] both did it" if self.draft.sign == ">" else "[>] one did it to the other"
            answer = self.ask(f"Record it? [Y]es, [n]o, [e]dit, {other}: ", ()).lower()
            if answer in _NO:
                self._say(f"Not recorded: {_command(self.draft)}\n")
                return
            if answer in _YES:
                break
            if answer in SIGNS:
                self.draft = replace(self.draft, relation=answer)
            elif answer in _EDIT:
                self._answer_all()
        receipt = self._recorded(dry_run=self.dry_run)
        if receipt is not None:
            deliver(self.settings, receipt, as_json=False)
            self.defaults, self.draft = self.draft, Draft()

    def _recorded(self, *, dry_run: bool) -> Receipt | None:
        """The receipt; None for what is refused, which is said."""
        draft = self.draft
        document = self.opened.read(draft.text, TYPED)
        request = Request("add", f"add {draft.title}")
        moment = self.opened.moment(self.author, self.settings.today, request)
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


def begins(settings: Settings, ask: Ask = typed) -> bool:
    """Whether somebody who has no timeline of their own wants to begin one."""
    place = own_store(settings)
    settings.out.write("You have no timeline of your own yet; the bundled sample is read-only.\n")
    try:
        while True:
            answer = ask(f"Begin one at {place}? [Y/n] ", ()).lower()
            if answer in _YES or answer in _NO:
                return answer in _YES
    except (EOFError, KeyboardInterrupt):
        settings.out.write("\n")
        return False


_DATES: Final = ("date", "until", "published")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


_HOST: Final = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#:]\S*)?", re.IGNORECASE)


def _with_scheme(part: Part, answer: str) -> str:
    """An address with the `https://` that browsers do not show; any other answer as it is."""
    bare = part.name == "url" and _HOST.fullmatch(answer) is not None
    return f"https://{answer}" if bare else answer


def _ends(answer: str) -> list[str]:
    """A date, or the first and the last of two with a slash between them."""
    return [each.strip() for each in answer.split("/")] if answer.count("/") == 1 else [answer]


def _wrong_date(answer: str) -> Problem | None:
    """What is wrong with a date, or with one of two with a slash between them."""
    try:
        for each in _ends(answer):
            instant(each)
    except NotADate as refused:
        return Problem.of(refused, TYPED, 1)
    return None


def _help(part: Part) -> str:
    return "".join(f"  {line}\n" for line in part.help.splitlines())


def _as_said(wrong: Problem) -> str:
    """What is wrong with an answer, and what would do in its place, without the rest of a line."""
    fixes = [
        Fix(fix.paste.partition("  ")[0], fix.meaning) if isinstance(fix, Fix) else fix
        for fix in wrong.fixes
        if not isinstance(fix, Run)  # a command cannot be typed here
    ]
    refused = InvalidInput(wrong.said, *fixes, code=wrong.code)
    return refusal(refused).removeprefix("error: ")


def _before(number: int, draft: Draft) -> int:
    """The number of the part before one that is asked of this draft."""
    number -= 1
    while number > 0 and PARTS[number].name == "until" and not draft.lasts:
        number -= 1
    return max(0, number)


def _command(draft: Draft) -> str:
    """The command that adds the fact; what is not answered is `?` in it."""
    return f"detente add {shlex.quote('; '.join(map(str.strip, draft.text.splitlines())))}"
