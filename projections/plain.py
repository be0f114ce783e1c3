"""Answers as plain values: the words and numbers that all of them share, and their common parts.

Each alias and each class is a definition of the published schemas, described where it is defined;
the docstring below a field describes that field.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal, TypeAlias, TypeVar

from pydantic import Field
from pydantic.config import JsonDict
from typing_extensions import TypeAliasType, TypedDict

from domain.expectation import LABELS
from domain.kinds import DIMENSIONS, DOMAINS, KINDS
from projections.moves import TRENDS

T = TypeVar("T")

OUTCOMES: Final = ("held", "cancelled", "pending", "due", "unconfirmed")
"""Statuses of an engagement on a day."""

STATUSES: Final = (*OUTCOMES, "yes", "possible", "no", "happened")
"""Statuses of any fact on a day: of an engagement, of what lasts, of what happened."""

REASONS: Final = (
    "retracted", "disputed", "doubtful", "assessment", "geography", "pending", "due",
    "unconfirmed", "cancelled", "same-episode", "outside-lens",
)  # fmt: skip
"""Why a fact may not count; the first that fits."""

STANDINGS: Final = (
    "absent", *REASONS, "contested", "in force", "stale", "possible", "ended", "held", "happened",
)  # fmt: skip
"""What `diff.status_word` may say."""


def one_of(*words: str) -> JsonDict:
    """What a schema adds to a text that is one of some words."""
    return {"enum": list(words)}


def _lens_names(schema: JsonDict) -> None:
    from projections.lenses.named import LENSES  # noqa: PLC0415  # most answers need one lens only

    schema["enum"] = [lens.name for lens in LENSES]


# Numbers ------------------------------------------------------------------------------------------

Micro = TypeAliasType(
    "Micro", Annotated[int, Field(description="Micro-units: 1 point is 1,000,000.")]
)
Amount = TypeAliasType(
    "Amount", Annotated[int, Field(ge=0, description="Micro-units, never negative.")]
)
Count = TypeAliasType("Count", Annotated[int, Field(ge=0, description="A count.")])
Positive: TypeAlias = Annotated[int, Field(ge=1)]
Fraction = TypeAliasType(
    "Fraction", Annotated[float, Field(ge=0, le=1, description="At most six decimals.")]
)
Balance = TypeAliasType(
    "Balance",
    Annotated[
        str,
        Field(
            pattern=r"^(0|-?(10|[1-9]|[0-9]\.[0-9]{0,5}[1-9]))$",
            description="A decimal between -10 and 10, at most six places, no trailing zeros.",
        ),
    ],
)

# Days ---------------------------------------------------------------------------------------------

IsoDay = TypeAliasType(
    "IsoDay",
    Annotated[
        str,
        Field(
            pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            description="A day, as an ISO date.",
            json_schema_extra={"format": "date"},
        ),
    ],
)
Instant = TypeAliasType(
    "Instant",
    Annotated[
        str,
        Field(
            pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{6})?\+00:00$",
            description="An instant in UTC.",
            json_schema_extra={"format": "date-time"},
        ),
    ],
)

# Texts --------------------------------------------------------------------------------------------

Text: TypeAlias = Annotated[str, Field(min_length=1)]
Digest: TypeAlias = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
AnswerId: TypeAlias = Annotated[str, Field(pattern="^[0-9a-f]{16}$")]
Unique: TypeAlias = Annotated[list[T], Field(json_schema_extra={"uniqueItems": True})]

ActorId = TypeAliasType(
    "ActorId",
    Annotated[
        str,
        Field(
            pattern="^[A-Za-z0-9]+([-._][A-Za-z0-9]+)*$",
            description="An actor's id, for instance TUR.",
        ),
    ],
)
Direction = TypeAliasType(
    "Direction",
    Annotated[
        str,
        Field(
            pattern="^[A-Za-z0-9._-]+>[A-Za-z0-9._-]+$", description="From one actor to another."
        ),
    ],
)
View = TypeAliasType(
    "View",
    Annotated[
        Literal["mutual"] | Direction,
        Field(
            description="From which side a fact concerns the pair: mutual, or from the first named"
            " to the second."
        ),
    ],
)
Handle = TypeAliasType(
    "Handle", Annotated[str, Field(min_length=1, description="A fact's name within its layer.")]
)
FactId = TypeAliasType(
    "FactId",
    Annotated[
        str, Field(pattern="^[^/]+/.+$", description="A fact's name in all layers: layer/handle.")
    ],
)
Title = TypeAliasType(
    "Title",
    Annotated[str, Field(min_length=1, description="What the fact says, in the desk's own words.")],
)
WhatName = TypeAliasType(
    "WhatName",
    Annotated[
        str,
        Field(
            min_length=1,
            description="What happened or holds, within its kind; of assessments and geography"
            " any word.",
        ),
    ],
)
Parties = TypeAliasType(
    "Parties",
    Annotated[
        str,
        Field(
            pattern=" [>=] ",
            description="Who does it to whom, as .facts writes it: by > from the first to the"
            " second, by = with each other.",
        ),
    ],
)
Grade = TypeAliasType(
    "Grade",
    Annotated[
        str,
        Field(
            pattern="^([A-F][1-6])?$",
            description="Reliability A to F, then credibility 1 to 6; empty where there is none.",
        ),
    ],
)
Topic: TypeAlias = Annotated[str, Field(pattern="^#.")]

# Words of closed lists ----------------------------------------------------------------------------

Label = TypeAliasType(
    "Label",
    Annotated[
        str,
        Field(
            description="What the ties are called; the first rule that fits.",
            json_schema_extra=one_of(*LABELS),
        ),
    ],
)
Trend = TypeAliasType(
    "Trend",
    Annotated[
        str,
        Field(
            description="Which way ties went in 30 days, by what happened beyond what is usual.",
            json_schema_extra=one_of(*TRENDS),
        ),
    ],
)
LensName = TypeAliasType(
    "LensName",
    Annotated[str, Field(description="How facts became figures.", json_schema_extra=_lens_names)],
)
KindName = TypeAliasType(
    "KindName",
    Annotated[str, Field(description="What kind of fact it is.", json_schema_extra=one_of(*KINDS))],
)
DomainName = TypeAliasType(
    "DomainName",
    Annotated[str, Field(description="What it is about.", json_schema_extra=one_of(*DOMAINS))],
)
Dimension = TypeAliasType(
    "Dimension",
    Annotated[
        str,
        Field(
            description="Political, security or economic.", json_schema_extra=one_of(*DIMENSIONS)
        ),
    ],
)
Reason = TypeAliasType(
    "Reason",
    Annotated[
        str,
        Field(
            description="Why a fact does not count; the first that fits.",
            json_schema_extra=one_of(*REASONS),
        ),
    ],
)
Status = TypeAliasType(
    "Status",
    Annotated[
        str,
        Field(
            description="How it stands at the end of the day asked about. Of an engagement: held,"
            " cancelled, pending, due or unconfirmed; of what lasts, whether it holds: yes,"
            " possible or no; of the rest: happened.",
            json_schema_extra=one_of(*STATUSES),
        ),
    ],
)
Standing = TypeAliasType(
    "Standing",
    Annotated[
        str,
        Field(
            description="How a fact stands in an answer, in a word: absent where it is not in it;"
            " why it does not count; stale, for a stance or link without a report for too long; or"
            " its status.",
            json_schema_extra=one_of(*STANDINGS),
        ),
    ],
)
ScopeText = TypeAliasType(
    "ScopeText",
    Annotated[DomainName | Topic, Field(description="The domain or #topic asked for.")],
)

# Parts that answers share -------------------------------------------------------------------------


class ClocksJson(TypedDict):
    """The point on the three clocks that an answer is of."""

    on: IsoDay
    """The day asked about, included; of a span or a comparison, the last one."""
    known_on: IsoDay | None
    """The last day of knowledge used; null: everything known."""
    recorded_by: Instant | None
    """The last instant of recording used, in UTC; null: everything recorded."""


class LayerClocksJson(ClocksJson):
    """The clocks, and the layer that was asked."""

    layer: Text
    """Where the facts come from: desk, or a machine source."""


class TiesJson(LayerClocksJson):
    """The pair asked about, the clocks, the layer, and which of the ties."""

    a: ActorId
    """The first actor by id, as asked for."""
    b: ActorId
    """The second actor by id."""
    scope: ScopeText | None
    """The domain or #topic asked for; null: all of the ties."""


class AskedJson(TiesJson):
    """What was asked of a pair: its ties, the clocks, the layer and the lens."""

    lens: LensName


SpanJson = TypedDict(
    "SpanJson",
    {
        "from": Annotated[IsoDay, Field(description="The first day of the span; included.")],
        "to": Annotated[IsoDay, Field(description="The last day of the span; included.")],
    },
)
"""The days of a span, both included."""


class StampJson(TypedDict):
    """Which answer this is, and of which timeline."""

    store: str
    """The path or URL as given; sample for the bundled one."""
    position: Count
    """How many events the store held."""
    digest: Digest
    """The chain's digest at that position: it names the store's whole content."""
    answer: AnswerId
    """The answer id."""
