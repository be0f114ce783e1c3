"""Whether two timelines answer alike: facts, commands and random questions of both compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from domain.batch import STREAM as BATCHES
from domain.edtf import shifted
from domain.events import Asserted
from domain.fact import Fact
from domain.layers import RECORD
from projections.flows import days_of
from projections.pairs import pairs_of_event
from projections.questions.state import StateQuestion
from service.asking import answer_to

if TYPE_CHECKING:
    from projections.question import Question
    from service.timeline import Timeline

QUESTIONS: Final = 100
"""Facts that are drawn, of which the states of all their pairs are asked."""

_OF_EACH_LAYER: Final = 3
_RECORDED_BY: Final = 8
"""One fact in so many is asked about as of an instant of recording: that reads many blocks."""

_DRAWS: Final = 20
"""How many events are looked at, for each fact that is wanted, until one is of a fact."""

_SEED: Final = 20181


def difference(old: Timeline, new: Timeline, number: int = QUESTIONS) -> str:
    """Where two timelines differ first, as a sentence; empty where they answer alike.

    The same questions of the same timelines whenever it is asked.
    """
    random = Random(_SEED)  # noqa: S311  # nothing is secret
    return next(_differences(old, new, random, number), "")


def _differences(old: Timeline, new: Timeline, random: Random, number: int) -> Iterator[str]:
    if _counts(old) != _counts(new):
        yield "a layer holds another number of facts or events."
    if _commands(old) != _commands(new):
        yield "the commands that can be taken back are others."
    facts = [*_firsts(old), *_drawn(old, random, number)]
    found = _of_layers(new, facts)
    for fact in facts:
        if fact.id not in found or _plain(found[fact.id]) != _plain(fact):
            yield f"{fact.name} has other events."
    instants = _instants(facts)
    for place, fact in enumerate(facts):
        by = random.choice(instants) if place % _RECORDED_BY == 0 else None
        for question in _questions(fact, random, by):
            if answer_to(old, question).plain != answer_to(new, question).plain:
                yield f"another answer is given to {question.to_plain()}."


def _of_layers(timeline: Timeline, facts: Sequence[Fact]) -> dict[str, Fact]:
    """The same facts of another timeline, those of each layer at once."""
    found: dict[str, Fact] = {}
    for layer in {fact.layer for fact in facts}:
        found |= timeline.facts_of({fact.id for fact in facts if fact.layer == layer})
    return found


def _counts(timeline: Timeline) -> list[tuple[str, int, int]]:
    """How many events and facts each layer holds."""
    found = timeline.store.tallies(timeline.layers())
    return [(each.layer, each.events, each.facts) for each in found]


def _commands(timeline: Timeline) -> list[tuple[object, ...]]:
    return [
        (each.number, each.recorded.text, each.recorded.recorded_at, len(each.left))
        for each in timeline.commands()
    ]


def _plain(fact: Fact) -> list[tuple[str, object]]:
    return [(event.stored_as, event.model_dump()) for event in fact.events]


# At random ----------------------------------------------------------------------------------------


def _firsts(timeline: Timeline) -> Iterator[Fact]:
    """Some facts of each layer, however few it has."""
    for layer in timeline.layers():
        yield from timeline.facts_after(layer, "", _OF_EACH_LAYER)


def _drawn(timeline: Timeline, random: Random, number: int) -> Iterator[Fact]:
    """Facts of which something was recorded at positions that are drawn."""
    last = timeline.head().position
    for _ in range(number * _DRAWS if last else 0):
        (row,) = timeline.store.select_notifications(start=random.randint(1, last), limit=1)
        stream = str(row.originator_id)
        layer = stream.partition("/")[0]
        if layer == BATCHES:
            stream = _row_of(timeline, stream, random)
        elif layer in RECORD:
            continue
        yield from timeline.facts_of([stream]).values()
        number -= 1
        if not number:
            return


def _row_of(timeline: Timeline, stream: str, random: Random) -> str:
    """A fact of a batch."""
    batches = timeline.store.batches
    layer = stream.split("/")[1]
    batch = next(each for each in batches.of(layer) if each.stream == stream)
    (name,) = batches.names(batch, [random.randrange(batch.recorded.rows)])
    return name


def _questions(fact: Fact, random: Random, by: datetime | None) -> Iterator[Question]:
    """The states of the pairs of a fact, on a day near it, as known on one and recorded by then."""
    near = shifted(_day(fact), random.randrange(-10, 400))
    known = random.choice([None, near, shifted(near, random.randrange(-60, 60))])
    for a, b in pairs_of_event(fact.events[0]):
        fields = {"a": a, "b": b, "on": near, "known_on": known, "recorded_by": by}
        yield StateQuestion.model_validate({**fields, "layer": fact.layer})


def _day(fact: Fact) -> date:
    begins = fact.events[0]
    on = begins.content.on if isinstance(begins, Asserted) else ""
    return date.fromordinal(days_of(on).hi) if on else begins.known_on


def _instants(facts: Sequence[Fact]) -> list[datetime]:
    """When something was recorded of facts, and just before."""
    at = sorted({event.recorded_at for fact in facts for event in fact.events})
    return [*at, *(each - timedelta(microseconds=1) for each in at)]
