"""What a careful editor would look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.clocks import AsOf
from domain.refusal import InvalidInput, SetField
from projections.answer import Found, Plain, Shape
from projections.check import KINDS, Finding, check, check_json, finding_json
from projections.question import Dated, Question

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed


@dataclass(frozen=True, slots=True)
class FoundFindings(Found):
    """What there is to look at, kind by kind, among so many facts."""

    findings: tuple[Finding, ...]
    facts: int
    as_of: AsOf
    kinds: tuple[str, ...]

    substance_shape: ClassVar[Shape] = {
        "facts": ...,
        "counts": ...,
        "findings": {"kind": ..., "fact": ..., "expected": ..., "found": ...},
    }

    def plain(self) -> Plain:
        """`detente/check@1`."""
        return check_json(self.findings, self.facts, self.as_of, self.kinds)

    def rows(self) -> Sequence[Plain]:
        """A row for each finding."""
        return [finding_json(finding) for finding in self.findings]


class CheckQuestion(Dated):
    """What a careful editor would look at; exit 4 where there is anything.

    expectation, impossible-order, unknown-actor, duplicate, overdue, no-source, single-origin.
    """

    name = "check"
    does = "What an editor would look at."
    group = "Store"
    options = ("only_kinds",)

    kinds: tuple[str, ...] = tuple(KINDS)

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The kinds that are asked for, separated by commas; all where none is."""
        asked = [word.strip() for word in typed.option("only_kinds").split(",") if word.strip()]
        for word in asked:
            if word not in KINDS:
                raise InvalidInput(
                    f'"{word}" is not a kind of finding.',
                    *(SetField("only", kind) for kind in KINDS),
                    code="unknown-finding",
                    values={"kind": word},
                )
        kinds = tuple(kind for kind in KINDS if kind in asked or not asked)
        return cls.model_validate({"on": typed.today, "kinds": kinds})

    def compute(self, evidence: Evidence) -> FoundFindings:
        """The findings, from facts one by one."""
        facts = [fact for fact in evidence.of_all() if fact.exists]
        expected = evidence.expectations()
        found = check(facts, expected, evidence.registry, self.as_of, self.kinds)
        return FoundFindings(found, len(facts), self.as_of, self.kinds)
