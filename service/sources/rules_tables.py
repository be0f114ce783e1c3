"""What rules say of dates, codes and actors; docs/rules.md describes each key."""

from __future__ import annotations

import re
from datetime import date

from domain.refusal import Fix, InvalidInput
from service.sources.dates import UNITS
from service.sources.rules import ACTOR_SYSTEMS, DATES, SYSTEMS, Actors, Codes, Counting, Dated
from service.sources.table import Table
from service.sources.values import read_values

_PARTS = ("year", "month", "day")


def dated(table: Table) -> Dated:
    """The table `[date]`. Raises BadRules."""
    parts = _parts(table)
    column = parts[0] if parts else table.text("column")
    counting = _counting(table)
    formats = _formats(table, "format", ("YYYY-MM-DD",))
    if (parts or counting) and "format" in table:
        said = "a date of three columns" if parts else "a number of days"
        refused = InvalidInput(f"{said} has no format; remove this line.", code="no-format")
        table.refuse("format", refused)
    first, last = table.number("first_year", 1, 1, 9999), table.number("last_year", 9999, 1, 9999)
    if first > last:
        fix = Fix(f"last_year = {first}")
        table.refuse(
            "last_year", InvalidInput(f"{last} is before {first}.", fix, code="out-of-order")
        )
    known = table.text("known", "")
    return Dated(
        column,
        formats,
        first,
        last if "last_year" in table else None,
        known,
        _formats(table, "known_format", ()) or formats,
        parts,
        counting,
    )


def _parts(table: Table) -> tuple[str, ...]:
    """The columns of year, month and day; none where one column holds the date."""
    named = tuple(table.text(key, "") for key in _PARTS)
    if not any(named):
        return ()
    if "column" in table:
        said = "a date is in one `column`, or in the three of `year`, `month` and `day`."
        table.refuse("column", InvalidInput(said, code="date-twice"))
    for key, name in zip(_PARTS, named, strict=True):
        if not name:
            fix = Fix(f'{key} = "{key}"')
            said = "`year`, `month` and `day` name three columns."
            table.refuse(key, InvalidInput(said, fix, code="half-a-date"))
    return named


def _counting(table: Table) -> Counting | None:
    origin, unit = table.text("origin", ""), table.one_of("unit", tuple(UNITS), "")
    if not origin:
        if unit:
            fix = Fix('origin = "2018-01-01"')
            said = "`unit` counts from an `origin`, the day of 0."
            table.refuse("unit", InvalidInput(said, fix, code="no-origin"))
        return None
    try:
        return Counting(date.fromisoformat(origin), unit or "days")
    except ValueError:
        said = f'"{origin}" is not a day written as YYYY-MM-DD.'
        fix = Fix('origin = "2018-01-01"')
        table.refuse("origin", InvalidInput(said, fix, code="not-a-date"))


