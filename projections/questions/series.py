"""The figures of two actors' ties over a span of days, as a chart shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from domain import edtf
from domain.actors import Registry
from domain.fact import DESK
from projections.answer import FIGURES, Found, Plain, Shape, kept
from projections.figures_json import score_json
from projections.question import CLOCKS, PAIR_WORDS, SPAN, OfPair, Question
from projections.questions.state import names
from projections.series import Point, Series, series, series_json

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed


@dataclass(frozen=True, slots=True)
class FoundSeries(Found):
    """The figures of a pair, a point every few days."""

    series: Series

    substance_shape: ClassVar[Shape] = {
        "step_days": ...,
        "points": {"day": ..., "label": ..., **FIGURES, "directions": {"*": FIGURES}},
        "marks": {"fact": ..., "weight": ..., "first": ..., "last": ..., "reason": ...},
        "bars": {"fact": ..., "weight": ..., "in_force": ..., "reason": ...},
    }

    def substance(self, plain: Plain) -> object:
        """Figures and facts; of a layer no marks, for what a store sums has none."""
        if self.series.answer.layer != DESK:
            plain = {name: value for name, value in plain.items() if name != "marks"}
        return kept(plain, self.substance_shape)

    @property
    def known(self) -> bool:
        """Whether anything that counts is known, or denied, of a day; unknown is not zero."""
        return any(point.label != "unknown" for point in self.series.points)

    def plain(self) -> Plain:
        """`detente/series@1`."""
        return series_json(self.series)

    def rows(self) -> Sequence[Plain]:
        """A row for each point: figures of the pair and of each direction."""
        return [_flat(point, self.series) for point in self.series.points]

    def beside(self, registry: Registry) -> Plain:
        """The names of the two actors."""
        return {"names": names(registry, self.series.answer.pair, self.series.last)}


def _flat(point: Point, found: Series) -> dict[str, object]:
    """One day's figures as a row of plain columns; no figures where nothing is known."""
    pair = found.answer.pair
    scores = (
        ("", point.score),
        ("a_b_", point.directions[0]),
        ("b_a_", point.directions[1]),
    )
    figures = {
        f"{name}{key}": value for name, score in scores for key, value in score_json(score).items()
    }
    shown = figures if point.label != "unknown" else dict.fromkeys(figures)
    return {"day": edtf.written(point.day), "a": pair.a, "b": pair.b, "label": point.label, **shown}


class SeriesQuestion(OfPair):
    """The figures of two actors' ties over time: both ledgers of each direction.

    They come as blocks, or as a picture with -o x.svg. The last day is that of --to or --on, or
    else today; the first that of --from, or two years before. Every figure is as known now, unless
    --known-on says differently.
    """

    name = "series"
    rank = 10
    command = "chart"
    does = "How the figures went: a sparkline, or a picture with -o x.svg."
    words = PAIR_WORDS
    options = (*SPAN, *CLOCKS, "lens", "layer")

    first: date

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The question in words; without a first day, the two years up to the last."""
        first, last = typed.span()
        fields: dict[str, object] = {
            "on": last,
            **typed.knowledge(),
            "first": first or typed.two_years_up_to(last),
            "lens": typed.lens(),
            "layer": typed.layer(),
        }
        return cls.model_validate({**typed.subject(last), **fields})

    def compute(self, evidence: Evidence) -> FoundSeries:
        """The figures from facts one by one, or from sums."""
        pair, scope, span = self.pair, self.scope, (self.first, self.as_of)
        if evidence.summed:
            from projections.layer_series import layer_series  # noqa: PLC0415  # of layers only

            sums = evidence.sums(pair, self.as_of, scope, self.first.toordinal())
            return FoundSeries(layer_series(sums, pair, span, scope))
        found = series(evidence.of_pair(pair), pair, span, scope, self.through)
        return FoundSeries(found.of_layer(self.layer))
