"""One question asked of several layers, as JSON, `detente/layers@1`: no layer drowns another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import Field
from typing_extensions import TypedDict

from projections.board import BoardJson
from projections.diff import DiffJson
from projections.hindsight import HindsightJson
from projections.layer_diff import LayerDiffJson
from projections.layer_hindsight import LayerHindsightJson
from projections.layer_json import LayerStateJson
from projections.layer_replay import LayerReplayJson
from projections.layer_why_json import LayerDayJson, LayerWhyJson
from projections.plain import Text
from projections.replay import ReplayJson
from projections.series import SeriesJson
from projections.state_json import StateJson
from projections.turns_json import TurnsJson
from projections.why import WhyJson

LayerAnswerJson: TypeAlias = Annotated[
    StateJson
    | LayerStateJson
    | WhyJson
    | LayerWhyJson
    | LayerDayJson
    | DiffJson
    | LayerDiffJson
    | HindsightJson
    | LayerHindsightJson
    | ReplayJson
    | LayerReplayJson
    | SeriesJson
    | TurnsJson
    | BoardJson,
    Field(discriminator="schema"),
]
"""The answer of one layer, without names and stamp."""


class LayersJson(TypedDict):
    """One question asked of several layers.

    Figures are integers in micro-units: 1 point is 1,000,000.
    """

    schema: Literal["detente/layers@1"]
    layer: Text
    """The layers that were asked, separated by commas."""
    layers: dict[Text, LayerAnswerJson]
    """The answer of each layer, in the order asked; each as its own schema has it, without names
    and stamp.
    """


def layers_json(answers: Mapping[str, LayerAnswerJson]) -> LayersJson:
    """The answers of several layers, by layer, as plain values."""
    return {"schema": "detente/layers@1", "layer": ",".join(answers), "layers": dict(answers)}
