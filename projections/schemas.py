"""The published schemas, JSON Schema draft 2020-12, generated from the types of the answers.

Nothing that answers a question imports this module.
"""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from types import ModuleType
from typing import Annotated, Any, Final, get_type_hints

from pydantic import Field, TypeAdapter
from pydantic.config import JsonDict
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema
from typing_extensions import TypedDict

from projections.actors import ActorJson, ActorsJson
from projections.agenda import AHEAD, OVERDUE, AgendaJson
from projections.answer import Found
from projections.articles.draft_json import DraftJson
from projections.board import BoardJson
from projections.board_pairs import BoardPairsJson
from projections.check import CheckJson
from projections.diff import DiffJson
from projections.evidence_json import WithEvidence
from projections.fact_record import FactRecordJson, UnknownFactJson
from projections.held import DigestJson
from projections.hindsight import HindsightJson
from projections.history import AS_ORDERED, HistoryJson
from projections.layer_diff import LayerDiffJson
from projections.layer_hindsight import LayerHindsightJson
from projections.layer_json import LayerStateJson
from projections.layer_replay import LayerReplayJson
from projections.layer_why_json import LayerDayJson, LayerWhyJson
from projections.layers import LayersJson
from projections.learned_json import LearningJson
from projections.panel_json import PanelJson
from projections.plain import ActorId, Label, StampJson, Text
from projections.questions.index import QUESTIONS, question_class
from projections.receipt_json import ReceiptJson
from projections.replay import ReplayJson
from projections.search import SearchJson
from projections.series import SeriesJson
from projections.soundness import VerifyJson
from projections.sources import SourcesJson
from projections.spread import SpreadJson
from projections.state_json import StateJson
from projections.stats import StatsJson
from projections.timeline import TimelineJson
from projections.turns_json import TurnsJson
from projections.verification import VerificationJson
from projections.vocabulary import KindsJson, LensesJson
from projections.why import WhyJson
from projections.why_fact import WhyFactJson

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

# What answers have beside their substance ---------------------------------------------------------


class Stamped(TypedDict):
    """An answer of a timeline."""

    stamp: StampJson


class Named(Stamped):
    """An answer on actors, with their names."""

    names: dict[ActorId, Text]
    """The name of each actor in use on the day, by id; of a board, of each other actor, in the
    order of the lines.
    """


class NamedPair(Stamped):
    """An answer on a pair, with the names of both."""

    names: Annotated[dict[ActorId, Text], Field(min_length=2, max_length=2)]
    """The name of each actor in use on the day, by id."""


class LabelAsked(TypedDict, total=False):
    """An answer that also says whether the ties have a label."""

    asked_label: Label
    """The label asked about; absent where none was."""
    were_they: bool
    """Whether the ties had that label; absent where none was asked about."""


_BOTH_OR_NEITHER: Final[JsonDict] = {
    "dependentRequired": {"asked_label": ["were_they"], "were_they": ["asked_label"]}
}


def _statuses(*words: str) -> JsonDict:
    return {"properties": {"items": {"items": {"properties": {"status": {"enum": [*words]}}}}}}


_STATUS_AS_ASKED: Final[JsonDict] = {
    "if": {"properties": {"overdue": {"const": True}}},
    "then": _statuses(*OVERDUE),
    "else": _statuses(*AHEAD),
}

# The schemas --------------------------------------------------------------------------------------

_ANSWERS: Final[Mapping[type, tuple[type, ...]]] = {
    ActorJson: (Stamped,),
    ActorsJson: (Stamped,),
    AgendaJson: (Stamped,),
    BoardJson: (Named,),
    BoardPairsJson: (Named,),
    CheckJson: (Stamped,),
    DiffJson: (Stamped,),
    DigestJson: (),
    DraftJson: (),
    FactRecordJson: (Stamped,),
    HindsightJson: (Stamped,),
    HistoryJson: (Stamped,),
    KindsJson: (),
    LayerDayJson: (Stamped,),
    LayerDiffJson: (Stamped,),
    LayerHindsightJson: (Stamped,),
    LayerReplayJson: (Stamped,),
    LayerStateJson: (NamedPair,),
    LayerWhyJson: (Stamped,),
    LayersJson: (Stamped,),
    LearningJson: (NamedPair,),
    LensesJson: (),
    PanelJson: (Named,),
    ReplayJson: (Stamped,),
    ReceiptJson: (),
    SearchJson: (Stamped,),
    SeriesJson: (NamedPair,),
    SourcesJson: (Stamped,),
    SpreadJson: (Stamped,),
    StateJson: (NamedPair, WithEvidence),
    StatsJson: (Stamped,),
    TimelineJson: (Stamped,),
    TurnsJson: (Stamped,),
    VerificationJson: (),
    UnknownFactJson: (Stamped,),
    VerifyJson: (),
    WhyFactJson: (Stamped,),
    WhyJson: (LabelAsked, Stamped),
}
"""Every answer that has more than a stamp beside its substance, or is of no question."""


