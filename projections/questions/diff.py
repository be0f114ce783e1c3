"""The difference of two answers: two days, two days of knowledge, or two lenses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from domain.clocks import AsOf
from domain.refusal import InvalidInput, Run, SetField
from domain.typed import asked
from projections.answer import FIGURES, Found, Plain, Shape
from projections.diff import Diff, diff, diff_json, reason_json
from projections.lenses.lens import Lens
from projections.lenses.standing_flow import LENS
from projections.question import OfPair, Question
from projections.rules import rules_version
from projections.state import state

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed


@dataclass(frozen=True, slots=True)
class FoundDiff(Found):
    """Two answers on one pair, and what makes the difference."""

    diff: Diff

    substance_shape: ClassVar[Shape] = {
        "before": {"label": ..., "trend": ..., **FIGURES},
        "after": {"label": ..., "trend": ..., **FIGURES},
        "moved": ...,
        "fading": ...,
        "reasons": {"fact": ..., "before": ..., "after": ..., "moved": ...},
        "entered": ...,
        "left": ...,
    }

    @property
    def known(self) -> bool:
        """Whether anything that counts is known of either."""
        return not self.diff.before.label == self.diff.after.label == "unknown"

    def plain(self) -> Plain:
        """`detente/diff@1`."""
        return diff_json(self.diff)

    def rows(self) -> Sequence[Plain]:
        """A row for each fact that changed."""
        return [reason_json(move) for move in self.diff.reasons]


class DiffQuestion(OfPair):
    """What changed between two days, two days of knowing one day, or two lenses, and why.

    What the facts moved and what fading took adds up to the difference.
    """

    name = "diff"
    rank = 4
    does = "What changed between two days, and because of which facts."
    words = ("A B [DOMAIN or #TOPIC] [DAY1 DAY2]", "Two actors, and two days.")
    options = (
        "on", "known_on", "and_known_on", "recorded_by", "lens", "and_lens", "layer", "exit_code",
    )  # fmt: skip

    before_on: date
    before_known_on: date | None = None
    before_lens: str = LENS.name

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The question in words: one day asked twice, or two days."""
        if typed.has("and_known_on") and not typed.has("known_on"):
            other = (
                SetField("known_on", "DATE"),
                SetField("and_known_on", typed.option("and_known_on")),
            )
            said = "the other day of knowing needs a first one as well."
            raise InvalidInput(said, *other, code="known-on-needed")
        one_day = typed.has("and_known_on") or bool(typed.option("and_lens"))
        words, first, second = (typed.words, None, None) if one_day else _two_days(typed)
        lens = typed.lens()
        known_on = typed.day("known_on")
        fields: dict[str, object] = {
            "before_on": first or typed.on(),
            "before_known_on": known_on,
            "before_lens": lens,
            "on": second or typed.on(),
            "known_on": typed.day("and_known_on") or known_on,
            "recorded_by": typed.instant("recorded_by"),
            "lens": typed.lens("and_lens") if typed.option("and_lens") else lens,
            "layer": typed.layer(),
        }
        subject = typed.of_words(words).subject(second or typed.on())
        return cls.model_validate({**subject, **fields})

    @property
    def before(self) -> AsOf:
        """The first point on the clocks."""
        return AsOf(self.before_on, self.before_known_on, self.recorded_by)

    @property
    def rules(self) -> str:
        """The versions of both lenses."""
        return " and ".join(dict.fromkeys(map(rules_version, (self._before_through, self.through))))

    @property
    def _before_through(self) -> Lens:
        return self.model_copy(update={"lens": self.before_lens}).through

    def compute(self, evidence: Evidence) -> Found:
        """The two answers, from facts one by one, or from sums."""
        if evidence.summed and self.before_lens == self.lens:
            from projections.questions.layer_changes import diff_in  # noqa: PLC0415  # of layers only

            return diff_in(self, evidence)
        facts = evidence.of_pair(self.pair)
        before = state(facts, self.pair, self.before, self.scope, self._before_through)
        after = state(facts, self.pair, self.as_of, self.scope, self.through)
        return FoundDiff(diff(before.of_layer(self.layer), after.of_layer(self.layer)))


def _two_days(typed: Typed) -> tuple[Sequence[str], date, date]:
    """The words that are left, and the two days at their end."""
    words = typed.words
    days = sum(_is_day(word, typed.today) for word in words[-2:])
    if typed.has("on") and days:
        said = "two days are compared, and one more is given to ask about."
        raise InvalidInput(said, Run.of("diff", *words), code="too-many-days")
    if len(words) < 3 or days < 2:
        only = " ".join(words[-1:])
        given = f'two days are needed, and only "{only}" is one.' if days else ""
        named = words if len(words) > 1 - days else ("A", "B")
        fix = Run.of("diff", *named, *["DATE"] * (2 - days))
        raise InvalidInput(given or "two days are needed.", fix, code="two-days-needed")
    first, second = (typed.with_options(on=word).day("on") for word in words[-2:])
    assert first is not None
    assert second is not None  # both were given
    return words[:-2], first, second


def _is_day(word: str, today: date) -> bool:
    """Whether a word is a day, or looks like one; a topic is none."""
    if word.startswith("#"):
        return False
    try:
        return bool(asked(word, today))
    except InvalidInput:
        return any(letter.isdigit() for letter in word)
