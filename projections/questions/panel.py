"""The ties of every pair at the end of every month, for a statistics program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from domain.actors import Registry
from projections.answer import FIGURES, Found, Plain, Shape
from projections.panel import Every, Panel, panel, read_every
from projections.panel_json import PanelJson, panel_json, panel_rows
from projections.phases import By, read_order
from projections.question import SOME_WORDS, SPAN, OfLayer, Question
from projections.questions.state import VERDICT, names
from projections.questions.timeline import facts_of
from projections.scope import whose

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed


@dataclass(frozen=True, slots=True)
class FoundPanel(Found):
    """The ties of every pair on each of some days."""

    panel: Panel
    registry: Registry

    substance_shape: ClassVar[Shape] = {
        "lines": {"day": ..., "a": ..., "b": ..., **VERDICT, "counted": ..., "score": FIGURES}
    }

    @property
    def known(self) -> bool:
        """Whether anything is known of any ties."""
        return bool(self.panel.rows)

    def plain(self) -> PanelJson:
        """`detente/panel@1`."""
        return panel_json(self.panel, self.registry)

    def rows(self) -> Sequence[Plain]:
        """A row for each pair and day, or each direction, in points."""
        return panel_rows(self.panel, self.registry)

    def beside(self, registry: Registry) -> Plain:
        """The name of every actor that has ties, by id."""
        found = sorted({actor for row in self.panel.rows for actor in row.pair})
        return {"names": names(registry, found, self.panel.span[1].day)}


class PanelQuestion(OfLayer):
    """The ties of every pair at the end of every month, a row each, for a statistics program.

    With --every day, week or year at the end of these. As CSV in points, to the digit that `state`
    prints, with ISO and Correlates of War codes; a cell is empty where nothing counts. With
    --directed a row for each direction. The two years up to today unless --from and --to say other.
    """

    name = "panel"
    rank = 11
    does = "The ties of every pair at the end of every month, as a table."
    words = SOME_WORDS
    options = ("every", "directed", *SPAN, "by", "known_on", "recorded_by", "lens", "layer")

    first: date
    every: Every = Every.MONTH
    by: By = By.HAPPENED
    directed: bool = False
    actors: tuple[str, ...] = ()
    domain: str = ""
    topic: str = ""

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The question in words; without a first day, the two years up to the last."""
        layer = typed.layer()
        every = read_every(typed.option("every") or Every.MONTH)
        by = read_order(typed.option("by"))
        first, last = typed.span()
        fields: dict[str, object] = {
            "on": last,
            **typed.knowledge(),
            "first": first or typed.two_years_up_to(last),
            "every": every,
            "by": by,
            "directed": typed.has("directed"),
            "lens": typed.lens(),
            "layer": layer,
        }
        return cls.model_validate({**typed.parties(last), **fields})

    def compute(self, evidence: Evidence) -> FoundPanel:
        """The rows, from facts one by one, each read once for all days."""
        registry = evidence.registry
        asked = whose(registry, self.actors, self.as_of.day, self.domain, self.topic).of_layers(
            (self.layer,)
        )
        if evidence.summed and self.by is By.HAPPENED and not asked.scope.topic:
            from projections.layer_panel import layer_panel  # noqa: PLC0415  # of layers only

            span = self.first, self.as_of
            found = layer_panel(evidence, asked, span, self.every, directed=self.directed)
            return FoundPanel(found, registry)
        found = panel(
            facts_of(evidence, self.actors, asked.scope), asked, (self.first, self.as_of),
            self.every, self.through, by=self.by, directed=self.directed,
        )  # fmt: skip
        return FoundPanel(found, registry)
