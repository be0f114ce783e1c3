"""The page on which facts are recorded: what a plan came to, a line, and what was done lately.

Its forms post to `/record`, with `do` as `preview` or `record`, `act` as what is done, `key` under
which a request may be sent again, and `token` of the form. `settle` has `fact`, `version`,
`outcome` (`held`, `moved`, `cancelled`) with the date in the field of that name, `by`, `source`,
`url`, `known_on` and `because`; other acts on a fact have `on`, `until`, `field` and `value`
besides; `add` has `lines`, or `fixed` for all lines with a suggestion in place; `undo` has
`command`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Final, NamedTuple, Self

from domain.actors import Registry
from domain.content import CORRECTABLE
from domain.fact import FactState
from domain.refusal import InvalidInput, Problem
from projections.agenda import Item
from projections.fact_record import status
from projections.questions.agenda import AgendaQuestion, FoundAgenda
from projections.questions.fact import FactQuestion, FoundFact
from projections.receipt import Receipt
from projections.typed_question import Typed
from projections.words import dated_fact, day
from views.html import address
from views.html.address import Address, Fixed
from views.html.frame import framed
from views.html.paper import fill
from views.html.parts import parties_of
from views.html.preview import Preview, slip_of, slips_of
from views.html.problem import Refusal, problem_page
from views.html.site import Ask, Drawn, Site

OUTCOMES: Final[Mapping[str, str]] = {
    "held": "held", "moved": "moved", "cancelled": "called off",
}  # fmt: skip
"""What can become of a plan: the name of a field, and how it reads."""

ANY_ACTS: Final = ("report", "deny", "confirm", "correct", "retract", "reinstate")
STANDING_ACTS: Final = ("end", "suspend", "resume", "renew")


class Lately(NamedTuple):
    """A command that was recorded of late: its number, by whom, when, and what it says.

    `undone` is whether it was taken back since.
    """

    number: int
    author: str
    recorded_at: datetime
    text: str
    undone: bool = False


@dataclass(frozen=True)
class Desk:
    """What the page is given besides answers: who is signed in, what was typed, what came of it.

    `act` is the form that was sent; `receipt` what it would record, or did; `problems` what is
    wrong with its lines, `refused` with its fields. `versions` are those of a fact that somebody
    else recorded something of in the meantime: a name, and what that one says.
    """

    author: str = ""
    key: str = ""
    token: str = ""
    act: str = ""
    typed: Mapping[str, str] = field(default_factory=dict[str, str])
    receipt: Receipt | None = None
    problems: Sequence[Problem] = ()
    refused: InvalidInput | None = None
    versions: Sequence[tuple[str, str]] = ()
    lately: Sequence[Lately] = ()
    status: int = 200


NOBODY: Final = Desk()


@dataclass(frozen=True)
class RecordPage:
    """Where facts are recorded; of one fact, its outcome or what is new of it."""

    fact: str
    question: AgendaQuestion

    path: ClassVar[str] = "/record"
    options: ClassVar[tuple[str, ...]] = ("fact",)

    @classmethod
    def read(cls, typed: Typed) -> Self:
        """The page of the fact of a handle, or of none. Raises InvalidInput for a wrong handle."""
        handle = typed.option("fact")
        fact = typed.of_words([handle]).fact() if handle else ""
        return cls(fact, AgendaQuestion(on=typed.today))

    @property
    def address(self) -> Address:
        """`/record?fact=call`."""
        return Address(("record",), {"fact": self.fact.removeprefix("desk/")})

    def draw(self, ask: Ask, site: Site) -> Drawn:
        """The page for somebody who is not signed in."""
        return self.draw_for(NOBODY, ask, site)

    def draw_for(self, desk: Desk, ask: Ask, site: Site) -> Drawn:
        """The page with what somebody typed, and what would come of it."""
        if not site.writes:
            return problem_page(Refusal(403, "this timeline is read here, not written."), site)
        if not desk.author:
            return Drawn(fill("sign_in.html", site, self._sign_in(site, desk)), (), 401)
        plans = self._plans(ask)
        registry = plans.registry
        today = site.today
        shown = Preview.of(desk.receipt, registry, today) if desk.receipt else None
        text = desk.typed.get("lines", "") if desk.act == "add" else ""
        slips = slips_of(desk.problems, text)
        slips += [slip_of(desk.refused)] if desk.refused else []
        values = {
            "frame": framed("Record", site, Fixed(), forms=[]),
            "desk": desk,
            "here": Address(("record",)),
            "about": self._about(ask, registry, today.toordinal()),
            "choices": [_choice(item, registry, today.toordinal()) for item in plans.items],
            "outcomes": OUTCOMES,
            "typed": desk.typed,
            "lines": text,
            "preview": shown,
            "slips": slips,
            "lately": [
                (each, f"{day(each.recorded_at.date())}, {each.recorded_at:%H:%M}")
                for each in desk.lately
            ],
            "fields": CORRECTABLE,
        }  # fmt: skip
        return Drawn(fill("record.html", site, values), (), desk.status)

    def _sign_in(self, site: Site, desk: Desk) -> dict[str, object]:
        return {
            "frame": framed("Record", site, Fixed(), forms=[]),
            "sign_in": Address(("sign-in",)),
            "fact": self.fact.removeprefix("desk/"),
            "token": desk.token,
        }

    def _plans(self, ask: Ask) -> Plans:
        """What awaits its outcome: what is past its time or due first, then what is ahead."""
        ahead = ask(self.question)
        late = ask(self.question.model_copy(update={"overdue": True}))
        assert isinstance(ahead.found, FoundAgenda)
        assert isinstance(late.found, FoundAgenda)
        return Plans([*late.found.items[::-1], *ahead.found.items], ahead.registry)

    def _about(self, ask: Ask, registry: Registry, on: int) -> About | None:
        """The fact that something is recorded of; None where none is named, or nothing is in it."""
        if not self.fact:
            return None
        found = ask(FactQuestion(fact=self.fact, on=self.question.on)).found
        if not isinstance(found, FoundFact):
            return None
        return About.of(found.fact_state, found.fact.version, registry, on)


class Plans(NamedTuple):
    """Engagements that await an outcome."""

    items: Sequence[Item]
    registry: Registry


class Choice(NamedTuple):
    """An engagement to settle."""

    title: str
    handle: str
    about: str
    link: Address


def _choice(item: Item, registry: Registry, on: int) -> Choice:
    state = item.fact_state
    who = parties_of(state.content, registry, on)
    when = dated_fact(state, on)
    planned = f"planned {when}" if when.startswith(("between", "by")) else f"planned for {when}"
    about = f"{who} · {planned} · {item.status}"
    return Choice(
        state.content.title, state.name, about, Address(("record",), {"fact": state.name})
    )


@dataclass(frozen=True)
class About:
    """The fact that something is recorded of: what it is, its version, and what can be done."""

    title: str
    handle: str
    link: Address
    about: str
    version: int
    settles: bool
    acts: Sequence[str]

    @classmethod
    def of(cls, state: FactState, version: int, registry: Registry, on: int) -> Self:
        """That of a fact as it is now."""
        content = state.content
        planned = content.of_kind.planned
        acts = [*ANY_ACTS, *(STANDING_ACTS if content.standing else ())]
        who = parties_of(content, registry, on)
        known = f"known since {day(state.known_day)}"
        return cls(
            title=content.title,
            handle=state.name,
            link=address.fact(state.name, {}),
            about=f"{who} · {dated_fact(state, on)} · {status(state, on)} · {known}",
            version=version,
            settles=planned,
            acts=acts,
        )


# What a form sends --------------------------------------------------------------------------------

_SAID: Final = ("source", "url", "known_on", "because")
_OF_VERBS: Final[Mapping[str, tuple[str, ...]]] = {
    "deny": ("by",), "end": ("on",), "suspend": ("on",), "resume": ("on",),
    "renew": ("until", "on"),
}  # fmt: skip
_WITHOUT_SOURCE: Final = frozenset({"retract", "reinstate"})


class Sent(NamedTuple):
    """What a form sends: a verb with its fields, as the command of that name takes them.

    `verb` is `add` with `lines`, `undo` with `command`, or an act on the version of a fact that
    somebody has seen. `preview` is whether it is only tried.
    """

    form: str
    verb: str
    fields: Mapping[str, str]
    fact: str = ""
    version: int = 0
    lines: str = ""
    command: int = 0
    preview: bool = True


def sent(posted: Mapping[str, str]) -> Sent:
    """What the fields of a form mean. Raises InvalidInput for a form that is not one of ours."""
    form, preview = posted.get("act", ""), posted.get("do") != "record"
    given = {name: value.strip() for name, value in posted.items() if value.strip()}
    match form:
        case "add":
            lines = posted.get("fixed") or posted.get("lines", "")
            # Browsers send the ends of lines as two characters.
            return Sent(form, "add", {}, lines=lines.replace("\r\n", "\n"), preview=preview)
        case "undo":
            return Sent(form, "undo", {}, command=_number(given, "command"), preview=preview)
        case "settle":
            verb, fields = "settle", _settled(given)
        case "act":
            verb = given.get("verb", "")
            if verb not in (*ANY_ACTS, *STANDING_ACTS):
                raise InvalidInput("that form is not one of this page.", code="unknown-form")
            fields = _acted(verb, given)
        case _:
            raise InvalidInput("that form is not one of this page.", code="unknown-form")
    version = _number(given, "version")
    return Sent(form, verb, fields, given.get("fact", ""), version, preview=preview)


def _settled(given: Mapping[str, str]) -> dict[str, str]:
    """The fields of an outcome: those of the other outcomes are hidden, and not sent on."""
    outcome = given.get("outcome", "held")
    if outcome not in OUTCOMES:
        raise InvalidInput("a plan was held, moved or called off.", code="unknown-outcome")
    by = ("by",) if outcome == "cancelled" else ()
    fields = {name: given[name] for name in (*by, *_SAID) if name in given}
    return {outcome: given.get(outcome, ""), **fields}


def _acted(verb: str, given: Mapping[str, str]) -> dict[str, str]:
    said = ("known_on", "because") if verb in _WITHOUT_SOURCE else _SAID
    names = (*_OF_VERBS.get(verb, ()), *said)
    fields = {name: given[name] for name in names if name in given}
    if verb == "correct":
        fields[f"set.{given.get('field', '')}"] = given.get("value", "")
    return fields


def _number(given: Mapping[str, str], name: str) -> int:
    text = given.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise InvalidInput(f"that form has no {name}.", code="unknown-form")
    return int(text)
