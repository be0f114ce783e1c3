"""Lines in plain words, refused: each with the line as `.facts` writes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain import kinds
from domain.actors import ALWAYS
from domain.glossary import entry_of
from domain.meaning import Match, search
from domain.refusal import Fix, InvalidInput, Run
from domain.suggestions import MOST, deeds
from projections.notation.pieces import Word
from service.formats.names import Names

_LONGEST_NAME: Final = 6
"""So many words at most are tried as actors."""


def deed_in_words(
    line: str, found: Sequence[Word], operator: int, names: Names
) -> InvalidInput | None:
    """The refusal of a line whose deed is not the name of a kind; None where that is not it.

    `turkey > russia summoned the ambassador`. A word set apart by two spaces was meant as a kind.
    """
    end = _end_of_actors(found, operator + 1, names)
    deed = _up_to_tail(found[end:])
    if end == operator + 1 or (deed and (_is_apart(line, deed[0]) or _is_kind(deed[0].text))):
        return None
    text = " ".join(word.text for word in deed)
    head = _text(line, found[:end])
    if not deed:
        said = "what happened is missing, and a title in your own words."
        fix = Fix(f"{head}  call  TITLE", "for example")
        return InvalidInput(said, fix, code="incomplete-fact", column=found[-1].column)
    tail = line[found[end].column - 1 :].strip()
    if kinds.find_what(deed[0].text.partition("/")[0]) is not None:
        said = "a fact has a title, in your own words, behind what happened."
        fix = Fix(f"{head}  {text}  TITLE")
        return InvalidInput(said, fix, code="title-needed", column=deed[0].column)
    meanings = deeds(text)[:MOST]
    one = "this" if len(meanings) == 1 else "one of these"
    said = f'"{text}" is not the name of a kind.'
    return InvalidInput(
        f"{said} Did you mean {one}?" if meanings else said,
        *(Fix(f"{head}  {what.written}  {tail}", entry_of(what).definition) for what in meanings),
        Run.of("kinds", meaning="lists what can happen"),
        code="deed-in-words",
        column=deed[0].column,
        values={"what": text},
    )


def without_sign(line: str, found: Sequence[Word], names: Names) -> InvalidInput | None:
    """The refusal of a line with nothing between its two actors; None where that is not it."""
    first = _end_of_actors(found, 1, names)
    second = _end_of_actors(found, first, names)
    if first == 1 or second in (first, len(found)):
        return None
    head, other = _text(line, found[:first]), _text(line, found[first:second])
    rest = line[found[second].column - 1 :].strip()
    return InvalidInput(
        "a sign between the two says who did it to whom.",
        Fix(f"{head} > {other}  {rest}", "the first did it to the second"),
        Fix(f"{head} = {other}  {rest}", "both did it together"),
        code="no-sign",
        column=found[first].column,
    )


def _end_of_actors(found: Sequence[Word], start: int, names: Names) -> int:
    """Where the longest name that begins at a word ends; that word itself where none does."""
    for end in range(min(len(found), start + _LONGEST_NAME), start, -1):
        try:
            names.actors(found[start:end], ALWAYS)
        except InvalidInput:
            continue
        return end
    return start


def _up_to_tail(found: Sequence[Word]) -> Sequence[Word]:
    """The words before the first `^handle` or `#topic`."""
    end = next((i for i, word in enumerate(found) if word.text[0] in "^#"), len(found))
    return found[:end]


def _is_kind(text: str) -> bool:
    """Whether a word was meant as a kind: with its mode or its domain, or misspelt."""
    misspelt = any(hit.match == Match.MISSPELT for hit in search(text)[:1])
    return misspelt or bool(set(text) & set(":/"))


def _is_apart(line: str, word: Word) -> bool:
    end = word.column - 1 + len(word.text)
    return line[end : end + 2].isspace() and len(line[end : end + 2]) == 2


def _text(line: str, found: Sequence[Word]) -> str:
    last = found[-1]
    return line[found[0].column - 1 : last.column - 1 + len(last.text)]
