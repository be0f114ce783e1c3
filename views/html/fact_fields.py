"""What a fact says field by field: its value, the version that set it, and what it said before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from domain.actors import Registry
from domain.clocks import AsOf
from domain.content import points
from domain.events import Asserted, Event, Reported
from domain.fact import Fact, FactState, evolve, first_state, settled
from domain.kinds import What
from projections.words import dated, dated_fact, day, signed
from views.html.paper import minus
from views.html.parts import parties_of


@dataclass(frozen=True)
class Field:
    """A field of a fact: what it says, since which version, and what it said before and why not.

    `since` is the day on which that was known.
    """

    name: str
    says: str
    version: int
    since: str
    before: str = ""
    because: str = ""

    @property
    def corrected(self) -> bool:
        """Whether it says something else than it did at first."""
        return self.version > 1


def fields_of(fact: Fact, as_of: AsOf, registry: Registry) -> list[Field]:
    """Every field that a fact fills, as known and recorded by then.

    Its title is one of them where it was corrected: else it stands above.
    """
    known = known_events(fact, as_of)
    first = known[0]
    assert isinstance(first, Asserted)
    state = first_state(fact.id, first, first.known_day)
    found = {
        name: Field(name, text, first.originator_version, day(first.known_on))
        for name, text in _said(settled(state), as_of, registry).items()
    }
    for event in known[1:]:
        if isinstance(event, Reported):
            continue
        state = evolve(state, event)
        said = _said(settled(state), as_of, registry)
        for name in [*found, *(name for name in said if name not in found)]:
            if (text := said.get(name, "")) != (old := found.get(name, _NOTHING)).says:
                found[name] = replace(
                    old, name=name, says=text, version=event.originator_version,
                    since=day(event.known_on), before=old.says, because=event.because,
                )  # fmt: skip
    title = found.pop("says")
    fields = [field for field in found.values() if field.says or field.before]
    return [title, *fields] if title.corrected else fields


_NOTHING = Field("", "", 0, "")


def known_events(fact: Fact, as_of: AsOf) -> list[Event]:
    """The events in effect that could be known and were recorded by then.

    In order of knowledge, the one that asserts the fact first.
    """
    first, *later = fact.effective_events(as_of.recorded_instant)
    known = [event for event in later if event.known_day <= as_of.known_day]
    return [first, *sorted(known, key=lambda each: (each.known_on, each.originator_version))]


def _said(state: FactState, as_of: AsOf, registry: Registry) -> Mapping[str, str]:
    """What every field says, in words; fields that say nothing are left out."""
    return {name: text for name, text in _fields(state, as_of, registry) if text}


def _fields(state: FactState, as_of: AsOf, registry: Registry) -> Iterator[tuple[str, str]]:
    content, on = state.content, as_of.day
    yield "says", content.title
    yield "what", What(content.kind, content.what).written
    yield "domain", content.domain
    yield "who", parties_of(content, registry, on)
    yield "when", dated_fact(state, on)
    yield "expires", dated(content.expires) if content.expires else ""
    because = f" because {content.weight_because}" if content.weight_because else ""
    scored = content.of_kind.scored or content.weighs
    yield "weighs", f"{minus(signed(content.weighs))}{because}" if scored else ""
    yield "topics", " ".join(f"#{topic}" for topic in content.topics)
    yield "people", ", ".join(registry.name(person, on) for person in content.people)
    yield "place", content.place
    yield "level", content.level
    yield "episode", content.episode
    yield "grade", content.grade
    yield "code", " ".join(content.code or ())
    goldstein = content.goldstein
    yield "Goldstein", "" if goldstein is None else minus(points(goldstein))
    yield "note", content.note
