"""Who reports each fact of a state, as plain values that stand beside it."""

from __future__ import annotations

from typing_extensions import TypedDict

from projections.fact_record import DenialJson, KnownReportJson, denials_json, reports_json
from projections.plain import Handle
from projections.state import State


class FactEvidenceJson(TypedDict):
    """Who reports a fact, and who denies it."""

    reports: list[KnownReportJson]
    """Who says so; in the order of the record. None where no source is named."""
    denials: list[DenialJson]
    """Who denies it; in the order of knowledge."""


class WithEvidence(TypedDict, total=False):
    """An answer that also says who reports each of its facts."""

    evidence: dict[Handle, FactEvidenceJson]
    """Who reports each fact in scope, and who denies it, by its handle; absent where it was not
    asked for.
    """


def evidence_json(state: State) -> dict[str, FactEvidenceJson]:
    """Who reports each fact of an answer, by its handle."""
    return {
        t.handle: {"reports": reports_json(t.fact_state), "denials": denials_json(t.fact_state)}
        for t in state.pair_facts
    }
