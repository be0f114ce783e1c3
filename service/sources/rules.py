"""Rules of a machine-coded source: how its rows are read, and which facts they are.

Docs/rules.md tells each key.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from domain.kinds import is_slug, read_domain
from domain.refusal import Failure, Fix, InvalidInput, Problem
from service import sources
from service.sources.expression import Tree, columns_of, parse
from service.sources.table import BadRules, Document, Table

DELIMITERS: Final = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
ENCODINGS: Final = ("utf-8", "latin-1", "cp1252", "utf-16")
DATES: Final = (
    "YYYY-MM-DD",
    "YYYYMMDD",
    "YYYYMMDDhhmmss",
    "DD/MM/YYYY",
    "MM/DD/YYYY",
    "DD.MM.YYYY",
    "YYYY/MM/DD",
)
"""The formats of dates; each is read exactly, so that no day is taken for a month."""

SYSTEMS: Final = ("CAMEO", "ICEWS", "PLOVER", "detente")
"""Whose codes a column holds: CAMEO's, ICEWS' names of them, PLOVER's types, or our own `what`."""

ACTOR_SYSTEMS: Final = ("icews-country", "cameo-country", "icews-entity", "iso3", "cow", "registry")
FILL_IN: Final = "FILL IN"
_FIELD = re.compile(r"\{([^{}]*)\}")
_TABLE = re.compile(r"\s*\[+\s*([\w.-]+)\s*\]")


@dataclass(frozen=True, slots=True)
class Reader:
    """How a file becomes rows. `columns` is empty where the first row names them.

    `widths` are the numbers of columns allowed.
    """

    delimiter: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    quoted: bool
    encoding: str
    missing: frozenset[str]


@dataclass(frozen=True, slots=True)
class Dated:
    """Where the day stands, and the years that it may lie in, both included.

    `last_year` is None where the rules say none: nothing that has not happened yet is read.
    `known` names the column of the day from which anyone could know it; empty where that is the
    day of the report, or else its own.
    """

    column: str
    format: str
    first_year: int
    last_year: int | None
    known: str
    known_format: str


@dataclass(frozen=True, slots=True)
class Codes:
    """Where the code stands, and whose it is.

    `mode` and `contexts` are columns of PLOVER, empty elsewhere.
    """

    column: str
    system: str
    version: str
    mode: str
    contexts: str


@dataclass(frozen=True, slots=True)
class Actors:
    """Where the two sides stand, and how their codes are read.

    `parted` parts several actors of one side, empty where there is one. `unknown` is `reject` or
    `skip`. A row counts as an act of states if a sector of each side is among `sectors`, or where
    no sector is given; all count if `sectors` is empty.
    """

    source: str
    target: str
    system: str
    parted: str
    unknown: str
    source_sectors: str
    target_sectors: str
    sectors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Told:
    """Who says so. `publisher` stands where the columns have nothing.

    Each column may be empty: the source has none.
    """

    publisher: str
    publisher_column: str
    url: str
    host_is_publisher: bool
    published: str
    published_format: str


@dataclass(frozen=True, slots=True)
class Mirror:
    """Two rows are one mutual act if they agree in `same`, swap the two columns of `swap`.

    And their codes mirror each other. They lie at most `window` rows apart. `same` is empty where
    a source has no mirrors.
    """

    same: tuple[str, ...]
    swap: tuple[str, str]
    window: int


@dataclass(frozen=True, slots=True)
class Skip:
    """Rows to leave out, and why, in words."""

    when: Tree
    because: str


