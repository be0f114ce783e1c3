"""Rows coded many at once: whatever a file holds, the outcome is that of each row by itself."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zipfile
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.generator import COLUMNS, blocks, names
from service.opening import bundled_registry
from service.sources.lines import LONGEST
from service.sources.reader import Rows
from service.sources.rulebook import find_rules
from service.sources.rules import Rules
from service.sources.rules_file import read_rules
from tests.archived import Counts, many_at_once, one_by_one
from tests.shared import shared

SIZES: Final = (1, 700, 20_000, 8_000_000)
UNTIL: Final = date(2025, 6, 30)


def alike(rules: Rules, source: bytes | Path, size: int) -> Counts:
    """What is known of a source, which is the same both ways."""
    wanted = frozenset(rules.columns)

    def rows() -> Rows:
        return Rows(
            io.BytesIO(source) if isinstance(source, bytes) else source, rules.reader, wanted
        )

    expected = one_by_one(rules, rows(), UNTIL)
    assert many_at_once(rules, rows(), UNTIL, size) == expected
    return expected


@cache
def icews(rows: int) -> list[bytes]:
    """The lines of a generated file, the first of which names the columns."""
    # As dense as a file of a million rows, so that there are mirrors.
    (lines, *_) = islice(blocks(1_000_000, names(bundled_registry()), Random(1)), 1)
    return [f"{line}\n".encode() for line in ["\t".join(COLUMNS), *lines[:rows]]]


_CELLS: Final = {
    "SQLDATE": ["20180101", "20180101", "20180102", "20170102", "20080104"],
    "DATEADDED": ["20180102", "20180102", "20180103", "20180101"],
    "Actor1Name": ["TURKEY", "RUSSIA", "MOSCOW"],
    "Actor2Name": ["TURKEY", "RUSSIA", "MOSCOW"],
    "Actor1CountryCode": ["TUR", "RUS", "", "EUR", "YYY"],
    "Actor2CountryCode": ["TUR", "RUS", "", "USA"],
    "EventCode": ["010", "040", "042", "043", "112"],
    "GoldsteinScale": ["1", "-2.0", "3.4", "", "11"],
    "SOURCEURL": ["https://www.A.example/1", "http://b.example/é", "BBC Monitoring", " x ", ""],
}
"""What the cells of a few columns of GDELT may hold."""


@cache
def gdelt(name: str) -> list[bytes]:
    """The lines of a file of GDELT; those of 1.0 have the address or not."""
    random, columns = Random(3), find_rules(name).reader.columns
    lines: list[bytes] = []
    for i in range(400):
        cells = {column: random.choice(_CELLS.get(column, [""])) for column in columns}
        cells["GLOBALEVENTID"] = str(700_000 + i)
        if name == "gdelt2":
            cells["DATEADDED"] += "003000"
        elif i % 97 > 60:
            del cells["SOURCEURL"]
        lines.append("\t".join(cells.values()).encode() + b"\n")
    return lines


# Files as they are --------------------------------------------------------------------------------

REAL: Final = (
    ("icews", "icews/events.2018.sample.tab"),
    ("gdelt2", "gdelt/v2-20180101000000.export.CSV"),
    ("gdelt1", "gdelt/v1-mixed-57-58-columns.csv"),
)


@pytest.mark.parametrize(("name", "file"), REAL)
@pytest.mark.parametrize("size", [30_000, 8_000_000])
def test_a_real_file_gives_the_same_facts_many_at_once(name: str, file: str, size: int) -> None:
    found = alike(find_rules(name), shared(file), size)

    assert found.facts
    assert found.rows > len(found.facts)


def test_a_graph_gives_the_same_facts_many_at_once() -> None:
    """Whom a holder of an office acts for depends on the day itself."""
    lines = shared("icews18/test.txt").read_bytes().splitlines(keepends=True)
    found = alike(find_rules("icews-kg"), b"".join(lines[:8_000]), 200_000)

    assert found.joined > 300


def test_a_generated_file_gives_the_same_facts_many_at_once() -> None:
    found = alike(find_rules("icews"), b"".join(icews(8_000)), 300_000)

    assert found.joined > 300
    assert len(found.facts) > 6_000


# Files that are spoiled ---------------------------------------------------------------------------

SPOILED: Final = (
    b"\n",
    b"\r\n",
    b"\xef\xbb\xbf",
    b"\xef\xbb\xbf\n",
    b"\xff",
    b"\xef\xbf\xbd",
    b"\0",
    b"\r",
    b"\t",
    b"\t\t\n",
    b'"',
    "é".encode(),
    "\u202e".encode(),
    b" ",
    b"NA",
    b"Ruritania",
    b"2099-01-01",
    b"\r\r\n",
    b"x" * 5_000,
)


@st.composite
def spoiled(draw: st.DrawFn, lines: list[bytes]) -> bytes:
    """Lines of which some are cut, doubled, turned around or have odd bytes within."""
    begin = draw(st.integers(0, len(lines) - 60))
    found = lines[begin : begin + draw(st.integers(2, 60))]
    for _ in range(draw(st.integers(0, 8))):
        at = draw(st.integers(0, len(found) - 1))
        place = draw(st.integers(0, len(found[at])))
        odd = draw(st.sampled_from((*SPOILED, found[0], b"")))
        cut = draw(st.sampled_from((0, 0, 1, 5, 40)))
        found[at] = found[at][:place] + odd + found[at][place + cut :]
    return b"".join(found)


@given(st.data(), st.sampled_from(SIZES))
def test_a_spoiled_file_of_icews_gives_the_same(data: st.DataObject, size: int) -> None:
    first, *lines = icews(2_000)

    alike(find_rules("icews"), first + data.draw(spoiled([*lines, first])), size)


@given(st.data(), st.sampled_from(SIZES), st.sampled_from(["gdelt1", "gdelt2"]))
def test_a_spoiled_file_of_gdelt_gives_the_same(data: st.DataObject, size: int, name: str) -> None:
    alike(find_rules(name), data.draw(spoiled(gdelt(name))), size)


@pytest.mark.parametrize("ending", ["gz", "zip"])
@pytest.mark.parametrize("cut", [0, 400])
def test_packed_files_give_the_same_also_where_they_are_damaged(
    tmp_path: Path, ending: str, cut: int
) -> None:
    """What came before the damage counts, as far as nothing after it could have changed it."""
    data = b"".join(icews(3_000))
    path = tmp_path / f"events.{ending}"
    if ending == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("one.tab", data)
            archive.writestr("two.tab", data[: len(data) // 2])
    else:
        path.write_bytes(gzip.compress(data))
    packed = bytearray(path.read_bytes())
    if cut:
        packed[len(packed) // 2 - cut : len(packed) // 2] = bytes(cut)
    path.write_bytes(packed)

    found = alike(find_rules("icews"), path, 100_000)

    assert bool(found.error) == bool(cut)
    assert len(found.facts) > 500


@pytest.mark.parametrize(
    "line",
    [
        b"x" * LONGEST,
        b"x" * (LONGEST - 1) + b"\r" + b"y" * 9,
        b"x" * (5 * LONGEST + 17),
        "é".encode() * (3 * LONGEST),
    ],
    ids=["just", "return", "longer", "letters"],
)
@pytest.mark.parametrize("size", [500, 8_000_000])
@pytest.mark.parametrize("before", [2, 90])
def test_a_line_that_is_too_long_leaves_those_after_it_as_they_are(
    line: bytes, size: int, before: int
) -> None:
    lines = icews(200)
    data = b"".join(lines[:before]) + line + b"\n" + b"".join(lines[before:])

    found = alike(find_rules("icews"), data, size)

    assert [each.line for each in found.rejected][:1] == [before + 1]
    assert found.rows >= len(lines)


def test_of_a_line_that_is_too_long_little_is_kept() -> None:
    """A line of a gigabyte, which a megabyte of .gz holds, was kept as a whole."""
    lines = icews(200)
    whole = b"".join(lines[:2]) + b"x" * (20 * LONGEST) + b"\n" + b"".join(lines[2:])
    tracemalloc.start()
    rows = sum(1 for _ in Rows(io.BytesIO(whole), find_rules("icews").reader, frozenset()))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 10 * LONGEST
    assert rows == len(lines)


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", icews(0)[0], icews(0)[0] + b"x\n", b"\xef\xbb\xbf\n"]
)
def test_a_file_without_rows_gives_the_same(data: bytes) -> None:
    assert not alike(find_rules("icews"), data, 700).facts


def test_a_file_without_a_column_of_codes_is_refused_as_ever() -> None:
    data = b"".join(icews(20)).replace(b"CAMEO Code", b"Code").replace(b"Event Text", b"Text")

    assert 'has no column "CAMEO Code"' in alike(find_rules("icews"), data, 700).error


# Rules with all that they may say -----------------------------------------------------------------

POOLS: Final = {
    "id": [*map(str, range(300)), "", "NA", "é", "a b", "\u200b", "k" * 500, "-"],
    "day": ["2018-06-01", "2018-06-01", "2018-06-02", "2018-06", "2019", "1900-01-01", "",
            "2018-02-30", "2030-01-01"],
    "year": ["2018", "2018", "2018.0", "18", "", "NA", "x"],
    "month": ["6", "06", "0", "-1", "", "13"],
    "dayofmonth": ["1", "2", "2", "0", "", "31"],
    "count": ["0", "1", "1", "24.0", "-3", "x", "999999999999"],
    "known": ["2018-06-01", "2018-06-02", "2018-06-03", "1999", "", "x"],
    "code": ["040", "040", "042", "043", "112", "190", "57", "12", "999x", "", "NA", "talk"],
    "event": ["CONSULT", "CONSULT", "COERCE", "NO-SUCH", ""],
    "relation": ["Consult", "Make_statement", "Make a visit", "no such", ""],
    "mode": ["phone", "phone", "visit", "", "None"],
    "contexts": ["diplomatic", "military;trade", "", "x,y"],
    "what": ["talks", "accuse", "call", "visit", "instrument:treaty", "", "x"],
    "actor": ["Turkey", "Turkey", "Russia", "Russia", "Syria", "Ruritania", "", "NA", " Turkey",
              "x", "us; uk"],
    "other": ["TUR", "RUS", "XXX", "", "USA;GBR"],
    "sectors": ["Government", "Business", "", "Military,Government", "NA"],
    "points": ["1", "-2.5", "11", "x", "", "1e400", "0.0000001", "-10"],
    "title": ["A  call", "", "NA", " ", "x" * 1_001, "a\u202eb", "a\rb"],
    "publisher": ["AFP", " AFP ", "", "NA", "p" * 501, "\x1b[1m"],
    "published": ["2018-06-02", "2018-06", "1999-01-01", "", "x"],
    "url": ["https://WWW.a.example/b", "http://b.example", "ftp://c", " https://d.example/ ", "",
            "u" * 4_001, "x\x7f"],
}  # fmt: skip
"""What the cells of each column may hold."""

BASIS: Final = """
name = "mine"
title = "A table"
layer = "mine"
key = "{id}"
[reader]
delimiter = "tab"
missing = ["NA"]
[date]
column = "day"
format = ["YYYY-MM-DD", "YYYY-MM"]
[code]
column = "code"
system = "CAMEO"
version = "1.1b3"
unknown = "reject"
zeros = "kept"
[actors]
source = "actor"
target = "actor2"
system = "icews-country"
unknown = "skip"
[report]
publisher = "Mine"
"""
CAMEO: Final = 'system = "CAMEO"\nversion = "1.1b3"'
PARTS: Final = {
    "as it is": (),
    "unknown actors are rejected": (('unknown = "skip"', 'unknown = "reject"'),),
    "parts of dates": (
        (
            'column = "day"\nformat = ["YYYY-MM-DD", "YYYY-MM"]',
            'year = "year"\nmonth = "month"\nday = "dayofmonth"',
        ),
    ),
    "counting": (
        (
            'column = "day"\nformat = ["YYYY-MM-DD", "YYYY-MM"]',
            'column = "count"\norigin = "2018-01-01"\nunit = "hours"',
        ),
    ),
    "years": (('"YYYY-MM"]', '"YYYY-MM", "YYYY"]\nfirst_year = 1950\nlast_year = 2040'),),
    "known": (('"YYYY-MM"]', '"YYYY-MM"]\nknown = "known"'),),
    "zeros": (('zeros = "kept"', 'zeros = "lost"'),),
    "codes on hold": (('zeros = "kept"\n', ""),),
    "values of codes": (("[actors]", '[code.values]\ntalk = "040"\n[actors]'),),
    "a column that is lacking": (
        ('column = "code"', 'column = "Code"\nor_column = "relation"\nor_system = "ICEWS"'),
    ),
    "plover": (
        ('column = "code"', 'column = "event"\nmode = "mode"\ncontexts = "contexts"'),
        (CAMEO, 'system = "PLOVER"\nversion = "2.0"'),
        ('zeros = "kept"\n', ""),
    ),
    "words of detente": (
        ('column = "code"', 'column = "what"'),
        (CAMEO, 'system = "detente"'),
        ('zeros = "kept"\n', ""),
    ),
    "sectors": (
        (
            "[report]",
            'source_sectors = "sectors"\ntarget_sectors = "sectors2"\nsectors = ["Government"]\n'
            "[report]",
        ),
    ),
    "several actors, values and another column": (
        (
            'system = "icews-country"\nunknown = "skip"',
            'system = "registry"\nparted = ";"\nsource_or = "other"\ntarget_or = "other2"\n'
            'or_system = "iso3"\n[actors.values]\nx = "Turkey"',
        ),
    ),
    "values of actors": (("[report]", '[actors.values]\nx = "Turkey"\n[report]'),),
    "reports": (
        (
            'publisher = "Mine"',
            'publisher = "Mine"\npublisher_column = "publisher"\nurl = "url"\npublished = '
            '"published"\npublished_format = ["YYYY-MM-DD", "YYYY-MM"]',
        ),
    ),
    "hosts": (('"Mine"\n', '"Mine"\nurl = "url"\nhost_is_publisher = true\n'),),
    "title and points": (('"Mine"\n', '"Mine"\n[fact]\ntitle = "title"\ngoldstein = "points"\n'),),
    "range": (('"Mine"\n', '"Mine"\n[[range]]\ncolumn = "points"\nleast = -5\nmost = 5\n'),),
    "skips": (
        (
            '"Mine"\n',
            '"Mine"\n[[skip]]\nwhen = \'points > 0 and sectors == "Business"\'\nbecause = "one"\n'
            "[[skip]]\nwhen = 'days(known, day) in (1, 2)'\nbecause = \"two\"\n",
        ),
    ),
    "sets": (
        (
            '"Mine"\n',
            '"Mine"\n[[set]]\nwhen = \'sectors ~ "Mil"\'\ndomain = "security"\n'
            "[[set]]\nwhen = 'points < 0'\ndomain = \"trade\"\n",
        ),
    ),
    "a key of two": (('key = "{id}"', 'key = "x{id}/{day}@"'),),
    "mirrors": (
        (
            '"Mine"\n',
            '"Mine"\n[mirror]\nsame = ["day", "sectors"]\nswap = ["actor", "actor2"]\nwindow = 9\n',
        ),
    ),
    "commas": (('delimiter = "tab"', 'delimiter = "comma"'),),
    "quotes": (('delimiter = "tab"', 'delimiter = "comma"\nquoting = "double"'),),
    "another encoding": (('delimiter = "tab"', 'delimiter = "tab"\nencoding = "latin-1"'),),
    "lines before": (('delimiter = "tab"', 'delimiter = "tab"\nlines_before = 2'),),
}
"""What is written instead of a part of the rules above."""


def ruled(changes: tuple[tuple[str, str], ...]) -> Rules:
    text = BASIS
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return read_rules(text, "mine.toml")


def table(rules: Rules, rows: int, seed: int) -> bytes:
    """Rows of random cells below the names of their columns."""
    random = Random(seed)
    columns = [*POOLS, "actor2", "other2", "sectors2"]
    delimiter = rules.reader.delimiter
    lines = [delimiter.join(columns)]
    for _ in range(rows):
        cells = [random.choice(POOLS[column.rstrip("2")]) for column in columns]
        lines.append(delimiter.join(cells))
    before = "a\nb\n" * (rules.reader.lines_before // 2)
    text = before + "\n".join(lines) + "\n"
    return text.encode("utf-8" if rules.reader.encoding == "utf-8" else "latin-1", "replace")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("size", [3_000, 8_000_000])
def test_each_part_of_rules_gives_the_same_many_at_once(part: str, size: int) -> None:
    rules = ruled(PARTS[part])

    assert alike(rules, table(rules, 400, len(part)), size).facts
