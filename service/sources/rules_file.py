"""Rules as a TOML file writes them; docs/rules.md describes each key."""

from __future__ import annotations

import re
from dataclasses import replace

from domain.kinds import is_slug, read_domain
from domain.layers import RESERVED
from domain.refusal import Fix, InvalidInput, Problem
from service.sources.expression import parse
from service.sources.rules import (
    DATES,
    DELIMITERS,
    ENCODINGS,
    FILL_IN,
    Mirror,
    Range,
    Reader,
    Reporting,
    Rules,
    Set,
    Skip,
)
from service.sources.rules_tables import actors, codes, dated
from service.sources.table import BadRules, Document, Table

_FIELD = re.compile(r"\{([^{}]*)\}")


def read_rules(text: str, file: str) -> Rules:
    """The rules that a TOML text says. Raises BadRules with file, line, key and a fix."""
    document = Document(file, text)
    whole = Table.whole(document)
    _all_filled_in(document)
    tables = {
        name: whole.table(name)
        for name in ("reader", "date", "code", "actors", "report", "fact", "mirror")
    }
    rules = Rules(
        name=_slug(whole, "name"),
        title=whole.text("title", ""),
        source=whole.text("source", ""),
        layer=_layer(whole),
        reader=_reader(tables["reader"]),
        key=whole.checked("key", _key, whole.text("key")),
        date=dated(tables["date"]),
        codes=codes(tables["code"], file),
        actors=actors(tables["actors"], file),
        reported=_reporting(tables["report"], whole.text("name")),
        fact_title=tables["fact"].text("title", ""),
        goldstein=tables["fact"].text("goldstein", ""),
        mirror=_mirror(tables["mirror"]),
        skips=tuple(_skip(table) for table in whole.tables("skip")),
        sets=tuple(_set(table) for table in whole.tables("set")),
        ranges=tuple(_range(table) for table in whole.tables("range")),
    )
    for table in (whole, *tables.values()):
        table.done()
    _check_optional(tables["reader"], rules)
    if rules.reader.columns:
        _all_there(whole, rules)
    return replace(rules, reader=replace(rules.reader, optional=_optional(rules)))


def _optional(rules: Rules) -> frozenset[str]:
    """The columns that a file may lack; of two that hold codes it has one."""
    either = {rules.codes.column, rules.codes.or_column} if rules.codes.or_column else set[str]()
    return rules.reader.optional | (either & rules.may_lack)


def _all_filled_in(document: Document) -> None:
    for i, line in enumerate(document.lines, 1):
        at = line.find(FILL_IN)
        if at >= 0 and "#" not in line[:at]:
            raise BadRules(
                Problem(
                    document.file,
                    i,
                    at + 1,
                    f"{line.partition('=')[0].strip()} is still to be filled in.",
                    code="placeholder",
                )
            )


def _all_there(whole: Table, rules: Rules) -> None:
    lost = sorted(rules.columns - set(rules.reader.columns) - rules.reader.optional)
    if lost:
        whole.refuse(
            "reader",
            InvalidInput(
                f'the rules name a column "{lost[0]}", which `reader.columns` does not list.',
                code="unlisted-column",
                values={"column": lost[0]},
            ),
        )


def _check_optional(table: Table, rules: Rules) -> None:
    """Refuses a column that files may lack, if no row can be read without it."""
    for name in sorted(rules.reader.optional - rules.may_lack):
        there = name in rules.columns
        why = "no row can be read without it" if there else "no other line of the rules names it"
        said = f'"{name}" cannot be optional: {why}.'
        may = sorted(rules.may_lack)
        fixes = [Fix(f'optional = ["{may[0]}"]')] if may else []
        table.refuse("optional", InvalidInput(said, *fixes, code="not-optional"))


def _slug(whole: Table, key: str) -> str:
    name = whole.text(key)
    if not is_slug(name):
        whole.refuse(
            key,
            InvalidInput(
                f'"{name}" is not a slug; write small letters, digits and hyphens.',
                Fix(f'{key} = "my-source"'),
                code="not-a-slug",
                values={key: name},
            ),
        )
    return name


def _layer(whole: Table) -> str:
    layer = _slug(whole, "layer")
    if layer in RESERVED:
        whole.refuse(
            "layer",
            InvalidInput(
                f'the layer "{layer}" is not for sources; give this one a layer of its own.',
                Fix('layer = "icews"'),
                code="reserved-layer",
                values={"layer": layer},
            ),
        )
    return layer


