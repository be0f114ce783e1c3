"""Characters that a terminal obeys, or that nobody sees: found, refused, and written out."""

from __future__ import annotations

import json
import re
import shlex
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final, cast

from domain.refusal import InvalidInput

_OBEYED: Final = "\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069"
"""Controls but for tab and line feed, breaks of lines, and what turns the writing around."""

_UNSEEN: Final = (
    "\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u200b\\u200e\\u200f\\u2060-\\u2065"
    "\\u206a-\\u206f\\u3164\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3"
    "\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff"
)
"""What Unicode calls ignorable by default, but for joiners and selectors."""

_BYTES: Final = "\\ud800-\\udfff"
"""Halves of characters, which stand for bytes that are not UTF-8."""

_ANY_BYTE: Final = frozenset(map(chr, range(0xDC80, 0xDD00)))
"""Which of these stands for one byte."""

_JOINERS: Final = "\\u200c\\u200d"
_SELECTORS: Final = "\\u180b-\\u180f\\ufe00-\\ufe0f"
_ALL: Final = f"{_OBEYED}{_UNSEEN}{_BYTES}{_JOINERS}{_SELECTORS}"

_SHAPED: Final = "\\u00a9\\u00ae\\u0590-\\u1dff\\u203c\\u2049\\u2100-\\U0010ffff"
"""Scripts that join their letters, and symbols that are drawn in several ways. Latin, Greek and
Cyrillic letters are neither, so nothing can be hidden between them.
"""

_BEFORE: Final = f"(?<=[{_SHAPED}])(?<![{_ALL}])"
_AFTER: Final = f"(?=[{_SHAPED}])(?![{_ALL}])"
_IN_PLACE: Final = (
    f"{_BEFORE}[{_JOINERS}]{_AFTER}"
    f"|(?<=\\ufe0f)\\u200d{_AFTER}"
    f"|{_BEFORE}[{_SELECTORS}]"
    "|(?<=[0-9#*])\\ufe0f(?=\\u20e3)"
)
_SUSPECT: Final = re.compile(f"[{_ALL}]")
"""What every hidden character matches, and others where they are in place: seldom any does."""


@cache
def _hidden() -> re.Pattern[str]:
    """What a hidden character matches; made when it is needed, for that takes a while."""
    return re.compile(f"[{_OBEYED}{_UNSEEN}{_BYTES}]|(?!{_IN_PLACE})[{_JOINERS}{_SELECTORS}]")


_END_OF_LINE: Final = re.compile(r"\r\n|\n|\r")
_MARKS: Final = re.compile(r"(?:\A|(?<=[\r\n]))\ufeff+")

_CALLED: Final = {
    0x00: "null",
    0x07: "bell",
    0x08: "backspace",
    0x0A: "line feed",
    0x0D: "carriage return",
    0x1B: "escape",
    0x7F: "delete",
    0x85: "next line",
    0x9B: "control sequence introducer",
}
"""Controls that people know by name; Unicode names none."""


def check_characters(text: str, what: str = "a line") -> None:
    """Raises InvalidInput, at its column, for a character that a line cannot hold.

    That is one that a terminal obeys, one that nobody sees, or a byte that is not UTF-8.
    """
    found = _hidden().search(text) if _SUSPECT.search(text) else None
    place = text.find("\n") if found is None else found.start()
    if place < 0:
        return
    character = text[place]
    raise InvalidInput(
        f"{what} cannot hold {_kind(character)}, and {_name(character)} is one.",
        code="not-utf-8" if _is_byte(character) else "control-character",
        column=place + 1,
        values={"character": f"U+{ord(character):04X}"},
    )


def check_characters_in_json(state: bytes) -> None:
    """Raises InvalidInput where any text in JSON holds a hidden character, escaped or not."""
    text = state.decode()
    for each in _texts(json.loads(text)) if "\\" in text else (text,):
        check_characters(each.replace("\n", " "))


def _texts(value: object) -> Iterator[str]:
    """Every text in a value of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for each in cast("list[object]", value if isinstance(value, list) else [*value.values()]):
            yield from _texts(each)


def lines_of(text: str) -> list[str]:
    """The lines of a text, which end at line feeds and carriage returns alone.

    Other breaks of lines stay in their line, where they are refused as any hidden character is.
    """
    lines = _END_OF_LINE.split(text)
    return lines if lines[-1] else lines[:-1]


def without_marks(text: str) -> str:
    """A text without the byte order marks at the beginning of it and of its lines.

    Files that were joined have those of each of them.
    """
    return _MARKS.sub("", text) if "\ufeff" in text else text


def holds_hidden(text: str) -> bool:
    """Whether a text of one or more lines holds a character that no line may hold."""
    return _SUSPECT.search(text) is not None and _hidden().search(text) is not None


def without_hidden(text: str) -> str:
    """A text without the characters that no line may hold."""
    return _hidden().sub("", text) if _SUSPECT.search(text) else text


def visible(text: str) -> str:
    r"""A text with the characters that no line may hold written out, as Python writes them.

    >>> visible("safe \x1b[31m\u202e")
    'safe \\x1b[31m\\u202e'
    """
    if not _SUSPECT.search(text):
        return text
    return _hidden().sub(lambda found: ascii(found[0])[1:-1], text)


def on_one_line(text: str) -> str:
    r"""A text as `visible` has it, and with line feeds written out: it cannot begin another line.

    >>> on_one_line("a.facts\nerror: none")
    'a.facts\\nerror: none'
    """
    return visible(text).replace("\n", "\\n")


def for_shell(text: str) -> str:
    r"""A word as it is pasted into a shell, with characters that no line may hold as their bytes.

    >>> for_shell("a b"), for_shell("caf\udce9")
    ("'a b'", "$'caf\\351'")
    """
    if on_one_line(text) == text:
        return shlex.quote(text)
    escaped = re.sub(r"[\\']", r"\\\g<0>", text).replace("\n", "\\n")
    return "$'" + _hidden().sub(lambda found: _octal(found[0]), escaped) + "'"


def _octal(character: str) -> str:
    how = "surrogateescape" if character in _ANY_BYTE else "surrogatepass"
    return "".join(f"\\{byte:03o}" for byte in character.encode(errors=how))


def visible_in_json(text: str) -> str:
    """A text of JSON with the characters that no line may hold escaped, so of the same value."""
    if not _SUSPECT.search(text):
        return text
    return _hidden().sub(lambda found: json.dumps(found[0])[1:-1], text)


def _kind(character: str) -> str:
    if re.match(f"[{_OBEYED}\n]", character):
        return "control characters"
    if _is_byte(character):
        return "bytes that are not UTF-8"
    return "characters that nobody sees"


def _is_byte(character: str) -> bool:
    return "\ud800" <= character <= "\udfff"


def _name(character: str) -> str:
    """`U+202E (right-to-left override)`; a byte as `0xE9`."""
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"0x{code - 0xDC00:02X}"
    name = unicodedata.name(character, "").lower() or _CALLED.get(code, "")
    return f"U+{code:04X} ({name})" if name else f"U+{code:04X}"
