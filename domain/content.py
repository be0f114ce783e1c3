"""What a fact says: its fields, and how one of them is corrected."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from domain import edtf, kinds
from domain.edtf import Window
from domain.folding import composed
from domain.kind import Kind
from domain.kinds import KINDS, POINT, What, not_a_slug
from domain.refusal import Fix, InvalidInput
from domain.report import read_grade

CORRECTABLE: Final = (
    "on", "since", "until", "planned", "title", "what", "domain", "weight", "grade",
    "parties", "topics", "note", "people", "place", "level", "episode", "expires", "code",
    "goldstein",
)  # fmt: skip
"""Fields that a correction may name; the first nine are those of docs/facts.md, the others let
every edit be written down.
"""

OF_DETAILS: Final = frozenset(
    {
        "weight",
        "grade",
        "note",
        "people",
        "place",
        "level",
        "episode",
        "expires",
        "code",
        "goldstein",
    }
)
"""Fields that are written on lines of their own under a fact."""

DATES: Final = frozenset({"on", "since", "until", "planned", "expires"})
Relation = Literal["directed", "mutual"]


class Content(BaseModel):
    """What one fact says; dates are EDTF as written, weights and Goldstein scores in micro-units.

    `until` is None where the source gave no ending, `..` where it said that there is none, and
    empty where it has ended and nobody knows when.
    """

    model_config = ConfigDict(frozen=True)

    kind: str
    what: str
    domain: str = "diplomacy"
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    relation: Relation
    on: str = ""
    since: str = ""
    until: str | None = None
    planned: str = ""
    expires: str = ""
    title: str
    note: str = ""
    topics: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    place: str = ""
    level: str = ""
    weight: int | None = None
    weight_because: str = ""
    episode: str = ""
    grade: str = ""
    code: tuple[str, str, str] | None = None
    goldstein: int | None = None

    @property
    def of_kind(self) -> Kind:
        """Its kind; `kind` is the stored name of it."""
        return KINDS[self.kind]

    @property
    def weighs(self) -> int:
        """Its weight in micro-units: its own, or that of its `what`."""
        return KINDS[self.kind].weight(self.what) if self.weight is None else self.weight

    @property
    def half_life(self) -> int:
        """Days after which half of its weight is left, once it fades."""
        return KINDS[self.kind].half_life(self.what)

    @property
    def standing(self) -> bool:
        """Whether it is dated by `since` and `until`."""
        return KINDS[self.kind].standing

    @property
    def window(self) -> Window:
        """When it happened, began, or is planned for."""
        kind = KINDS[self.kind]
        if kind.standing:
            return edtf.since_window(self.since)
        return edtf.window(self.planned) if kind.planned else edtf.days(self.on)

    @property
    def dated(self) -> str:
        """Its date as `.facts` writes it."""
        if not self.standing:
            return self.planned or self.on
        return self.since if self.until is None else f"{self.since}/{self.until}"

    @property
    def parties(self) -> str:
        """Who does it to whom, as `.facts` writes it: `TUR,USA > UKR`."""
        sign = ">" if self.relation == "directed" else "="
        return f"{','.join(self.actors)} {sign} {','.join(self.recipients)}"

    @property
    def ties(self) -> str:
        """The same in one form: parties of a side have no order, nor have sides of what is mutual.

        `USA,TUR = UKR` and `UKR = TUR,USA` tie the same.
        """
        sides = [",".join(sorted(side)) for side in (self.actors, self.recipients)]
        if self.relation != "directed":
            sides.sort()
        return f"{sides[0]} {'>' if self.relation == 'directed' else '='} {sides[1]}"

    def says(self, other: Content, field: str) -> bool:
        """Whether another content has the same in a field, in whatever order."""
        if field == "parties":
            return self.ties == other.ties
        mine, theirs = composed(self.value(field)), composed(other.value(field))
        listed = field in ("topics", "people")
        return mine == theirs or (listed and {*mine.split(",")} == {*theirs.split(",")})

    def value(self, field: str) -> str:
        """One correctable field as text, as `corrected` takes it."""
        if field == "what":
            return What(self.kind, self.what).written
        if field in ("weight", "goldstein"):
            number: int | None = getattr(self, field)
            return "" if number is None else points(number)
        if field in ("topics", "people"):
            return ",".join(getattr(self, field))
        if field == "code":
            return " ".join(self.code or ())
        return str(getattr(self, field) or "") if field != "until" else self._until_text

    @property
    def _until_text(self) -> str:
        return edtf.OPEN if self.until is None else self.until

    def planned_as(self, what: str) -> Content:
        """The same for the same day as a plan, such as `planned:call`."""
        found = kinds.read_what(what)
        day = f"[{self.on.replace('/', '..')}]" if edtf.lasts(self.on) else self.on or self.since
        plan = {"kind": found.kind, "what": found.what, "planned": day}
        return self.model_copy(update={"on": "", "since": "", "until": None, **plan})

    def corrected(self, field: str, value: str) -> Content:
        """The same content with one field corrected.

        Raises InvalidInput for a field or value that is not possible.
        """
        if field not in CORRECTABLE:
            raise InvalidInput(
                f'"{field}" cannot be corrected.',
                Fix(", ".join(CORRECTABLE[:9])),
                code="not-correctable",
                values={"field": field},
            )
        update = _UPDATES.get(field, _plain)(self, field, value)
        return self.model_copy(update=update)


def points(number: int) -> str:
    """Micro-units as points, without trailing zeros: 2_500_000 is `2.5`."""
    sign, number = ("-" if number < 0 else ""), abs(number)
    whole, rest = divmod(number, POINT)
    return f"{sign}{whole}.{rest:06}".rstrip("0").rstrip(".")


def read_points(text: str) -> int:
    """Points as micro-units; at most six decimals, between -1000 and 1000. Raises InvalidInput."""
    try:
        number = Decimal(text if text.isascii() else "")
    except InvalidOperation:
        raise InvalidInput(
            f'"{text}" is not a number.',
            Fix("-4"),
            Fix("2.5"),
            code="not-a-number",
            values={"text": text},
        ) from None
    if not number.is_finite() or abs(number) > 1000 or number * POINT != int(number * POINT):
        raise InvalidInput(
            f'"{text}" is not a weight: use a number between -1000 and 1000, with at most six'
            " decimals.",
            Fix("-4"),
            code="not-a-weight",
            values={"text": text},
        )
    return int(number * POINT)


MOST_GOLDSTEIN: Final = 10 * POINT
"""Source: Goldstein (1992); his scores, and those of CAMEO after him, lie between -10 and 10."""


def read_goldstein(text: str) -> int:
    """A Goldstein score as micro-units. Raises InvalidInput."""
    try:
        number = read_points(text)
    except InvalidInput as refused:
        raise (_no_score(text) if refused.code == "not-a-weight" else refused) from None
    check_goldstein(number)
    return number


def check_goldstein(number: int | None) -> None:
    """Raises InvalidInput for what is not a Goldstein score, such as -99 where none is known."""
    if number is not None and abs(number) > MOST_GOLDSTEIN:
        raise _no_score(points(number))


def _no_score(text: str) -> InvalidInput:
    return InvalidInput(
        f'"{text}" is not a Goldstein score: use a number between -10 and 10, with at most six'
        " decimals, or none where none is known.",
        Fix("-4"),
        code="not-a-goldstein-score",
        values={"text": text},
    )


def read_parties(text: str) -> dict[str, object]:
    """`TUR,USA > UKR` as fields; the names are taken as they are."""
    for sign, relation in ((">", "directed"), ("=", "mutual")):
        actors, found, recipients = text.partition(sign)
        if found:
            return {
                "actors": tuple(part.strip() for part in actors.split(",")),
                "recipients": tuple(part.strip() for part in recipients.split(",")),
                "relation": relation,
            }
    raise InvalidInput(
        f'"{text}" does not say who does it to whom.',
        Fix("TUR > RUS"),
        Fix("TUR = RUS"),
        code="parties-unclear",
        values={"text": text},
    )


def _plain(_: Content, field: str, value: str) -> dict[str, object]:
    return {field: value}


def _date(content: Content, field: str, value: str) -> dict[str, object]:
    kind = content.of_kind
    if field not in kind.dates:
        raise InvalidInput(
            f"a fact of this kind has no `{field}`.",
            Fix(f"{kind.dated_by} {content.value(kind.dated_by)}"),
            code="no-such-date",
            values={"kind": kind.name, "field": field},
        )
    if not (field in ("since", "until") and value == edtf.OPEN) and not (
        field in ("until", "expires") and not value
    ):
        (edtf.days if field == "on" else edtf.window)(value)
    return {field: value}


def _what(content: Content, _: str, value: str) -> dict[str, object]:
    what = kinds.read_what(value)
    if what.of_kind.dated_by != content.of_kind.dated_by:
        raise InvalidInput(
            f"{value} is not dated like {What(content.kind, content.what).written}: retract the"
            " fact and add it again.",
            code="dated-differently",
            values={"what": value},
        )
    return {"kind": what.kind, "what": what.what}


def _domain(_: Content, __: str, value: str) -> dict[str, object]:
    return {"domain": kinds.read_domain(value)}


def _number(_: Content, field: str, value: str) -> dict[str, object]:
    return {field: read_points(value) if value else None}


def _grade(_: Content, __: str, value: str) -> dict[str, object]:
    return {"grade": read_grade(value) if value else ""}


def _episode(_: Content, __: str, value: str) -> dict[str, object]:
    if value and not kinds.is_slug(value):
        raise not_a_slug(value, Fix("episode call-2022-03-06"))
    return {"episode": value}


def _parties(_: Content, __: str, value: str) -> dict[str, object]:
    return read_parties(value)


def _list(_: Content, field: str, value: str) -> dict[str, object]:
    return {field: tuple(part.strip() for part in value.split(",") if part.strip())}


def _title(_: Content, __: str, value: str) -> dict[str, object]:
    if not value.strip():
        raise InvalidInput(
            "a title is one line of words.",
            Fix('title "Straits closed to warships"'),
            code="no-title",
        )
    return {"title": " ".join(value.split())}


def read_code(text: str) -> tuple[str, str, str]:
    """A code with its system and version, such as `CAMEO 1.1b3 057`: alone it means nothing."""
    parts = text.split()
    if len(parts) != 3:
        raise InvalidInput(
            f'"{text}" needs a system, its version and the code.',
            Fix("code CAMEO 1.1b3 057"),
            code="incomplete-code",
            values={"text": text},
        )
    return parts[0], parts[1], parts[2]


def _code(_: Content, __: str, value: str) -> dict[str, object]:
    return {"code": read_code(value) if value else None}


_UPDATES = {
    **dict.fromkeys(DATES, _date),
    "what": _what,
    "domain": _domain,
    "weight": _number,
    "goldstein": _number,
    "grade": _grade,
    "episode": _episode,
    "parties": _parties,
    "topics": _list,
    "people": _list,
    "title": _title,
    "code": _code,
}
