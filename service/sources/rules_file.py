"""Rules as a TOML file writes them; docs/rules.md describes each key."""

from __future__ import annotations

import re

from domain.kinds import is_slug, read_domain
from domain.layers import RESERVED
from domain.refusal import Fix, InvalidInput, Problem
from service.sources.expression import parse
from service.sources.rules import (
    ACTOR_SYSTEMS,
    DATES,
    DELIMITERS,
    ENCODINGS,
    FILL_IN,
    SYSTEMS,
    Actors,
    Codes,
    Dated,
    Mirror,
    Range,
    Reader,
    Reporting,
    Rules,
    Set,
    Skip,
)
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
        date=_dated(tables["date"]),
        codes=_codes(tables["code"]),
        actors=_actors(tables["actors"]),
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
    if rules.reader.columns:
        _all_there(whole, rules)
    return rules


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
    lost = sorted(rules.columns - set(rules.reader.columns))
    if lost:
        whole.refuse(
            "reader",
            InvalidInput(
                f'the rules name a column "{lost[0]}", which `reader.columns` does not list.',
                code="unlisted-column",
                values={"column": lost[0]},
            ),
        )


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


def _dated(table: Table) -> Dated:
    column, form = table.text("column"), table.one_of("format", DATES, "YYYY-MM-DD")
    first, last = table.number("first_year", 1, 1, 9999), table.number("last_year", 9999, 1, 9999)
    if first > last:
        fix = Fix(f"last_year = {first}")
        table.refuse(
            "last_year", InvalidInput(f"{last} is before {first}.", fix, code="out-of-order")
        )
    known = table.text("known", "")
    return Dated(
        column,
        form,
        first,
        last if "last_year" in table else None,
        known,
        table.one_of("known_format", DATES, "") or form,
    )


def _codes(table: Table) -> Codes:
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
    return Codes(table.text("column"), system, version, mode, contexts)


def _actors(table: Table) -> Actors:
    actors = Actors(
        table.text("source"),
        table.text("target"),
        table.one_of("system", ACTOR_SYSTEMS),
        table.text("parted", ""),
        table.one_of("unknown", ("reject", "skip"), "reject"),
        table.text("source_sectors", ""),
        table.text("target_sectors", ""),
        frozenset(table.texts("sectors")),
    )
    if actors.source == actors.target:
        said = f'"{actors.target}" is the column of both sides, so no row would have two actors.'
        fix = Fix('target = "Target Country"')
        table.refuse("target", InvalidInput(said, fix, code="one-actor-twice"))
    if "parted" in table and not actors.parted:
        table.refuse(
            "parted",
            InvalidInput(
                "`parted` is empty. Remove it if each side names one actor.",
                Fix('parted = ";"'),
                code="empty",
            ),
        )
    if actors.sectors and not (actors.source_sectors and actors.target_sectors):
        lacking = "source_sectors" if not actors.source_sectors else "target_sectors"
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
    return actors


def _reporting(table: Table, name: str) -> Reporting:
    reported = Reporting(
        table.text("publisher", name),
        table.text("publisher_column", ""),
        table.text("url", ""),
        table.flag("host_is_publisher", default=False),
        table.text("published", ""),
        table.one_of("published_format", DATES, "YYYY-MM-DD"),
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
