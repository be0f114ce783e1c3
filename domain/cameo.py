"""What a code of CAMEO 1.1b3, or a relation's name in ICEWS, means here."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from typing import Final, NamedTuple

from domain.codes.cameo import CODES
from domain.codes.icews import RELATIONS
from domain.kinds import POINT, read_what
from domain.refusal import Fix, InvalidInput

VERSION: Final = "1.1b3"


class Coding(NamedTuple):
    """A code with its meaning: a contact or an action, its domain, and a title in our own words.

    `goldstein` in micro-units, as published with the code, which is not what the fact weighs.
    `mirror` is the code under which the same act is coded from the other side when both sides are
    sources of it; empty for acts of one side. Where a source has only one of the two rows,
    nothing says that the act was mutual.
    """

    code: str
    kind: str
    what: str
    domain: str
    goldstein: int
    mirror: str
    title: str


def coding(code: str, version: str) -> Coding:
    """The meaning of a code.

    Raises InvalidInput for another version of CAMEO and for a text that is not a code, with the
    code that may be meant.
    """
    found = _codings().get(code)
    if found is None or version != VERSION:
        raise _refused(code, version)
    return found


def coding_named(relation: str) -> Coding:
    """The meaning of a relation by its name in ICEWS, `Make_a_visit` or `Make a visit`.

    Raises InvalidInput for any other name.
    """
    code = _relations().get(relation)
    if code is None:
        near = get_close_matches(relation, _relations(), n=3, cutoff=0.8)
        raise InvalidInput(
            f'ICEWS has no relation called "{relation}".',
            *map(Fix, near),
            code="unknown-relation",
            values={"relation": relation},
        )
    return _codings()[code]


def is_code(text: str) -> bool:
    """Whether a text is a code of CAMEO 1.1b3."""
    return text in _codings()


def is_relation(text: str) -> bool:
    """Whether a text is the name of a relation in ICEWS."""
    return text in _relations()


def without_point(code: str) -> str:
    """A code that a spreadsheet or pandas kept as a number, as it was but for its first zero.

    >>> without_point("190.0"), without_point("43.0"), without_point("043")
    ('190', '43', '043')
    """
    return code.removesuffix(".0") if code[:-2].isdecimal() else code


def with_zero(code: str) -> str:
    """The code of which this one may be the rest, its first zero lost; empty where there is none.

    >>> with_zero("43"), with_zero("20"), with_zero("190"), with_zero("43.0")
    ('043', '020', '', '043')
    """
    whole = f"0{without_point(code)}"
    return whole if whole in _codings() else ""


def codings() -> tuple[Coding, ...]:
    """Every code with its meaning, roots before their branches."""
    return tuple(_codings().values())


@cache
def _codings() -> dict[str, Coding]:
    rows = ([cell.strip() for cell in line.split("|")] for line in _rows(CODES))
    return {
        code: Coding(code, *read_what(what), domain, round(float(score) * POINT), mirror, title)
        for code, what, domain, score, mirror, title in rows
    }


def _rows(table: str) -> list[str]:
    return table.strip().replace("|\n", "|").splitlines()


@cache
def _relations() -> dict[str, str]:
    rows = [line.split(" | ") for line in RELATIONS.strip().splitlines()]
    spaced = {name: code.strip() for code, name in rows}
    return spaced | {name.replace(" ", "_"): code for name, code in spaced.items()}


def _refused(code: str, version: str) -> InvalidInput:
    if version != VERSION:
        said = (
            f'"{version}" is not CAMEO {VERSION}, the one version whose codes are known here; in'
            " others 016, 163, 164 and 166 mean something else."
        )
        return InvalidInput(said, Fix(VERSION), code="unknown-version", values={"version": version})
    if with_zero(code):
        return InvalidInput(
            f'"{code}" is not a code of CAMEO {VERSION}; codes are text, and this one may have lost'
            " its first zero.",
            Fix(with_zero(code)),
            code="unknown-code",
            values={"code": code},
        )
    digits = "".join(filter(str.isdecimal, code))
    near = [digits] if digits in _codings() and digits != code else []
    return InvalidInput(
        f'"{code}" is not a code of CAMEO {VERSION}.',
        *map(Fix, near),
        code="unknown-code",
        values={"code": code},
    )