@dataclass(frozen=True, slots=True)
class Set:
    """Rows whose facts are of a domain of their own."""

    when: Tree
    domain: str


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers that a column may hold, both ends included; others are rejected."""

    column: str
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Rules:
    """How one source is read. `key` parts literal text from columns.

    Odd members are names of columns.
    """

    name: str
    title: str
    source: str
    layer: str
    reader: Reader
    key: tuple[str, ...]
    date: Dated
    codes: Codes
    actors: Actors
    told: Told
    fact_title: str
    goldstein: str
    mirror: Mirror
    skips: tuple[Skip, ...]
    sets: tuple[Set, ...]
    ranges: tuple[Range, ...]

    @property
    def columns(self) -> set[str]:
        """Every column that the rules name."""
        named = {
            self.date.column,
            self.date.known,
            self.codes.column,
            self.codes.mode,
            self.codes.contexts,
            self.actors.source,
        }
        named |= {
            self.actors.target,
            self.actors.source_sectors,
            self.actors.target_sectors,
            self.told.publisher_column,
            self.told.url,
        }
        named |= {
            self.told.published,
            self.fact_title,
            self.goldstein,
            *self.key[1::2],
            *self.mirror.same,
            *self.mirror.swap,
        }
        named |= {each.column for each in self.ranges}
        conditions = [*(skip.when for skip in self.skips), *(each.when for each in self.sets)]
        return named.union(*map(columns_of, conditions)) - {""}


# Reading ------------------------------------------------------------------------------------------


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
        told=_told(tables["report"], whole.text("name")),
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
                )
            )


def _all_there(whole: Table, rules: Rules) -> None:
    lost = sorted(rules.columns - set(rules.reader.columns))
    if lost:
        whole.refuse(
            "reader",
            InvalidInput(
                f'the rules name a column "{lost[0]}", which `reader.columns` does not list.'
            ),
        )


def _slug(whole: Table, key: str) -> str:
    name = whole.text(key)
    if not is_slug(name):
        whole.refuse(
            key,
            InvalidInput(
                f'"{name}" is no slug; small letters, digits and hyphens.',
                Fix(f'{key} = "my-source"'),
            ),
        )
    return name


def _layer(whole: Table) -> str:
    layer = _slug(whole, "layer")
    if layer in ("desk", "actor", "commands"):
        whole.refuse(
            "layer",
            InvalidInput(
                f'the layer "{layer}" is kept by people; a source has one of its own.',
                Fix('layer = "icews"'),
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
                f"{delimiter!r} parts no columns; {names} or one sign do.",
                Fix('delimiter = "tab"'),
            ),
        )
    columns, widths = table.texts("columns"), table.numbers("widths")
    header = table.flag("header", default=not columns)
    if header == bool(columns):
        said = (
            "`header = true` and `columns` exclude each other."
            if header
            else "without a header, `columns` names the columns."
        )
        table.refuse(
            "header",
            InvalidInput(said, Fix("header = true"), Fix('columns = ["Event ID", "Event Date"]')),
        )
    if len(set(columns)) < len(columns):
        twice = next(name for name in columns if columns.count(name) > 1)
        table.refuse("columns", InvalidInput(f'two columns are called "{twice}".'))
    if columns and any(width > len(columns) for width in widths):
        table.refuse(
            "widths",
            InvalidInput(
                f"{max(widths)} columns are allowed, and {len(columns)} have a name.",
                Fix("columns = [...]"),
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
            "a key holds the names of columns in { }.", Fix('key = "{Event ID}@{Event Date}"')
        )
    return parts


def _dated(table: Table) -> Dated:
    column, form = table.text("column"), table.one_of("format", DATES, "YYYY-MM-DD")
    first, last = table.number("first_year", 1, 1, 9999), table.number("last_year", 9999, 1, 9999)
    if first > last:
        table.refuse(
            "last_year", InvalidInput(f"{last} lies before {first}.", Fix(f"last_year = {first}"))
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
                "what détente itself says has no version; take this line away.",
                Fix('system = "detente"'),
            ),
        )
    if version != wanted:
        said = (
            f'codes of {system} "{version}" mean other things than those of {wanted}, which are'
            " known here; they are not guessed."
        )
        table.refuse("version", InvalidInput(said, Fix(f'version = "{wanted}"')))
    if system != "PLOVER" and (mode or contexts):
        table.refuse(
            "mode" if mode else "contexts",
            InvalidInput("only PLOVER's types have this.", Fix('system = "PLOVER"')),
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
        table.refuse("target", InvalidInput(said, Fix('target = "Target Country"')))
    if "parted" in table and not actors.parted:
        table.refuse(
            "parted",
            InvalidInput(
                "nothing parts no actors; where a side has one, take this line away.",
                Fix('parted = ";"'),
            ),
        )
    if actors.sectors and not (actors.source_sectors and actors.target_sectors):
        lacking = "source_sectors" if not actors.source_sectors else "target_sectors"
        said = (
            f"sectors stand in columns, and `{lacking}` names none, so nothing would be left out."
        )
        table.refuse(
            "sectors",
            InvalidInput(
                said,
                Fix(f'{lacking} = "{lacking[:6].capitalize()} Sectors"'),
                Fix("sectors = []"),
            ),
        )
    return actors


def _told(table: Table, name: str) -> Told:
    told = Told(
        table.text("publisher", name),
        table.text("publisher_column", ""),
        table.text("url", ""),
        table.flag("host_is_publisher", default=False),
        table.text("published", ""),
        table.one_of("published_format", DATES, "YYYY-MM-DD"),
    )
    if told.host_is_publisher and not told.url:
        table.refuse(
            "host_is_publisher",
            InvalidInput(
                "no column of addresses is named whose sites could be it.", Fix('url = "URL"')
            ),
        )
    return told


def _mirror(table: Table) -> Mirror:
    same, swap = table.texts("same"), table.texts("swap")
    window = table.number("window", 256, 2, 65_536)
    if bool(same) != bool(swap) or len(swap) not in (0, 2):
        said = "two rows mirror each other that agree in `same` and swap the two columns of `swap`."
        table.refuse("swap", InvalidInput(said, Fix('swap = ["Source Name", "Target Name"]')))
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
            InvalidInput(f"{most} is not more than {least}.", Fix("least = -10"), Fix("most = 10")),
        )
    table.done()
    return Range(column, least, most)


# Finding ------------------------------------------------------------------------------------------


@cache
def _files() -> dict[str, Traversable]:
    folder = resources.files(sources).joinpath("builtin")
    return {
        file.name.removesuffix(".toml"): file
        for file in sorted(folder.iterdir(), key=lambda file: file.name.removesuffix(".toml"))
    }


def builtin_names() -> tuple[str, ...]:
    """The names of the rules that come with détente."""
    return tuple(_files())


def rules_text(name: str) -> str:
    """The TOML of rules by their name, or of a file by its path. Raises Failure."""
    if name in _files():
        return _files()[name].read_text(encoding="utf-8")
    if not name.endswith(".toml"):
        known = [Fix(there) for there in builtin_names()]
        beside = Path(f"{name}.toml").is_file()
        fixes = (
            [Fix(f"{name}.toml", "a file"), *known]
            if beside
            else [*known, Fix("my-rules.toml", "a file")]
        )
        raise Failure(f'no rules are called "{name}".', *fixes)
    try:
        return Path(name).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise Failure(f"there is no file {name}.", Fix("detente rules list")) from None
    except UnicodeDecodeError as error:
        raise Failure(
            f"{name} is not UTF-8 text (byte {error.start}); save it as UTF-8 and try again."
        ) from None
    except OSError as error:
        raise Failure(f"{name} cannot be read: {error.strerror}.") from None


def find_rules(name: str) -> Rules:
    """The rules of that name, or those of a file by its path. Raises Failure and BadRules."""
    return read_rules(rules_text(name), name)


def place_of(name: str, column: str) -> str:
    """Where a file of rules names a column first: `mine.toml:12: code.column`.

    Empty for rules that come with détente.
    """
    if name in _files():
        return ""
    table = ""
    for i, line in enumerate(rules_text(name).splitlines(), 1):
        header = _TABLE.match(line)
        table = f"{header[1]}." if header else table
        if not line.lstrip().startswith("#") and re.search(
            rf"""["'`{{]{re.escape(column)}["'`}}]""", line
        ):
            return f"{name}:{i}: {table}{line.partition('=')[0].strip()}"
    return ""
