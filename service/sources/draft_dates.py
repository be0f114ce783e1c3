"""The columns of a table that hold the day: by what their cells hold first, then by their names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from domain.refusal import InvalidInput
from service.sources.dates import (
    ORIGINS,
    Dating,
    dates,
    formats_of,
    mixed_formats_of,
    of_parts,
)
from service.sources.sample import Sample, plain

_NAMED: Final = ("eventdate", "sqldate", "date", "day")
"""Names of columns that are of the day before all others, as `plain` writes them."""

_WORDS: Final = {
    *("date", "day", "when", "happened", "occurred", "dt"),
    *("datum", "tag", "fecha", "dia", "día", "data", "jour", "giorno", "tarih", "gün"),
    *("дата", "ημερομηνία"),
}
DAY_NAMES: Final = frozenset({*_NAMED, *_WORDS})
"""Names of columns, as `plain` writes them, that show a row to be a header."""

_ENDINGS: Final = ("date", "datum", "day")
_OTHER: Final = re.compile(
    "added|publi|updat|creat|modif|access|retriev|enter|coded|record|report|known|birth|scrap"
    "|download|captur|(^|_)(to|until|stop)(_|$)|(^|_)end"
)
"""What the name of a column has that holds another day than that of the event."""

_YEARS: Final = (
    *("year", "yyyy", "yr", "jahr", "annee", "année", "anio", "año", "ano", "anno", "yil", "yıl"),
    "y",
)
_MONTHS: Final = ("month", "mon", "mth", "mm", "mo", "monat", "mois", "mes", "mese", "ay", "m")
_DAYS: Final = ("day", "dd", "dy", "tag", "jour", "dia", "día", "giorno", "gun", "gün", "d")
_YEAR: Final = re.compile(r"(1[5-9]|20|21)\d\d(\.0+)?", re.ASCII)
_LAST_MONTH: Final = 12
_LAST_YEAR: Final = 2199
_COUNT: Final = re.compile(r"[1-9]\d{3,4}(?:\.\d+)?", re.ASCII)
"""A number of days since some day that programs count from."""

_ZERO: Final = re.compile(r"(?:[\d/-]*[/-])?00?(?:[/-][\d/-]*)?(?: 00:00:00)?")
"""What a spreadsheet writes for an empty date, such as 0 and 1900-01-00."""

_LESS_THAN_YEARS: Final = {
    *(word for word in (*_MONTHS, *_DAYS) if len(word) > 1),
    *("quarter", "qtr", "quartal", "trimestre", "semester", "season", "week", "woche", "semana"),
    *("semaine", "wk", "doy", "yday", "dayofyear", "julian", "monthname", "monthday", "mday"),
}
"""Words in names of columns that hold a part of a year."""

_DATE_LIKE: Final = re.compile(r".*\d{6}.*|.*\d\D+\d.*|.*\d\D+[^\W\d]{3}.*|.*[^\W\d]{3}\D+\d.*")
"""What is written as a day is, though perhaps in a way that is not known."""


class Found(NamedTuple):
    """The columns of the day: one with its formats, or those of year, month and day.

    `counted` is whether one holds numbers of days, as spreadsheets keep them, from one of `origins`
    as far as the rows show, and `mixed` whether
    all of its formats are needed. Of a column without formats the name alone says that it is of a
    day. `unread` are the lines of rows that do not fit three columns, with what is wrong. Without
    columns, `beside` are those that together seem to hold the day, and cannot be read.
    """

    columns: tuple[str, ...]
    formats: tuple[str, ...] = ()
    counted: bool = False
    mixed: bool = False
    unread: tuple[tuple[int, str], ...] = ()
    beside: tuple[str, ...] = ()
    origins: tuple[date, ...] = ()


def found_day(sample: Sample, today: date) -> Found | None:
    """The columns that hold the day of an event, or None where nothing shows them."""
    found = _found(sample)
    if not found or not found.counted:
        return found
    return found._replace(origins=_origins(sample, found.columns[0], today))


def _found(sample: Sample) -> Found | None:
    dated = [each for column in sample.columns if (each := _of_cells(sample, column))]
    named = [each for each in dated if _is_named(each.columns[0]) and not _is_other(each)]
    whole = [each for each in dated if _has_days(each) and not each.counted]
    return (
        min(named, key=_rank, default=None)
        or _three(sample)
        or next((each for each in whole if not _is_other(each)), None)
        or _parts_of_years(sample)
        or next((each for each in [_by_name(sample)] if each and _date_like(sample, each)), None)
        or next((each for each in dated if plain(each.columns[0]) in _YEARS), None)
        or next(iter(whole), None)
        or _by_name(sample)
    )


def _by_name(sample: Sample) -> Found | None:
    """A column that is called a date, though its cells are not read as one."""
    called = [each for each in sample.columns if plain(each).endswith(_ENDINGS)]
    return next((found for each in called if not _is_other(found := Found((each,)))), None)


def _date_like(sample: Sample, found: Found) -> bool:
    """Whether most cells of a column seem to be days, so that its years alone are not proposed."""
    values = sample.known(found.columns[0])
    return 2 * sum(bool(_DATE_LIKE.fullmatch(text)) for text in values) > len(values)


def _parts_of_years(sample: Sample) -> Found | None:
    """A year beside a month or the like, of which the year alone would lose what the rest says."""
    for column in sample.columns:
        name = plain(column)
        years = sample.known(column) if column else []
        if not years or not all(map(_YEAR.fullmatch, years)):
            continue
        for year in (each for each in _YEARS if each in name):
            before, _, after = name.partition(year)
            alike = {before + word + after for word in (*_LESS_THAN_YEARS, *_MONTHS, *_DAYS)}
            others = [
                each
                for each in sample.columns
                if each not in ("", column)
                and (plain(each) in alike or not _LESS_THAN_YEARS.isdisjoint(_words(each)))
                and sample.known(each)
            ]
            if others:
                return Found((), beside=(column, *others))
    return None


def _of_cells(sample: Sample, column: str) -> Found | None:
    """A column that holds a day in half of the rows at least, and nothing else."""
    known = sample.known(column) if column else []
    values = [text for text in known if not _ZERO.fullmatch(text)]
    if not values or 2 * len(values) < len(sample.rows):
        return None
    counted = all(_COUNT.fullmatch(text) for text in values)
    counted = counted and any(float(text) > _LAST_YEAR for text in values)
    if not counted and (formats := formats_of(values)):
        return Found((column,), tuple(formats))
    if not counted and (formats := mixed_formats_of(values)):
        return Found((column,), tuple(formats), mixed=True)
    return Found((column,), counted=True) if counted else None


def _origins(sample: Sample, column: str, today: date) -> tuple[date, ...]:
    """The days from which a column may count: of days in the past, as other columns have them."""
    at = sample.columns.index(column)
    rows = [row for row in sample.rows if at < len(row) and _COUNT.fullmatch(row[at])]
    return tuple(
        origin
        for origin in ORIGINS
        if all(
            (day := origin + timedelta(days=int(float(row[at])))) <= today
            and _fits(sample, row, day)
            for row in rows
        )
    )


def _fits(sample: Sample, row: Sequence[str], day: date) -> bool:
    """Whether a row has the year of a day, where it has one, and was not published before it."""
    for column, text in zip(sample.columns, row, strict=False):
        if plain(column) in _YEARS and _YEAR.fullmatch(text) and int(text[:4]) != day.year:
            return False
        name = "_".join(_words(column))
        if _OTHER.search(name) and "birth" not in name:
            forms = formats_of([text])
            later = dates(forms)(text) if len(forms) == 1 else None
            if isinstance(later, Dating) and later.day < day:
                return False
    return True


def _has_days(found: Found) -> bool:
    return found.counted or any("D" in form for form in found.formats)


def _rank(found: Found) -> tuple[bool, int]:
    """What is proposed first: a column of days, with the name they most often have."""
    name = plain(found.columns[0])
    return not _has_days(found), _NAMED.index(name) if name in _NAMED else len(_NAMED)


def _words(column: str) -> list[str]:
    """The words of a name such as `occurred_on` or `eventDate`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|[\W_]+", " ", column).lower().split()