def _of_other_questions() -> Iterator[type]:
    """The types of JSON that questions beyond those above say they answer with."""
    for listed in QUESTIONS:
        question_class(listed.name)  # its module defines what it finds
    for found in Found.__subclasses__():
        answer = get_type_hints(found.plain).get("return")
        if isinstance(answer, type) and "schema" in getattr(answer, "__annotations__", {}):
            yield answer


_BESIDE: Final = {**dict.fromkeys(_of_other_questions(), (Stamped,)), **_ANSWERS}

_CONDITIONS: Final[Mapping[str, JsonDict]] = {
    "agenda@1": _STATUS_AS_ASKED,
    "history@1": AS_ORDERED,
    "why@1": _BOTH_OR_NEITHER,
}
"""What a schema says of fields together, by its name."""


def _name_of(answer: type) -> str:
    """`state@2`, as the type's own field `schema` has it."""
    (name,) = get_type_hints(answer)["schema"].__args__
    return str(name).removeprefix("detente/")


SCHEMAS: Final = {_name_of(answer): answer for answer in _BESIDE}
"""The type of every answer by the name of its schema, `state@2`."""


def schema_of(name: str) -> JsonSchemaValue:
    """The schema of that name. Raises KeyError where there is none."""
    answer = SCHEMAS[name]
    found = _generated(answer)
    definitions = found.pop("$defs", {})
    for part in _BESIDE[answer]:
        beside = _generated(part)
        definitions |= beside.pop("$defs", {})
        found["properties"] |= beside["properties"]
        found["required"] += beside.get("required", [])
    return {
        "$schema": DIALECT,
        "$id": f"urn:detente:schema:{name}",
        "title": f"detente/{name}",
        **found,
        **_CONDITIONS.get(name, {}),
        "$defs": dict(sorted(definitions.items())),
    }


def _generated(answer: type) -> JsonSchemaValue:
    return TypeAdapter[Any](answer).json_schema(schema_generator=_Generator)


class _Generator(GenerateJsonSchema):
    """Closed objects without titles, each field described by the docstring below it."""

    def typed_dict_schema(self, schema: core_schema.TypedDictSchema) -> JsonSchemaValue:
        """One object: it has the fields it names and no others; the name of its schema first."""
        found = super().typed_dict_schema(schema)
        properties = found["properties"]
        answer = schema.get("cls", dict)
        for name, said in _field_docs(answer):
            properties[name].setdefault("description", said)
        if "schema" in properties:
            properties = {"schema": properties.pop("schema"), **properties}
        return {
            "description": " ".join((answer.__doc__ or "").split()),
            "type": "object",
            "properties": properties,
            "required": [name for name in properties if name in found.get("required", ())],
            "additionalProperties": False,
        }

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002  # no field is
        """Whether a field needs a title beside its key."""
        return False


def _field_docs(answer: type) -> Iterator[tuple[str, str]]:
    """The fields of a TypedDict with the docstring below each, those of its bases first."""
    for base in getattr(answer, "__orig_bases__", ()):
        if hasattr(base, "__total__"):
            yield from _field_docs(base)
    if "schema" in answer.__annotations__:
        yield "schema", "The name and version of this schema."
    body = _classes(inspect.getmodule(answer)).get(answer.__name__, [])
    for field, below in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            said = _text_of(below)
            if said:
                yield field.target.id, said


@cache
def _classes(module: ModuleType | None) -> dict[str, list[ast.stmt]]:
    """The body of every class that a module defines, by its name."""
    assert module is not None, "a TypedDict is defined in a module"
    tree = ast.parse(inspect.getsource(module))
    return {node.name: node.body for node in tree.body if isinstance(node, ast.ClassDef)}


def _text_of(node: ast.stmt) -> str:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return " ".join(str(node.value.value).split())
    return ""


COLUMNS: Final = 100


def written(value: object, indent: int = 0, key: str = "") -> str:
    """A schema as the text of its file; every part that fits on one line is on one line."""
    line = key + json.dumps(value, ensure_ascii=False)
    if indent + len(line) < COLUMNS or not isinstance(value, dict | list):
        return line
    inner = indent + 2
    if isinstance(value, dict):
        parts = [written(part, inner, f"{json.dumps(name)}: ") for name, part in value.items()]
        opening, closing = "{", "}"
    else:
        parts = [written(part, inner) for part in value]
        opening, closing = "[", "]"
    lines = ",\n".join(f"{' ' * inner}{part}" for part in parts)
    return f"{key}{opening}\n{lines}\n{' ' * indent}{closing}"


_HEAD: Final = """# The schemas of answers

Every answer in JSON names its schema, for instance `detente/state@2`. These are the schemas, in
JSON Schema draft 2020-12. They are strict: an answer has the fields that its schema names and no
others. What a schema means never changes; a change that breaks a reader gets a new number.
Figures are integers in micro-units: 1 point is 1,000,000. Days are ISO dates.

| schema | what it describes |
|---|---|
"""


def index() -> str:
    """The page that lists every schema: its name, and what its answers are."""
    said = {name: str(schema_of(name)["description"]) for name in SCHEMAS}
    rows = (
        f"| [{name}]({name}.json) | {said[name].partition('. ')[0].rstrip('.')}. |\n"
        for name in sorted(said)
    )
    return f"{_HEAD}{''.join(rows)}"