def _formats(table: Table, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
    """The formats of a column, of which no two read the same text as different days."""
    formats = table.one_or_more(key, DATES, default)
    shapes: dict[str, str] = {}
    for form in formats:
        shape = re.sub("[DM]+", "n", form)
        other = shapes.setdefault(shape, form)
        if other != form:
            said = f"{other} and {form} would read one text as two days; keep one of them."
            fixes = Fix(f'{key} = "{other}"'), Fix(f'{key} = "{form}"')
            table.refuse(key, InvalidInput(said, *fixes, code="two-readings"))
    return formats


def codes(table: Table, file: str) -> Codes:
    """The table `[code]`; a file of values lies beside the rules' own `file`. Raises BadRules."""
    system = table.one_of("system", SYSTEMS)
    version = table.text("version", None if system != "detente" else "")
    mode, contexts = table.text("mode", ""), table.text("contexts", "")
    wanted = {"CAMEO": "1.1b3", "ICEWS": "1.1b3", "PLOVER": "2.0"}.get(system, version)
    if system == "detente" and version:
        table.refuse(
            "version",
            InvalidInput(
                "the codes of detente itself have no version; remove this line.",
                Fix('system = "detente"'),
                code="no-version",
            ),
        )
    if version != wanted:
        said = (
            f'codes of {system} "{version}" mean something else than those of {wanted}, the one'
            " version known here."
        )
        fix = Fix(f'version = "{wanted}"')
        table.refuse("version", InvalidInput(said, fix, code="unknown-version"))
    if system != "PLOVER" and (mode or contexts):
        table.refuse(
            "mode" if mode else "contexts",
            InvalidInput(
                "only PLOVER's types have this.", Fix('system = "PLOVER"'), code="only-plover"
            ),
        )
    return Codes(
        table.text("column"),
        system,
        version,
        mode,
        contexts,
        read_values(table, file),
        *_code_instead(table, system),
        table.one_of("zeros", ("lost", "kept"), ""),
        table.one_of("unknown", ("stop", "reject"), "stop"),
        table.number("digits", 0, 0, 4),
    )


def _code_instead(table: Table, system: str) -> tuple[str, str]:
    """The column that is read where a file lacks that of the code, and its system."""
    column = table.text("or_column", "")
    wanted = {"CAMEO": "ICEWS", "ICEWS": "CAMEO"}.get(system, "")
    other = table.one_of("or_system", ("CAMEO", "ICEWS"), "")
    if bool(column) != bool(other) or (column and other != wanted):
        said = "`or_column` is a second column of codes, for CAMEO's or ICEWS' in the other system."
        fixes = Fix('or_column = "Event Text"'), Fix(f'or_system = "{wanted or "ICEWS"}"')
        table.refuse("or_column", InvalidInput(said, *fixes, code="half-a-column"))
    return column, other


def actors(table: Table, file: str) -> Actors:
    """The table `[actors]`; a file of values lies beside the rules' own `file`. Raises BadRules."""
    found = Actors(
        table.text("source"),
        table.text("target"),
        table.one_of("system", ACTOR_SYSTEMS),
        table.text("parted", ""),
        table.one_of("unknown", ("reject", "skip"), "reject"),
        table.text("source_sectors", ""),
        table.text("target_sectors", ""),
        frozenset(table.texts("sectors")),
        read_values(table, file),
        table.text("source_or", ""),
        table.text("target_or", ""),
        table.one_of("or_system", ACTOR_SYSTEMS, ""),
    )
    _check_sides(table, found)
    _check_sectors(table, found)
    return found


def _check_sides(table: Table, found: Actors) -> None:
    if found.source == found.target:
        said = f'"{found.target}" is the column of both sides, so no row would have two actors.'
        fix = Fix('target = "Target Country"')
        table.refuse("target", InvalidInput(said, fix, code="one-actor-twice"))
    if "parted" in table and not found.parted:
        table.refuse(
            "parted",
            InvalidInput(
                "`parted` is empty. Remove it if each side names one actor.",
                Fix('parted = ";"'),
                code="empty",
            ),
        )
    instead = bool(found.source_or), bool(found.target_or), bool(found.or_system)
    if any(instead) and not all(instead):
        said = "`source_or` and `target_or` need each other, and `or_system`."
        fixes = Fix('target_or = "Recipient Country"'), Fix('or_system = "iso3"')
        table.refuse("source_or", InvalidInput(said, *fixes, code="half-a-column"))


def _check_sectors(table: Table, found: Actors) -> None:
    if found.sectors and not (found.source_sectors and found.target_sectors):
        lacking = "source_sectors" if not found.source_sectors else "target_sectors"
        said = (
            f"`sectors` needs the columns of both sides, and `{lacking}` names none, so no row"
            " would be left out."
        )
        table.refuse(
            "sectors",
            InvalidInput(
                said,
                Fix(f'{lacking} = "{lacking[:6].capitalize()} Sectors"'),
                Fix("sectors = []"),
                code="sectors-without-columns",
            ),
        )