def _reader(table: Table) -> Reader:
    delimiter = table.text("delimiter", "tab")
    if delimiter not in DELIMITERS and (len(delimiter) != 1 or delimiter in '"\r\n'):
        names = ", ".join(DELIMITERS)
        table.refuse(
            "delimiter",
            InvalidInput(
                f"{delimiter!r} cannot separate columns; {names} or one character can.",
                Fix('delimiter = "tab"'),
                code="not-a-delimiter",
            ),
        )
    columns, widths = table.texts("columns"), table.numbers("widths")
    header = table.flag("header", default=not columns)
    if header == bool(columns):
        said = (
            "write either `header = true` or `columns`, not both."
            if header
            else "without a header, `columns` must name the columns."
        )
        fixes = Fix("header = true"), Fix('columns = ["Event ID", "Event Date"]')
        table.refuse("header", InvalidInput(said, *fixes, code="header-or-columns"))
    if len(set(columns)) < len(columns):
        twice = next(name for name in columns if columns.count(name) > 1)
        said = f'two columns are called "{twice}".'
        table.refuse("columns", InvalidInput(said, code="two-columns", values={"column": twice}))
    if columns and any(width > len(columns) for width in widths):
        table.refuse(
            "widths",
            InvalidInput(
                f"rows may have {max(widths)} columns, but only {len(columns)} have a name.",
                Fix("columns = [...]"),
                code="unnamed-columns",
            ),
        )
    return Reader(
        DELIMITERS.get(delimiter, delimiter),
        columns,
        widths or ((len(columns),) if columns else ()),
        table.one_of("quoting", ("none", "double"), "none") == "double",
        table.one_of("encoding", ENCODINGS, "utf-8"),
        frozenset(table.texts("missing")) | {""},
        frozenset(table.texts("optional")),
        table.number("lines_before", 0, 0, 1_000),
    )


def _key(text: str) -> tuple[str, ...]:
    parts = tuple(_FIELD.split(text))
    if (
        len(parts) < 3
        or not all(parts[1::2])
        or any("{" in part or "}" in part for part in parts[::2])
    ):
        raise InvalidInput(
            "a key names columns in { }.",
            Fix('key = "{Event ID}@{Event Date}"'),
            code="key-without-columns",
        )
    return parts


def _reporting(table: Table, name: str) -> Reporting:
    reported = Reporting(
        table.text("publisher", name),
        table.text("publisher_column", ""),
        table.text("url", ""),
        table.flag("host_is_publisher", default=False),
        table.text("published", ""),
        table.one_or_more("published_format", DATES, ("YYYY-MM-DD",)),
    )
    if reported.host_is_publisher and not reported.url:
        table.refuse(
            "host_is_publisher",
            InvalidInput(
                "the publisher is the site of an address, and `url` names no column of addresses.",
                Fix('url = "URL"'),
                code="no-url-column",
            ),
        )
    return reported


def _mirror(table: Table) -> Mirror:
    same, swap = table.texts("same"), table.texts("swap")
    window = table.number("window", 256, 2, 65_536)
    if bool(same) != bool(swap) or len(swap) not in (0, 2):
        said = (
            "a mirror needs both: `same`, the columns in which two rows agree, and `swap`, the two"
            " columns that they swap."
        )
        fix = Fix('swap = ["Source Name", "Target Name"]')
        table.refuse("swap", InvalidInput(said, fix, code="half-a-mirror"))
    return Mirror(same, (swap[0], swap[1]) if swap else ("", ""), window)


def _skip(table: Table) -> Skip:
    found = Skip(table.checked("when", parse, table.text("when")), table.text("because"))
    table.done()
    return found


def _set(table: Table) -> Set:
    found = Set(
        table.checked("when", parse, table.text("when")),
        table.checked("domain", read_domain, table.text("domain")),
    )
    table.done()
    return found


def _range(table: Table) -> Range:
    column, least, most = (
        table.text("column"),
        table.number("least", 0, -(10**9), 10**9),
        table.number("most", 0, -(10**9), 10**9),
    )
    if least >= most:
        table.refuse(
            "most",
            InvalidInput(
                f"{most} is not more than {least}.",
                Fix("least = -10"),
                Fix("most = 10"),
                code="out-of-order",
            ),
        )
    table.done()
    return Range(column, least, most)
