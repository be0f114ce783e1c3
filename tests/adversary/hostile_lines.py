"""Copies of a timeline as an enemy writes them: each kind of lie, made by hand from a good copy."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final, cast

from tests.hostile import Row, linked

Lie = Callable[[list[Row]], bytes]
"""Makes a hostile file of the events of a good one."""

STRAITS: Final = 2
"""The event that is lied about: the first that is not there yet, on the fourth line."""

CALL: Final = 4
REPORT: Final = 6
COMMAND: Final = 3


def fields_of(row: Row) -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(row[3]))


def dumped(fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def saying(at: int = STRAITS, /, **changes: object) -> Lie:
    """An event says something else; what it leaves out is None."""

    def lie(rows: list[Row]) -> bytes:
        stream, version, topic, _ = rows[at]
        fields = fields_of(rows[at])
        for name, value in changes.items():
            inside = fields
            *path, last = name.split("__")
            for step in path:
                inside = inside[step]
            inside[last] = value
            if value is GONE:
                del inside[last]
        rows[at] = stream, version, topic, dumped(fields)
        return linked(rows)

    return lie


GONE: Final = object()
"""Stands for a field that is left out."""


def stating(state: str, at: int = STRAITS) -> Lie:
    """An event whose fields are a text, its chain made to fit."""

    def lie(rows: list[Row]) -> bytes:
        stream, version, topic, _ = rows[at]
        rows[at] = stream, version, topic, state
        return linked(rows)

    return lie


def stated(change: Callable[[str], str], at: int = STRAITS) -> Lie:
    """An event whose fields are written differently, its chain made to fit."""
    return lambda rows: stating(change(rows[at][3]), at)(rows)


def named(stream: str = "", version: int = 0, topic: str = "", at: int = STRAITS) -> Lie:
    """An event of another stream, version or name."""

    def lie(rows: list[Row]) -> bytes:
        was = rows[at]
        rows[at] = stream or was[0], version or was[1], topic or was[2], was[3]
        return linked(rows)

    return lie


def ordered(*order: int) -> Lie:
    """The events in another order, some twice, some left out."""
    return lambda rows: linked([rows[at] for at in order])


def followed_by(*more: Row) -> Lie:
    """The good events, and more."""
    return lambda rows: linked([*rows, *more])


def written(change: Callable[[bytes], bytes]) -> Lie:
    """The good file, its bytes changed: its chain is left as it is."""
    return lambda rows: change(linked(rows))


def line(number: int, change: Callable[[bytes], bytes]) -> Lie:
    """The good file with one of its lines changed, counted from 1."""

    def lie(rows: list[Row]) -> bytes:
        lines = linked(rows).splitlines(keepends=True)
        lines[number - 1] = change(lines[number - 1])
        return b"".join(lines)

    return lie


def swap(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """Puts something in the place of what must be there."""

    def swapped(text: bytes) -> bytes:
        assert old in text, old
        return text.replace(old, new, 1)

    return swapped


def swap_text(old: str, new: str) -> Callable[[str], str]:
    """The same of a text."""

    def swapped(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, 1)

    return swapped


def nested(depth: int, opening: str, closing: str) -> str:
    return f'{{"known_on":{opening * depth}1{closing * depth}}}'


def with_field(text: str) -> Callable[[str], str]:
    """Writes a field once more at the end of an event's fields."""
    return lambda state: f"{state[:-1]},{text}}}"


def event(stream: str, version: int, topic: str, **fields: object) -> Row:
    """An event beside the good ones."""
    usual = {"known_on": "2022-06-01", "recorded_at": "2022-06-01T12:00:00Z"}
    return stream, version, topic, dumped({**usual, **fields})


TEN_MB: Final = 10 * 1024 * 1024
DEEP: Final = 100_000

