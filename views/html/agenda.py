"""The page of what lay ahead on a day, as announced by then, and of what nobody has settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

from domain.actors import Registry
from projections.agenda import Item
from projections.questions.agenda import AgendaQuestion, FoundAgenda
from projections.typed_question import Typed
from projections.words import clocks, count, dated, day, long_day
from views.html import address
from views.html.address import Address, Fixed
from views.html.frame import Asked, framed
from views.html.journal import origins
from views.html.paper import fill
from views.html.parts import MOST_SOURCES, Source, parties_of, sources_of
from views.html.past import Past
from views.html.site import Ask, Drawn, Site


@dataclass(frozen=True)
class AgendaPage:
    """What was ahead on a day, and what is past its time without an outcome."""

    question: AgendaQuestion
    fixed: Fixed

    path: ClassVar[str] = "/agenda"
    options: ClassVar[tuple[str, ...]] = ("on", "known_on", "recorded_by")

    @classmethod
    def read(cls, typed: Typed) -> Self:
        """The agenda of a day. Raises InvalidInput."""
        return cls(AgendaQuestion.model_validate(typed.clocks()), Fixed.of(typed))

    @property
    def address(self) -> Address:
        """`/agenda?on=2022-03-05`."""
        return self._at(self.fixed.options)

    def _at(self, options: Mapping[str, str]) -> Address:
        return Address(("agenda",), options)

    def draw(self, ask: Ask, site: Site) -> Drawn:
        """The page, from what is ahead and what is overdue."""
        ahead = ask(self.question)
        late = ask(self.question.model_copy(update={"overdue": True}))
        assert isinstance(ahead.found, FoundAgenda)
        assert isinstance(late.found, FoundAgenda)
        fixed, registry, on = self.fixed, ahead.registry, self.question.as_of.day
        asked = Asked(
            on=fixed.on.isoformat() if fixed.on else "",
            known_on=fixed.known_on.isoformat() if fixed.known_on else "",
        )
        values = {
            "frame": framed("Agenda", site, fixed, asked=asked, question=self.question),
            "past": Past.of(fixed, self._at),
            "when": f"on {long_day(self.question.on)}{clocks(self.question.as_of)}",
            "ahead": plans_of(ahead.found.items, registry, on, fixed.options),
            "late": plans_of(late.found.items[::-1], registry, on, fixed.options),
            "stamp": ahead.stamp,
        }
        return Drawn(fill("agenda.html", site, values), (ahead, late))


@dataclass(frozen=True)
class Planned:
    """An engagement: for when it is planned, what was planned before, who, and who says so."""

    when: str
    title: str
    handle: str
    link: Address
    status: str
    parties: str
    place: str
    announced: str
    slips: Sequence[str]
    sources: Sequence[Source]
    more_sources: int
    origins: int
    settle: Address
    quoted: bool = False


def plans_of(
    items: Sequence[Item], registry: Registry, on: int, options: Mapping[str, str]
) -> list[Planned]:
    """Engagements as a page lists them."""
    return [_planned(item, registry, on, options) for item in items]


def _planned(item: Item, registry: Registry, on: int, options: Mapping[str, str]) -> Planned:
    state = item.fact_state
    sources = sources_of(state)
    slips = [dated(plan.text) if plan.window else "called off" for plan in item.slips]
    return Planned(
        when=dated(item.planned),
        title=state.content.title,
        handle=state.name,
        link=address.fact(state.name, options),
        status="" if item.status == "pending" else item.status,
        parties=parties_of(state.content, registry, on),
        place=state.content.place,
        announced=f"announced {day(state.known_day)}"
        + (f", moved {count(len(slips), 'time')}" if slips else ""),
        slips=slips,
        sources=sources[:MOST_SOURCES],
        more_sources=max(0, len(sources) - MOST_SOURCES),
        origins=origins(state),
        settle=Address(("record",), {"fact": state.name}),
        quoted=bool(state.how),
    )
