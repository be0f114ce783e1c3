"""What can be asked: frozen values with actors by id, ISO days, and lens and layer by name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from domain.clocks import AsOf
from domain.fact import DESK
from domain.refusal import InvalidInput
from projections.answer import Found
from projections.lenses.lens import Lens
from projections.lenses.standing_flow import LENS
from projections.pairs import Pair
from projections.rules import rules_version
from projections.scope import Scope

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed

PAIR_WORDS: Final = (
    "A B [DOMAIN or #TOPIC]",
    "Two actors by name or code, and what of their ties.",
)
SOME_WORDS: Final = ("[A] [B] [DOMAIN or #TOPIC]", "One actor, two, or none.")
CLOCKS: Final = ("on", "known_on", "recorded_by")
SPAN: Final = ("from", "to", "period")


class Question(BaseModel):
    """Something asked of a timeline: a value that goes to plain JSON and back without loss.

    A question says by itself how people type it: `words` are what stands for its subject and what
    they mean, `options` what else it takes, by the names that every surface knows; `does` is its
    one line in a list of questions. `compute` finds what was asked in the evidence for it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    name: ClassVar[str]
    does: ClassVar[str] = ""
    group: ClassVar[str] = "Ask"
    rank: ClassVar[int] = 100
    """Its place in the list of its group; those of one rank by name."""

    command: ClassVar[str] = ""
    """What a terminal calls it, where that is not its name."""

    aliases: ClassVar[tuple[str, ...]] = ()
    words: ClassVar[tuple[str, str]] = ("", "")
    options: ClassVar[tuple[str, ...]] = ()
    stamped: ClassVar[bool] = True
    """Whether its answer names the record; the vocabulary is the same in every record."""

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The question that typed words and options mean. Raises InvalidInput."""
        raise NotImplementedError

    @classmethod
    def asked(cls, typed: Typed) -> Question:
        """The same of the layer that was named, or of several, one after the other."""
        if not typed.layers:
            return cls.read(typed)
        from projections.questions.layers import LayersQuestion  # noqa: PLC0415  # seldom asked

        return LayersQuestion.of(cls, typed)

    def compute(self, evidence: Evidence) -> Found:
        """What is found in answer. Raises InvalidInput where it names what is not there."""
        raise NotImplementedError

    @property
    def read_layer(self) -> str:
        """The layer whose facts answer it."""
        return DESK

    @property
    def through(self) -> Lens:
        """The lens that turns facts into figures."""
        return LENS

    @property
    def as_of(self) -> AsOf | None:
        """The point on the clocks that is asked about; None for a question of no day."""
        return None

    @property
    def rules(self) -> str:
        """The versions of what turns facts into this answer: `standing-flow@1, rules 1f2e3d4c`."""
        return rules_version(self.through)

    def to_plain(self) -> dict[str, object]:
        """The question as plain values, with its name."""
        return {"question": self.name, **self.model_dump(mode="json")}

    @staticmethod
    def from_plain(plain: Mapping[str, object]) -> Question:
        """The question that plain values are. Raises InvalidInput for what is none."""
        from projections.questions.index import question_class  # noqa: PLC0415  # each in its module

        fields = {name: value for name, value in plain.items() if name != "question"}
        try:
            return question_class(str(plain.get("question"))).model_validate(fields)
        except ValidationError as error:
            said = f"that is not a question: {error.errors()[0]['msg']}."
            raise InvalidInput(said, code="not-a-question") from error


class Dated(Question):
    """A question of a day, as known on a day, as recorded by an instant; None is all we have."""

    on: date
    known_on: date | None = None
    recorded_by: AwareDatetime | None = None

    @property
    def as_of(self) -> AsOf:
        """The point on the clocks that is asked about."""
        return AsOf(self.on, self.known_on, self.recorded_by)


class OfLayer(Dated):
    """A question of one layer, through one lens."""

    lens: str = LENS.name
    layer: str = DESK

    @property
    def read_layer(self) -> str:
        """The layer whose facts answer it."""
        return self.layer

    @property
    def through(self) -> Lens:
        """The lens that turns facts into figures; the default one is at hand."""
        if self.lens == LENS.name:
            return LENS
        from projections.lenses import named  # noqa: PLC0415  # the others are loaded when asked for

        return named.lens(self.lens)


class OfPair(OfLayer):
    """A question of two actors' ties, of all of them or of one domain or topic."""

    a: str
    b: str
    domain: str = ""
    topic: str = ""

    @property
    def pair(self) -> Pair:
        """The two actors, in the order in which they were asked for."""
        return Pair.of(self.a, self.b)

    @property
    def scope(self) -> Scope:
        """The same as a limit on facts."""
        return Scope(self.pair, self.domain, self.topic)