LIES: Final[dict[str, Lie]] = {
    # Wrong types.
    "a list for a title": saying(content__title=["Straits closed"]),
    "a number for a title": saying(content__title=7),
    "an object for a title": saying(content__title={"a": "b"}),
    "nothing for a title": saying(content__title=None),
    "true for a day": saying(known_on=True),
    "a number for a day": saying(known_on=20220228),
    "a fraction for a day": saying(known_on=0.5),
    "a text for actors": saying(content__actors="TUR"),
    "an object for actors": saying(content__actors={"TUR": 1}),
    "actors in a list of lists": saying(content__actors=[["TUR"]]),
    "numbers for actors": saying(content__actors=[1, 2]),
    "a list for a content": saying(content=[]),
    "a text for a report": saying(report="Reuters"),
    "a text for how many": saying(COMMAND, count="1"),
    "a fraction for how many": saying(COMMAND, count=1.5),
    "fields that are a list": stating("[]"),
    "fields that are a text": stating('"x"'),
    "fields that are nothing": stating("null"),
    "no fields": stating("{}"),
    # Numbers.
    "a number of four hundred digits": stating(f'{{"known_on":{"9" * 400}}}'),
    "a number of five thousand digits": stating(f'{{"known_on":{"9" * 5_000}}}'),
    "an exponent without an end": stating('{"known_on":1e999999999}'),
    "not a number": stating('{"known_on":NaN}'),
    "infinity": stating('{"known_on":-Infinity}'),
    "how many is huge": saying(COMMAND, count=10**30),
    "how many is less than nothing": saying(COMMAND, count=-1),
    "how many is not how many": saying(COMMAND, count=2),
    "a version of thirty digits": named(version=10**30),
    "a version below one": line(4, swap(b'"version":1', b'"version":-1')),
    "a version that is nought": line(4, swap(b'"version":1', b'"version":0')),
    "a version with a point": line(4, swap(b'"version":1', b'"version":1.0')),
    "a version with a nought before it": line(4, swap(b'"version":1', b'"version":01')),
    # Depth and length.
    "a hundred thousand lists in each other": stating(nested(DEEP, "[", "]")),
    "a hundred thousand objects in each other": stating(nested(DEEP, '{"a":', "}")),
    "brackets that nobody closes": stating("{" + "[" * DEEP + "}"),
    "a line that is nothing but brackets": line(4, lambda _: b"[" * DEEP + b"\n"),
    "a line of ten megabytes that is no JSON": line(4, lambda _: b"x" * TEN_MB + b"\n"),
    "a title of ten megabytes": saying(content__title="x" * TEN_MB),
    "a title of ten megabytes of quotes": saying(content__title='"' * TEN_MB),
    "a hundred thousand actors": saying(content__actors=["TUR"] * DEEP),
    # Fields twice, and more of them.
    "a field twice": stated(with_field('"known_on":"2020-01-01"')),
    "a field inside twice": stated(swap_text('"title":', '"title":"Another","title":')),
    "a field that nobody knows": saying(admin=True),
    "a field that nobody knows inside": saying(content__admin=True),
    "a field of Python's": stated(with_field('"__class__":"os.system"')),
    "a stream twice on a line": line(4, swap(b'{"stream":', b'{"stream":"desk/a","stream":')),
    "a hash twice on a line": line(4, swap(b'"hash":', b'"hash":"00","hash":')),
    "a line with one more field": line(4, swap(b'{"stream":', b'{"x":1,"stream":')),
    "a field less": saying(known_on=GONE),
    "no content": saying(content=GONE),
    "no kind": saying(content__kind=GONE),
    "no instant of recording": saying(recorded_at=GONE),
    # Characters.
    "half a pair of surrogates, escaped": stated(
        swap_text("Straits closed", r"Straits \ud800 closed")
    ),
    "half a pair of surrogates, raw": written(swap(b"Straits closed", b"Straits \xed\xa0\x80")),
    "a zero character, escaped": stated(swap_text("Straits closed", r"Straits \u0000 closed")),
    "a zero character, raw": stated(swap_text("Straits closed", "Straits \0 closed")),
    "a line feed in a title": saying(content__title="Straits\nreport Reuters, 2022-02-28"),
    "an escape sequence of terminals": saying(content__title="\x1b[2J\x1b]0;owned\x07"),
    "a title that runs from right to left": saying(content__title="\u202etxt.exe"),
    "a title of characters that nobody sees": saying(content__title="\u200b\u2060"),
    "an empty title": saying(content__title=""),
    "a stream with a line feed": named("desk/a\nb"),
    "a stream with a zero character": line(4, swap(b"desk/straits", rb"desk/a\u0000b")),
    "a stream with half a surrogate": line(4, swap(b"desk/straits", rb"desk/\ud800")),
    "a stream that climbs": named("desk/../../etc/passwd"),
    "a stream without a layer": named("/straits"),
    "a stream without a name": named("desk/"),
    "a stream without a stroke": named("straits"),
    "a byte that is no UTF-8": written(swap(b"Straits closed", b"Straits \xff\xfe closed")),
    "UTF-8 that is too long": written(swap(b"Straits closed", b"Straits \xc0\xaf closed")),
    "one line in UTF-16": line(4, lambda text: text.decode().encode("utf-16")),
    "all lines in UTF-16": written(lambda text: text.decode().encode("utf-16")),
    "one line in UTF-7": line(4, lambda text: text.replace(b'"', b"+ACI-")),
    "one line in Turkish ANSI": line(
        4, lambda text: text.replace(b"Straits", "Boğaz".encode("cp1254"))
    ),
    "a byte order mark inside": line(4, lambda text: b"\xef\xbb\xbf" + text),
    "a carriage return for an end": line(4, swap(b"\n", b"\r")),
    "a line separator for an end": line(4, swap(b"\n", "\u2028".encode())),
    "a line between": line(4, lambda text: b"\n" + text),
    "a space between": line(4, swap(b'"version":', b'"version": ')),
    "a comma at the end": line(4, swap(b"}\n", b"},\n")),
    "a comment": line(4, lambda text: b"// a comment\n" + text),
    # The chain.
    "a forged digest": line(4, lambda text: text[:-67] + b"0" * 64 + b'"}\n'),
    "a digest in capitals": line(4, lambda text: text[:-67] + text[-67:-3].upper() + b'"}\n'),
    "a digest that is short": line(4, lambda text: text[:-10] + b'"}\n'),
    "a digest of the header that is forged": line(1, lambda text: text[:-67] + b"0" * 64 + b'"}\n'),
    "more events promised": line(1, swap(b'"events":8', b'"events":9')),
    "fewer events promised": line(1, swap(b'"events":8', b'"events":7')),
    "events promised below nothing": line(1, swap(b'"events":8', b'"events":-8')),
    "more events promised than there are numbers": line(
        1, swap(b'"events":8', b'"events":' + b"9" * 400)
    ),
    "a header twice": line(1, lambda text: text * 2),
    "no header": line(1, lambda _: b""),
    "a header of another program": line(1, swap(b"detente/events@1", b"other/events@1")),
    "a header of tomorrow": line(1, swap(b"detente/events@1", b"detente/events@2")),
    "a position of its own": line(4, swap(b'{"stream":', b'{"position":1,"stream":')),
    "a changed event": written(swap(b"Straits closed", b"Straits opened")),
    "nothing at all": lambda _: b"",
    "the end cut off in a line": written(lambda text: text[:-100]),
    "the last line cut off": written(lambda text: text[: text.rindex(b"\n", 0, -1) + 1]),
    # Streams and versions.
    "an event twice": ordered(0, 1, 2, 2, 3, 4, 5, 6, 7),
    "an event of another's stream": named("desk/call"),
    "an event of one that is there": named("desk/visit"),
    "two streams mixed up": lambda rows: linked(
        [
            *rows[:2],
            (rows[CALL][0], *rows[STRAITS][1:]),
            rows[3],
            (rows[STRAITS][0], *rows[CALL][1:]),
            *rows[5:],
        ]
    ),
    "a version that skips": named(version=3, at=REPORT),
    "a version twice": named(version=1, at=REPORT),
    "a report before its fact": ordered(0, 1, 6, 7, 2, 3, 4, 5),
    "a fact without its command": ordered(0, 1, 2, 4, 5, 6, 7),
    "a command without its fact": ordered(0, 1, 3, 4, 5),
    "a fact that begins twice": followed_by(
        event("desk/straits", 3, "fact.asserted/1", content={"kind": "engagement"})
    ),
    "a command of nobody": followed_by(
        event("commands/x", 1, "command.recorded/2", verb="add", text="add", count=1)
    ),
    "an undoing of what never was": followed_by(
        event("desk/straits", 3, "fact.undone/1", versions=[9])
    ),
    "an undoing of itself": followed_by(event("desk/straits", 3, "fact.undone/1", versions=[3])),
    "an undoing of nothing": followed_by(event("desk/straits", 3, "fact.undone/1", versions=[])),
    "an undoing of texts": followed_by(event("desk/straits", 3, "fact.undone/1", versions=["1"])),
    # Names of events.
    "an event that nobody knows": named(topic="fact.forged/1"),
    "an event of tomorrow": named(topic="fact.asserted/2"),
    "an event that is a module": named(topic="os:system"),
    "an event that is a class of ours": named(topic="domain.events:Asserted"),
    "an event without a name": line(4, swap(b"fact.asserted/1", b"")),
    "a command among facts": named(topic="command.recorded/2"),
    "an actor among facts": followed_by(
        event("desk/x", 1, "actor.described/1", line="evil  Evil  type=state")
    ),
    "an actor that is no line": followed_by(
        event("actors/evil", 1, "actor.described/1", line="\n\n")
    ),
    "an answer that runs words": followed_by(
        event(
            "answers/0123456789abcdef",
            1,
            "answer.cited/1",
            words=["export", "-o", "stolen.txt"],
            today="2022-06-01",
            position=1,
            title="x",
        )
    ),
    # What is said.
    "the thirtieth of February": saying(content__since="2022-02-30"),
    "a month thirteen": saying(content__since="2022-13-01"),
    "the year nought": saying(content__since="0000-01-01"),
    "a year of five digits": saying(content__since="12022-01-01"),
    "a day after the last": saying(known_on="10000-01-01"),
    "a day with an hour": saying(known_on="2022-02-28T12:00:00"),
    "a day of words": saying(known_on="yesterday"),
    "an instant without a zone": saying(recorded_at="2022-02-28T12:00:00"),
    "an instant of another zone": saying(recorded_at="2022-02-28T12:00:00+03:00"),
    "an instant of a second sixty-one": saying(recorded_at="2022-02-28T12:00:61Z"),
    "an instant that is a number": saying(recorded_at=0),
    "an actor that nobody knows": saying(content__actors=["RURITANIA"]),
    "an actor with an order": saying(content__actors=["TUR'; DROP TABLE events; --"]),
    "nobody at all": saying(content__actors=[], content__recipients=[]),
    "the same on both sides": saying(content__recipients=["TUR"]),
    "a kind that nobody knows": saying(content__kind="magic"),
    "a word that nobody knows": saying(content__what="teleports"),
    "a domain that nobody knows": saying(content__domain="astrology"),
    "a relation that nobody knows": saying(content__relation="secret"),
    "a fact that is planned and has happened": saying(CALL, content__since="2022-03-06"),
    "an end before its beginning": saying(content__until="2021-01-01"),
    "a weight without a measure": saying(content__weight=10**30),
    "a report of nobody": saying(REPORT, report={}),
    "a grade that nobody gives": saying(REPORT, report={"publisher": "AFP", "grade": "Z9"}),
    "a link that runs a script": saying(
        REPORT, report={"publisher": "AFP", "url": "javascript:alert(1)"}
    ),
}
