"""Files as nobody should write them: a good one, spoiled in a few places at random by a seed."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Final, cast

from eventsourcing.persistence import StoredEvent

from service.store.codec import REGISTRY
from service.store.digest import GENESIS, link

Json = dict[str, object]
Spoiler = Callable[[bytes, Random], bytes]
Row = tuple[str, int, str, str]
"""Stream, version, stored name and state of an event."""

LONG: Final = 30_000
DEEP: Final = 3_000
PIECES: Final[list[bytes]] = [piece.encode(errors="surrogatepass") for piece in (
    *"\n\r\t\f\v "
     ",=>^#@\"';:/-.~?%[]{}\\XW0123456789٣ıİßé\x00\x07\x1b\x7f\x85\xa0\u2028\u2029\u202e\ufeff\ud800\udfff文🕊",
    "\r\n", "\n\r", "\n    ", "  ", "..", '"",', '""', "\x1b[2J", "2022-02-30", "9999-12-31",
    "0000", "1e999", "-1e-999", "NaN", "-0",
    "9" * 400, "9" * 5_000, "x" * LONG, " " * LONG, '"' * 999, "[" * DEEP, "=cmd|' /C calc'!A0",
    "@SUM(1)", "+1", "-2", "'=", "''",
    "report ", "known ", "because ", "^straits", "TUR", " > ", " = ", "instrument:", "planned:",
    "weight ", "'; --", "https://",
)] + [b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\xaf", b"\xff\xfe"]  # fmt: skip
_ENCODINGS: Final = (
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-32",
    "cp1254",
    "latin-1",
    "cp037",
    "utf-7",
)
_LINE_ENDS: Final = (b"\r", b"\r\n", b"\n\n", b"\r\r\n", b"\x0b", b"\xe2\x80\xa8", b"")


# Any file -----------------------------------------------------------------------------------------


def spoiled(file: bytes, random: Random) -> bytes:
    """A file with a few bytes, stretches or lines changed, cut out, put in, doubled or swapped."""
    for spoil in random.choices(_SPOILERS, k=random.choice((1, 1, 2, 3, 8))):
        file = spoil(file, random)
    return file


def _flipped(file: bytes, random: Random) -> bytes:
    at = random.randrange(len(file) + 1)
    bit = random.choice((1, 2, 4, 8, 16, 32, 64, 128))
    return file[:at] + bytes(byte ^ bit for byte in file[at : at + 1]) + file[at + 1 :]


def _with_a_piece(file: bytes, random: Random) -> bytes:
    at = random.randrange(len(file) + 1)
    return file[:at] + random.choice(PIECES) + file[at + random.choice((0, 0, 1, 4)) :]


def _without_a_stretch(file: bytes, random: Random) -> bytes:
    at = random.randrange(len(file) + 1)
    return file[:at] + file[at + random.choice((1, 1, 2, 9, 40)) :]


def _with_a_stretch_twice(file: bytes, random: Random) -> bytes:
    at, other = sorted(random.randrange(len(file) + 1) for _ in range(2))
    return file[:at] + file[other : other + random.choice((3, 40))] + file[at:]


def _with_other_lines(file: bytes, random: Random) -> bytes:
    lines = file.splitlines(keepends=True) or [b""]
    at, other = random.randrange(len(lines)), random.randrange(len(lines))
    change = random.randrange(4)
    if change == 0:
        lines.insert(other, lines[at])
    elif change == 1:
        lines.pop(at)
    elif change == 2:
        lines[at], lines[other] = lines[other], lines[at]
    else:
        lines[at] = lines[at].rstrip(b"\r\n") + random.choice(_LINE_ENDS)
    return b"".join(lines)


def _cut_short(file: bytes, random: Random) -> bytes:
    return file[: random.randrange(len(file) + 1)]


def _in_another_encoding(file: bytes, random: Random) -> bytes:
    if random.random() < 0.5:
        return random.choice((b"\xef\xbb\xbf", b"\xff\xfe")) + file
    return file.decode(errors="replace").encode(random.choice(_ENCODINGS), errors="replace")


def _with_other_line_ends(file: bytes, random: Random) -> bytes:
    return file.replace(b"\n", random.choice(_LINE_ENDS))


_SPOILERS: Final[tuple[Spoiler, ...]] = (
    *(_flipped, _with_a_piece, _without_a_stretch, _with_a_stretch_twice, _with_other_lines) * 4,
    _with_a_piece,
    _cut_short,
    _in_another_encoding,
    _with_other_line_ends,
)


# Tables -------------------------------------------------------------------------------------------

_CELLS: Final = (
    "", " ", "=1+1", "'=1", "'", "''", "@", "+", "-", "\t=", "x" * LONG, "a\nb", "a\rb", 'a"b',
    "a;b", "a,b", "2022", "2022/2023", "../..",
    "/", "1e999", "9" * 5_000, "report", "report; report", "report\nreport", "denied X, 2022",
    "known 2022-03-05?", "known", "TUR",
    "RUS,USA", "> RUS", ">", "=", "call", "instrument:sanctions", "planned:call", "call\u2028visit",
    "^call", "#war", "\u2028", "\x00",
)  # fmt: skip


def spoiled_table(file: bytes, random: Random) -> bytes:
    """A table with cells, rows or columns changed, in any form that spreadsheets write.

    Then perhaps spoiled as any file.
    """
    rows = list(csv.reader(io.StringIO(file.decode(), newline="")))
    for _ in range(random.choice((0, 1, 1, 2, 5))):
        _change_table(rows, random)
    out = io.StringIO(newline="")
    delimiter, ending = random.choice(",,,;"), random.choice(("\n", "\n", "\r\n", "\r"))
    quoted = random.random() < 0.5
    csv.writer(
        out,
        delimiter=delimiter,
        lineterminator=ending,
        quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL,
    ).writerows(rows)
    written = out.getvalue().encode(errors="surrogatepass")
    return spoiled(written, random) if random.random() < 0.5 else written


def _change_table(rows: list[list[str]], random: Random) -> None:
    if not rows:
        return
    row = random.choice(rows)
    at, other = (random.randrange(max(1, len(row))) for _ in range(2))
    change = random.randrange(8)
    if change <= 2:
        row[at : at + 1] = [random.choice((*_CELLS, *random.choice(rows)))]
    elif change == 3:
        del row[at : at + 1]
    elif change == 4:
        row.insert(at, random.choice(_CELLS))
    elif change == 5:
        for each in rows:
            if max(at, other) < len(each):
                each[at], each[other] = each[other], each[at]
    elif change == 6:
        rows.insert(random.randrange(len(rows) + 1), list(row))
    else:
        rows.remove(row)


# Copies -------------------------------------------------------------------------------------------

_LINE: Final = re.compile(
    r'\{"stream":(".*?"),"version":(\d+),"event":(".*?"),"state":(.*),"hash":"[0-9a-f]{64}"\}'
)
_VALUES: Final[tuple[object, ...]] = (
    None, True, False, 0, -1, 10**30, 10**400, 0.5, "", "x", "..", "2022-03-05", "2022-03",
    "2022-02-30", "9999-12-31", "0001-01-01",
    "12022-01-01", "\x00", "\x1b[2J", "\ud800", "a\u2028b", "a\nb", "x" * LONG, [], {}, ["TUR"],
    ["TUR", "TUR"], [[]],
    "TUR > RUS", "nonsense",
    "engagement", "instrument", "contact", "call", "sanctions", "weight", "on", "planned", "until",
    "parties", "Z9",
    "B5", "2022-03-05T00:00:00Z", [1],
    [1, 2, 3], [99],
)  # fmt: skip
_STREAMS: Final = (
    "",
    "/",
    "desk",
    "desk/",
    "desk/call",
    "icews/x",
    "actor/ruritania",
    "commands/desk/call@1",
    "answers/x",
    "a\tb",
    "a\nb",
    "\ud800",
)


def spoiled_copy(file: bytes, random: Random) -> bytes:
    """A copy whose events are changed, its chain made to fit them, or not.

    Then perhaps spoiled as any file.
    """
    rows = [_row(line) for line in file.decode().splitlines()[1:]]
    for _ in range(random.choice((0, 1, 1, 2, 4))):
        _change_row(rows, random)
    written = linked(rows)
    return spoiled(written, random) if random.random() < 0.4 else written


def linked(rows: Sequence[Row]) -> bytes:
    """Events as a copy whose chain is right, whatever they say."""
    digest, lines = GENESIS, [""]
    for stream, version, topic, state in rows:
        row = StoredEvent(stream, version, topic, state.encode(errors="surrogatepass"))
        try:
            digest = link(digest, row)
        except UnicodeEncodeError:
            digest = bytes(32)
        named = f'{{"stream":{json.dumps(stream)},"version":{version},"event":{json.dumps(topic)}'
        lines.append(f'{named},"state":{state},"hash":"{digest.hex()}"}}')
    lines[0] = f'{{"schema":"detente/events@1","events":{len(rows)},"hash":"{digest.hex()}"}}'
    return "".join(f"{line}\n" for line in lines).encode(errors="surrogatepass")


def _row(line: str) -> Row:
    found = _LINE.fullmatch(line)
    assert found is not None
    return str(json.loads(found[1])), int(found[2]), str(json.loads(found[3])), found[4]


def _change_row(rows: list[Row], random: Random) -> None:
    if not rows:
        return
    at, other = random.randrange(len(rows)), random.randrange(len(rows))
    stream, version, topic, state = rows[at]
    change = random.randrange(12)
    if change == 0:
        rows.pop(at)
    elif change == 1:
        rows.insert(other, rows[at])
    elif change == 2:
        rows[at], rows[other] = rows[other], rows[at]
    elif change == 3:
        rows[at] = (
            random.choice((*_STREAMS, rows[other][0])),
            random.choice((version, 1)),
            topic,
            state,
        )
    elif change == 4:
        rows[at] = stream, random.choice((0, version + 1, 10**30, -1)), topic, state
    elif change == 5:
        rows[at] = (
            stream,
            version,
            random.choice((*REGISTRY, "os:system", "fact.asserted/2", "\x00", "")),
            state,
        )
    elif change == 6:
        rows.append(
            (
                stream,
                1 + max(row[1] for row in rows if row[0] == stream),
                rows[other][2],
                rows[other][3],
            )
        )
    else:
        rows[at] = stream, version, topic, spoiled_state(state, random)


def spoiled_state(state: str, random: Random) -> str:
    """The stored fields of an event with one of them gone, new, or of another value or type."""
    if random.random() < 0.05:
        return random.choice(
            (
                "{" * DEEP,
                '{"a":' * DEEP + "1" + "}" * DEEP,
                "{}",
                '{"known_on":NaN}',
                "{ }",
                state[:-1] + ",}",
            )
        )
    try:
        fields = cast(Json, json.loads(state))
    except (ValueError, RecursionError):
        return state  # spoiled already
    inside = fields
    for _ in range(2):
        deeper = [value for value in inside.values() if isinstance(value, dict)]
        if deeper and random.random() < 0.6:
            inside = cast(Json, random.choice(deeper))
    names = [*inside, "because", "extra"]
    name = random.choice(names)
    if random.random() < 0.2:
        inside.pop(name, None)
    else:
        inside[name] = random.choice((*_VALUES, inside.get(random.choice(names))))
    return json.dumps(
        fields,
        ensure_ascii=random.random() < 0.5,
        indent=random.choice((None, None, None, "\t")),
        separators=(",", ":"),
    ).replace("\n", "")


SPOILED: Final[dict[str, Spoiler]] = {"facts": spoiled, "csv": spoiled_table, "jsonl": spoiled_copy}
"""How a file of each form is spoiled."""
