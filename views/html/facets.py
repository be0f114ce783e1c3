"""What a journal is limited to, and what it may be limited to besides: each is in the address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from domain.kinds import KINDS
from domain.refusal import InvalidInput, SetField
from projections.timeline import Entry
from projections.typed_question import Typed
from views.html.address import Address
from views.html.journal import NEWEST, ORDERS, counts, status_of

MOST: Final = 12
"""How many values of a facet are shown, those of most facts."""

Values = Callable[[Entry, int], Iterable[str]]


def _origins(entry: Entry, _: int) -> Iterable[str]:
    return dict.fromkeys(report.source for _, report in entry.fact_state.reports if report)


FACETS: Final[Mapping[str, tuple[str, Values]]] = {
    "kind": ("kind", lambda entry, _: [entry.fact_state.content.kind]),
    "domain": ("domain", lambda entry, _: [entry.fact_state.content.domain]),
    "status": ("status", lambda entry, on: [slug(status_of(entry, on))]),
    "topic": ("topic", lambda entry, _: entry.fact_state.content.topics),
    "source": ("from whom", _origins),
}
"""What entries are sorted by: its name in the address, on the page, and their values."""


def slug(text: str) -> str:
    """A word or two as an address has it: `called-off`."""
    return text.replace(" ", "-")


@dataclass(frozen=True)
class Filters:
    """What a journal is limited to; an empty field limits nothing.

    `q` is text to find, `counted` whether only what counts is shown.
    """

    q: str = ""
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    counted: bool = False
    order: str = NEWEST

    @classmethod
    def read(cls, typed: Typed) -> Filters:
        """Those of an address. Raises InvalidInput for a kind or an order that does not exist."""
        values = {name: typed.option(name).strip() for name in FACETS if typed.option(name).strip()}
        if "topic" in values:
            values["topic"] = values["topic"].lower().removeprefix("#")
        if "domain" in values:
            values["domain"] = typed.domain()
        _check("kind", values.get("kind", ""), KINDS)
        _check("order", typed.option("order"), ORDERS)
        counted = typed.option("counted") in ("yes", "on", "1", "true")
        q = " ".join(typed.option("q").split())
        return cls(q, values, counted, typed.option("order") or NEWEST)

    @property
    def options(self) -> dict[str, str]:
        """The same as options of an address."""
        order = "" if self.order == NEWEST else self.order
        rest = {"q": self.q, "counted": "yes" if self.counted else "", "order": order}
        return {**self.values, **{name: value for name, value in rest.items() if value}}

    @property
    def limits(self) -> bool:
        """Whether anything is left out."""
        return bool(self.q or self.values or self.counted)

    def holds(self, entry: Entry, on: int) -> bool:
        """Whether an entry is shown, as far as its own fields decide that."""
        if self.counted and not counts(entry):
            return False
        return all(value in FACETS[name][1](entry, on) for name, value in self.values.items())


def _check(name: str, value: str, known: Iterable[str]) -> None:
    if value and value not in known:
        fixes = (SetField(name, each) for each in known)
        raise InvalidInput(f'no {name} is called "{value}".', *fixes, code="unknown-filter")


class Choice(NamedTuple):
    """A value of a facet: its words, of how many entries it is, and the address that adds it."""

    words: str
    number: int
    link: Address


class Facet(NamedTuple):
    """Values by which a journal may be limited further."""

    name: str
    choices: Sequence[Choice]


class Limit(NamedTuple):
    """A limit in words, and the address without it."""

    words: str
    without: Address


def facets_of(
    entries: Sequence[Entry], filters: Filters, here: Address, on: int
) -> Iterator[Facet]:
    """The facets that would still part the entries shown."""
    for name, (words, values) in FACETS.items():
        if name in filters.values:
            continue
        found = Counter(value for entry in entries for value in values(entry, on))
        if len(found) > 1:
            yield Facet(words, list(_choices(name, found, here)))


def _choices(name: str, found: Counter[str], here: Address) -> Iterator[Choice]:
    mark = "#" if name == "topic" else ""
    for value, number in sorted(found.items(), key=lambda each: (-each[1], each[0]))[:MOST]:
        words = value.replace("-", " ") if name == "status" else f"{mark}{value}"
        yield Choice(words, number, here.with_options(**{name: value, "page": ""}))


def limits_of(filters: Filters, here: Address) -> Iterator[Limit]:
    """What a journal is limited to, in words."""
    if filters.q:
        yield Limit(f"with “{filters.q}”", here.with_options(q="", page=""))
    wording = {
        "kind": "only {}", "domain": "in {}", "topic": "about #{}", "status": "{}",
        "source": "from {}",
    }  # fmt: skip
    for name, value in filters.values.items():
        shown = value.replace("-", " ") if name == "status" else value
        yield Limit(wording[name].format(shown), here.with_options(**{name: "", "page": ""}))
    if filters.counted:
        yield Limit("only what counts", here.with_options(counted="", page=""))
