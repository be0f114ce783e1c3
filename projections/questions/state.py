"""The state of two actors' ties on a day: as people know them, or as a layer sums them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from domain.actors import Registry
from domain.refusal import InvalidInput, Run, SetField
from projections.answer import FIGURES, Found, Plain, Shape
from projections.figures_json import contribution_json
from projections.question import CLOCKS, PAIR_WORDS, OfPair, Question
from projections.state import State, state
from projections.state_json import state_json
from projections.typed_question import ALL_LENSES

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed

VERDICT: Final[Mapping[str, Shape]] = dict.fromkeys(
    ("label", "mixed", "thin", "trend", "momentum", "barrier"), ...
)
CONTRIBUTION: Final[Shape] = {"fact": ..., "view": ..., "counted": ..., "low": ..., "high": ...}
STATUS: Final[Shape] = {"fact": ..., "status": ..., "support": ..., "reason": ...}


REPORTS: Final = "reports"
"""What may be asked for besides a state: who reports each of its facts."""


@dataclass(frozen=True, slots=True)
class FoundState(Found):
    """The state of a pair's ties, with who reports each fact where that was asked for."""

    state: State
    besides: tuple[str, ...] = ()

    substance_shape: ClassVar[Shape] = {
        "verdict": VERDICT,
        "score": FIGURES,
        "directions": {"*": FIGURES},
        "dimensions": {"*": FIGURES},
        "domains": {"*": {**VERDICT, **FIGURES}},
        "in_force": STATUS,
        "stances": STATUS,
        "links": STATUS,
        "ahead": STATUS,
        "disputed": ...,
        "contributions": CONTRIBUTION,
        "not_counted": STATUS,
        "moves": ...,
        "usual": ...,
    }

    @property
    def known(self) -> bool:
        """Whether anything that counts is known of the pair; unknown is not neutral."""
        return self.state.label != "unknown"

    def plain(self) -> Plain:
        """`detente/state@2`."""
        return state_json(self.state)

    def rows(self) -> Sequence[Plain]:
        """A row for each fact that counts or may count."""
        return [
            {**contribution_json(each), "title": each.content.title}
            for each in self.state.contributions
        ]

    def beside(self, registry: Registry) -> Plain:
        """The names of the two actors, and the evidence for each fact where it was asked for."""
        found: dict[str, object] = {"names": names(registry, self.state.pair, self.state.as_of.day)}
        if REPORTS in self.besides:
            from projections.evidence_json import evidence_json  # noqa: PLC0415  # seldom asked for

            found["evidence"] = evidence_json(self.state)
        return found


def names(registry: Registry, actors: Sequence[str], day: int) -> dict[str, str]:
    """The names of actors in use on a day, by id."""
    return {actor: registry.name(actor, day) for actor in actors}


class StateQuestion(OfPair):
    """The state of two actors' ties on a day: verdict and reasons, figures, what is in force.

    Unknown is not neutral: where nothing is known, the exit code is 3.
    """

    name = "state"
    rank = 1
    does = "The state of two actors' ties on a day (also: ties)."
    aliases = ("ties",)
    words = PAIR_WORDS
    options = (*CLOCKS, "lens", "why", "only", "brief", "all", "layer", "with")

    besides: tuple[str, ...] = ()

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The state through one lens, or the answers through all of them side by side."""
        clocks = typed.clocks()
        subject = typed.subject(typed.on())
        if typed.option("lens") == ALL_LENSES:
            from projections.questions.spread import SpreadQuestion  # noqa: PLC0415  # seldom asked

            return SpreadQuestion.model_validate({**subject, **clocks, "layer": typed.layer()})
        fields = {**subject, **clocks, "lens": typed.lens(), "layer": typed.layer()}
        return cls.model_validate({**fields, "besides": _besides(typed.option("with"))})

    def to_plain(self) -> dict[str, object]:
        """The question as plain values; what is wanted besides only where something is.

        So a state that was cited before there was anything besides has the same name.
        """
        plain = super().to_plain()
        return plain if self.besides else {k: v for k, v in plain.items() if k != "besides"}

    def compute(self, evidence: Evidence) -> Found:
        """The state from facts one by one, or from sums."""
        if evidence.summed:
            if self.besides:
                said = "a layer's facts of one day are summed, without their reports."
                fix = SetField("lens", "plover-net@1", "every fact by itself")
                raise InvalidInput(said, fix, code="no-reports-of-sums")
            from projections.questions.layer_state import found_in  # noqa: PLC0415  # of layers only

            return found_in(self, evidence)
        facts = evidence.of_pair(self.pair)
        if not facts:
            self._check_persons(evidence.registry)
        found = state(facts, self.pair, self.as_of, self.scope, self.through)
        return FoundState(found.of_layer(self.layer), self.besides)

    def _check_persons(self, registry: Registry) -> None:
        """Raises InvalidInput for persons, of whose own nothing is recorded: those they are of."""
        actors = [actor for name in (self.a, self.b) if (actor := registry.get(name))]
        persons = [actor for actor in actors if actor.type == "person"]
        if not persons:
            return
        of = [each.attributes.get("of", "").partition(",")[0] or each.id for each in actors]
        fixes = [Run.of("search", persons[0].name(), meaning="facts in which they take part")]
        if len(set(of)) == 2:
            day, meaning = self.on.isoformat(), "the same of whom they speak for"
            fixes.insert(0, Run.of("state", *of, meaning=meaning, on=day))
        names = " and ".join(actor.name() for actor in persons)
        said = f"ties are those of states and organizations, not of {names}."
        raise InvalidInput(said, *fixes, code="ties-of-persons")


def _besides(text: str) -> tuple[str, ...]:
    """What is wanted besides the answer. Raises InvalidInput for what there is not."""
    if text not in ("", REPORTS):
        said = f'an answer comes with reports, and not with "{text}".'
        raise InvalidInput(said, SetField("besides", REPORTS), code="nothing-besides")
    return (REPORTS,) if text else ()
