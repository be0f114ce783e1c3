"""Hints on an actor that nobody knows, or that existed on other days."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from domain import edtf
from domain.edtf import NO_FIRST, NO_LAST, Window
from domain.folding import fold, slug
from domain.refusal import Run


def described(text: str) -> list[Run]:
    """The line that describes somebody, where a text looks like a name: `Peng Liyuan`."""
    named = text[:1].isupper() and not text.isupper()
    if not slug(text) or not named or set(text) & set('|{}=@^#"'):
        return []
    line = f"@actor {slug(text)}  {text}  type=person"
    return [Run.of("add", line, meaning="if it is a person; then try again")]


def with_words(text: str, names: Mapping[str, Sequence[str]]) -> list[str]:
    """Folded names that hold every word of a text, as `Nagorno-Karabakh` holds `Karabakh`.

    One of each actor; `names` are the ids of the actors by folded name. None where many do.
    """
    words = set(_WORD.findall(fold(text)))
    found: dict[str, str] = {}
    for name, ids in names.items():
        if words and words <= set(_WORD.findall(name)):
            found |= dict.fromkeys(ids, name)
    return list(found.values()) if len(found) <= _FEW else []


_WORD: Final = re.compile(r"[^\W_]+")
_FEW: Final = 3


def when(days: Window) -> str:
    """Some days, of which one end is known at least, behind the words "did not exist"."""
    if days.lo == NO_FIRST:
        return f"up to {edtf.written(days.hi)}"
    if days.hi == NO_LAST:
        return f"from {edtf.written(days.lo)} on"
    first, last = edtf.written(days.lo), edtf.written(days.hi)
    return f"on {last}" if first == last else f"from {first} to {last}"