def _is_named(column: str) -> bool:
    return any(word in _WORDS or word.endswith(_ENDINGS) for word in _words(column))


def _is_other(found: Found) -> bool:
    return bool(_OTHER.search("_".join(_words(found.columns[0]))))


def _three(sample: Sample) -> Found | None:
    """Three columns of year, month and day: with names that say so, or side by side.

    Names are believed where most rows fit them, cells where all do.
    """
    for columns in _named_parts(sample):
        unread = _unread_parts(sample, columns)
        if unread is not None and 2 * len(unread) < len(sample.rows):
            return Found(columns, unread=unread)
    for columns in _neighbours(sample):
        if _unread_parts(sample, columns) == ():
            return Found(columns)
    return None


def _named_parts(sample: Sample) -> Iterator[tuple[str, str, str]]:
    """Columns of names that differ by their word alone, such as `iyear`, `imonth`, `iday`."""
    there = {plain(column): column for column in reversed(sample.columns)}
    for column in sample.columns:
        name = plain(column)
        for year in (each for each in _YEARS if each in name):
            before, _, after = name.partition(year)
            month = _one_of(there, before, _MONTHS, after)
            day = _one_of(there, before, _DAYS, after)
            if month and day:
                yield column, month, day


def _one_of(there: dict[str, str], before: str, words: Sequence[str], after: str) -> str:
    names = (before + word + after for word in words)
    return next((there[name] for name in names if name in there), "")


def _neighbours(sample: Sample) -> Iterator[tuple[str, str, str]]:
    """Columns side by side, in either order, of which the cells show that one cannot be a month."""
    columns = sample.columns
    for one, two, three in zip(columns, columns[1:], columns[2:], strict=False):
        for year, day in ((one, three), (three, one)):
            days = sample.values(day)
            if len(days) == len(sample.rows) and _most(days) > _LAST_MONTH:
                yield year, two, day


def _most(values: Sequence[str]) -> int:
    """The greatest of whole numbers; 0 where a text is none."""
    return max(map(int, values)) if all(map(str.isdecimal, values)) else 0


def _unread_parts(
    sample: Sample, columns: tuple[str, str, str]
) -> tuple[tuple[int, str], ...] | None:
    """The lines of rows with a year whose three columns are not a date, and what is wrong.

    None where the columns hold no years, or nothing beside them.
    """
    if not all(columns) or len(set(columns)) < len(columns):
        return None
    at = [sample.columns.index(column) for column in columns]
    read = of_parts(frozenset(sample.missing()) | {""})
    years = 0
    unread: list[tuple[int, str]] = []
    for line, row in zip(sample.lines, sample.rows, strict=True):
        if len(row) > max(at) and _YEAR.fullmatch(row[at[0]]):
            years += 1
            found = read(row[at[0]], row[at[1]], row[at[2]])
            unread += [(line, found.said)] if isinstance(found, InvalidInput) else []
    enough = 2 * years >= len(sample.rows) > 0
    beside = any(sample.values(column) for column in columns[1:])
    return tuple(unread) if enough and beside else None
