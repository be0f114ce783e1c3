"""A file's codes looked over before any row is read: whether they are those its rules say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from types import MappingProxyType
from typing import Final, NamedTuple

from domain import cameo
from domain.plover import plover
from domain.refusal import Failure, Fix, InvalidInput
from service.sources.part import Part
from service.sources.reader import Rows
from service.sources.rules import Codes, Rules
from service.sources.templates import present

MOST_UNKNOWN: Final = 20
"""One code of so many may be unknown, which is 5 %; where more are, it is another system."""

FEWEST: Final = 5
"""From so many unknown codes of a file on, they are more than slips."""

MOST_SLIPS: Final = 2
"""Unknown codes that are slips although they are most of those of a file."""

_SHOWN: Final = 3
"""Unknown codes that are shown."""

_MOST_TEXTS: Final = 50_000
_AMBIGUOUS: Final = frozenset(str(root) for root in range(10, 21))
_WEIS_ONLY: Final = frozenset({"21", "22"})
"""The first two digits of codes that WEIS has and CAMEO has not: seizures and force."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What the codes of a file show.

    `lost` is how many codes have certainly lost their first zero, and `example` the first of them,
    on the line `line`. `file` has that line, where it is one of several.
    """

    lost: int = 0
    example: str = ""
    line: int = 0
    file: str = ""

    def holds(self, code: str) -> bool:
        """Whether a code is on hold: it may have lost its zero, as others of its file have."""
        return self.lost > 0 and cameo.without_point(code) in _AMBIGUOUS

    def said(self, code: str) -> str:
        """Why a code is on hold, in a sentence."""
        number = "a code" if self.lost == 1 else f"{self.lost:,} codes"
        has = "has" if self.lost == 1 else "have"
        of, on = ("these files", f" of {self.file}") if self.file else ("this file", "")
        return (
            f'"{code}" may be {cameo.with_zero(code)}: {number} of {of} {has} lost the first'
            f' zero, as "{self.example}" on line {self.line:,}{on}.'
        )


NOTHING: Final = Survey()


@dataclass
class Counted:
    """The texts of a column of codes: how often each is there, and the first line that has it."""

    times: dict[str, int] = field(default_factory=dict[str, int])
    first: dict[str, int] = field(default_factory=dict[str, int])

    def count(self, texts: Iterable[tuple[int, str]]) -> None:
        """Counts the texts of a column; those of a column that holds no codes are not all kept."""
        for line, text in texts:
            self.add(text, line, 1)

    def add(self, text: str, line: int, times: int) -> None:
        """Counts a text that is there so many times more, on a line first of these."""
        if text in self.times:
            self.times[text] += times
        elif len(self.first) < _MOST_TEXTS:
            self.times[text] = times
            self.first[text] = line


Count = Callable[[Part, int, Counted], None]
"""Counts the texts of a column of a file. Raises Failure."""


def surveyed_parts(
    rules: Rules, rows: Rows, most: int | None = None, count: Count | None = None
) -> Iterator[tuple[Part, Survey]]:
    """Each file of a source with what its codes show: all of them are looked over first.

    With `most`, only so many rows of each are looked over. Raises Failure.
    """
    codes = rules.codes
    systems = {codes.system, codes.or_system}
    if not systems & _KNOWN.keys() or (codes.unknown == "reject" and codes.zeros):
        yield from ((part, NOTHING) for part in rows.parts())
        return

    with rows.twice():
        found = [survey(rules, part, count or partial(_texts, most=most)) for part in rows.parts()]
        yield from zip(rows.parts(), found, strict=True)


def survey(rules: Rules, part: Part, count: Count) -> Survey:
    """What the codes of a file show, as far as they are counted.

    Raises Failure where more than 5 % of them are not codes of the system that the rules say.
    """
    found = _counted(rules, part, count)
    return _shown(rules, *found, _Named(part.name)) if found else NOTHING


class Together(NamedTuple):
    """What the codes of many files show together, and those of each file of each source.

    None for a source that is refused by itself: whoever reads it says why.
    """

    all: Survey
    each: tuple[tuple[Survey, ...] | None, ...]


def surveyed_together(rules: Rules, files: Iterable[tuple[str, Rows]]) -> Together:
    """What the codes of many files show together: one of a few rows shows little by itself.

    Files that are refused by themselves are left out. Raises Failure where more than 5 % of the
    codes of the others are not of the system that the rules say.
    """
    whole, holders = Counted(), dict[str, str]()
    codes: Codes | None = None
    each: list[tuple[Survey, ...] | None] = []
    for name, rows in files:
        shown: list[Survey] = []
        try:
            for part in rows.parts():
                of_part = _counted(rules, part, _texts)
                if of_part is None:
                    shown.append(NOTHING)
                    continue
                shown.append(_shown(rules, *of_part, _Named(part.name)))
                codes, counted = of_part
                for text, times in counted.times.items():
                    whole.add(text, counted.first[text], times)
                    holders.setdefault(text, name)
            each.append(tuple(shown))
        except Failure:
            each.append(None)
    found = NOTHING
    if codes is not None:
        found = _shown(rules, codes, whole, _Named("these files", holders))
    return Together(found, tuple(each))


class _Named(NamedTuple):
    """What codes are said to be of: a file, or several and which of them has a code first."""

    all: str
    first: Mapping[str, str] = MappingProxyType({})

    def place(self, text: str, line: int) -> str:
        """Where a code is first."""
        file = self.first.get(text)
        return f"line {line:,}" if file is None else f"{file}, line {line:,}"


def _texts(part: Part, at: int, counted: Counted, most: int | None = None) -> None:
    counted.count(islice(part.texts(at), most))


def _counted(rules: Rules, part: Part, count: Count) -> tuple[Codes, Counted] | None:
    """The codes of a file; None where it has none that are looked over."""
    codes = present(rules.codes, part.columns)
    at = part.columns.get(codes.column)
    if at is None or codes.system not in _KNOWN:
        return None
    counted = Counted()
    # Where a file is damaged, the rows before are imported, and the damage is reported then.
    with suppress(Failure):
        count(part, at, counted)
    return codes, counted


def _shown(rules: Rules, codes: Codes, counted: Counted, named: _Named) -> Survey:
    stated = _stated(counted, codes.values, rules.reader.missing)
    known = _KNOWN[codes.system]
    unknown = [text for text in stated if not known(text)]
    of_cameo = codes.system == "CAMEO"
    numbers = [text for text in unknown if of_cameo and _has_lost(text)]
    short = [text for text in stated if of_cameo and _is_short(text, codes.digits)]
    if codes.unknown == "stop":
        others = [text for text in unknown if text not in numbers]
        _check_system(named, codes, others, stated, counted)
    lost = [text for text in {*numbers, *short} if cameo.with_zero(text)] or numbers
    if not lost or codes.zeros:
        return NOTHING
    example = min(lost, key=lambda text: (counted.first[text], text))
    return Survey(
        sum(stated[text] for text in lost),
        example,
        counted.first[example],
        named.first.get(example, ""),
    )


def _is_short(text: str, digits: int) -> bool:
    """Whether a code has fewer digits than any has in its source."""
    return len(cameo.without_point(text)) < digits


def _has_lost(text: str) -> bool:
    """Whether a text that is not a code is what is left of one whose zero, if any, is lost."""
    return bool(cameo.with_zero(text)) or cameo.is_code(cameo.without_point(text))


def _stated(counted: Counted, values: Mapping[str, str], missing: frozenset[str]) -> dict[str, int]:
    """How often each text that is not empty is there; those that rules name a code for are left."""
    return {
        text: number
        for text, number in counted.times.items()
        if text not in missing and text not in values
    }


def _check_system(
    named: _Named, codes: Codes, unknown: Sequence[str], stated: Mapping[str, int], counted: Counted
) -> None:
    """Raises Failure where too many codes are unknown."""
    number, total = sum(stated[text] for text in unknown), sum(stated.values())
    few = number < FEWEST and not (MOST_SLIPS < number < total < 2 * number)
    if few or number * MOST_UNKNOWN <= total:
        return
    shown = sorted(unknown, key=lambda text: -stated[text])[:_SHOWN]
    texts = " and ".join(
        filter(None, (", ".join(f'"{text[:40]}"' for text in shown[:-1]), f'"{shown[-1][:40]}"'))
    )
    share = max(1, round(100 * number / total))
    weis = codes.system == "CAMEO" and any(text[:2] in _WEIS_ONLY for text in unknown)
    like = " Codes from 21 on are of WEIS, where the same numbers mean other acts." if weis else ""
    raise Failure(
        f"is this {codes.system}? {share} % of the codes of {named.all} are not among its codes:"
        f" {texts} ({named.place(shown[0], counted.first[shown[0]])});"
        f" so nothing was imported.{like}",
        Fix('system = "..."', "in [code] of a rules file, if it is another system"),
        Fix('unknown = "reject"', "in [code], to put those rows aside and read all others"),
        code="other-codes",
        values={"file": named.all, "system": codes.system},
    )


def _is_type(text: str) -> bool:
    try:
        plover(text, "")
    except InvalidInput:
        return False
    return True


_KNOWN: Final[Mapping[str, Callable[[str], bool]]] = {
    "CAMEO": cameo.is_code,
    "ICEWS": cameo.is_relation,
    "PLOVER": _is_type,
}
