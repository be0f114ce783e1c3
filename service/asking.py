"""Questions answered: the one place that knows which reader a layer and a lens want."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.fact import DESK
from projections.answer import Answer, Record
from projections.evidence import Evidence
from projections.lenses.lens import Lens
from projections.lenses.standing_flow import LENS
from projections.question import Question
from service.readers.facts import FactReader

if TYPE_CHECKING:
    from service.timeline import Timeline


def ask(timeline: Timeline, question: Question) -> Answer:
    """The answer to a question, named after the record that it was found in."""
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
