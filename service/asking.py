"""Questions answered: the one place that knows which reader a layer and a lens want."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from domain.fact import DESK
from domain.refusal import InvalidInput, SetField
from projections.answer import Answer, Record
from projections.evidence import Evidence
from projections.lenses.lens import Lens
from projections.lenses.standing_flow import LENS
from projections.question import Question
from projections.words import instant
from service.readers.facts import FactReader

if TYPE_CHECKING:
    from service.timeline import Timeline


def ask(timeline: Timeline, question: Question) -> Answer:
    """The answer to a question, named after the record that it was found in.

    Raises InvalidInput where it fixes a record that is still to come: the answer could change.
    """
    return answer_to(timeline, _of_the_past(timeline, question))


def _of_the_past(timeline: Timeline, question: Question) -> Question:
    """The question, with what is recorded so far where it names a day or minute still running."""
    wanted: datetime | None = getattr(question, "recorded_by", None)
    if wanted is None or wanted <= (now := timeline.now()):
        return question
    if wanted in (datetime.combine(now.astimezone(UTC), time.max, UTC), *_running(now)):
        last = timeline.last_instant() or now
        return question.model_copy(update={"recorded_by": min(last, now)})
    raise InvalidInput(
        f"{instant(wanted)} is still to come: what is recorded until then could change the answer.",
        SetField("recorded_by", f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", "now"),
        code="recorded-ahead",
        values={"recorded_by": wanted.isoformat()},
    )


def _running(now: datetime) -> tuple[datetime, datetime]:
    """The ends of the second and the minute that are still running, as they are typed."""
    second = now.astimezone(UTC).replace(microsecond=999_999)
    return second, second.replace(second=59)


def answer_to(timeline: Timeline, question: Question) -> Answer:
    """The answer to a question that was asked before, whatever it fixes."""
    found = question.compute(evidence_for(timeline, question))
    return Answer(question, found, timeline.registry, record_for(timeline, question))


def evidence_for(timeline: Timeline, question: Question) -> Evidence:
    """What a question is answered from."""
    return evidence_of(timeline, question.read_layer, question.through)


def evidence_of(timeline: Timeline, layer: str, lens: Lens = LENS) -> Evidence:
    """What a layer holds, for a lens: facts one by one, or sums of a machine-coded layer.

    Only the default lens can use sums; the desk's facts are few, and are never summed. Nor are
    those of an index by other rules: the answers are the same, and take longer.
    """
    if layer == DESK or lens is not LENS:
        return FactReader(timeline, layer)
    if timeline.store.flows_outdated:
        return FactReader(timeline, layer, summed=True)
    from service.readers.flow_table import FlowTableReader  # noqa: PLC0415  # of layers only

    return FlowTableReader(timeline, layer)


def record_for(timeline: Timeline, question: Question) -> Record:
    """The position of the record that a question is about.

    That is all of it, unless the question fixes by when it had been recorded: then nothing that was
    recorded since is part of it, and the answer keeps its name.
    """
    as_of = question.as_of
    if as_of is not None and as_of.recorded_by is not None:
        position = timeline.position_at(as_of.recorded_by)
        digest = (
            timeline.store.digest_at(position) or b""
        )  # a lost row has the digest of no other row
        return Record(timeline.store_name, position, digest.hex())
    head = timeline.head()
    return Record(timeline.store_name, head.position, head.digest.hex())
