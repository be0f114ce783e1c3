"""Lines in plain words, refused: each with the line as `.facts` writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from domain import kinds, typed
from domain.default_domains import default_domain
from domain.glossary import entry_of
from domain.kinds import What
from domain.meaning import REVERSING, Match, search
from domain.refusal import OPEN, AnyFix, Fix, InvalidInput, NotADate, Run
from domain.stems import stems
from domain.suggestions import MOST, deeds
from projections.interview import sign_of
from projections.notation.pieces import Word, words
from projections.notation.publishers import reported
from projections.notation.titles import with_source
from service.formats.familiar import end_of_date
from service.formats.names import Names

_LONGEST_NAME: Final = 6
"""So many words at most are tried as actors."""

_COLUMNS: Final = re.compile(r"\s*\t\s*|\s{2,}")
_BETWEEN: Final = {
    "and": "=", "&": "=", "with": "=", "to": ">", "against": ">", "on": ">",
    "vs": "", "vs.": "", "-": "", "–": "", "/": "", "|": "", ":": "",
}  # fmt: skip
"""Words between two actors, and the sign that each is; empty where it may be either."""

_PAIR: Final = re.compile(r"([^\s/–—-]+)[/–—-]([^\s/–—-]+)")
_PUBLISHER: Final = re.compile(r"[A-Z][\w.&'-]*(?: [A-Z][\w.&'-]*){0,2}")
_SIGN: Final = re.compile(r"\s[>=]\s")
_PUNCTUATION: Final = ",:;|"


class _Deed(NamedTuple):
    """What stands behind two actors: what happened, its title, and its handle and topics."""

    words: str
    title: str
    tail: str
    rest: str
    """All of it, as it was written."""


def deed_in_words(
    line: str, found: Sequence[Word], operator: int, names: Names
) -> InvalidInput | None:
    """The refusal of a line whose deed is not the name of a kind; None where that is not it.

    `turkey > russia summoned the ambassador`. A word set apart by two spaces was meant as a kind.
    """
    end = end_of_actors(found, operator + 1, names)
    deed = _up_to_tail(found[end:])
    if end == operator + 1 or (deed and (_is_apart(line, deed[0]) or _is_kind(deed[0].text))):
        return None
    head = _text(line, found[:end]).rstrip(_PUNCTUATION)
    head = head.replace(found[0].text, _dated(found), 1)
    if not deed:
        said = "what happened is missing, and a title in your own words."
        fix = Fix(f"{head}  call  TITLE", "for example")
        return InvalidInput(said, fix, code="incomplete-fact", column=found[-1].column)
    if len(deed) == 1 and kinds.find_what(deed[0].text.partition("/")[0]) is not None:
        text = " ".join(word.text for word in deed)
        said = "a fact has a title, in your own words, behind what happened."
        fix = Fix(f"{head}  {text}  TITLE")
        return InvalidInput(said, fix, code="title-needed", column=deed[0].column)
    parts = _parts(line, found[end:])
    meanings = _meanings(parts)
    one = "this" if len(meanings) == 1 else "one of these"
    said = f'"{parts.words}" is not the name of a kind.'
    return InvalidInput(
        f"{said} Did you mean {one}?" if meanings else said,
        *_fixes([head], parts, meanings),
        Run.of("kinds", meaning="lists what can happen"),
        code="deed-in-words",
        column=deed[0].column,
        values={"what": parts.words},
    )


def other_deed(line: str, found: Sequence[Word], place: int, what: What) -> InvalidInput | None:
    """The refusal of a column that begins with a kind and may mean another: `summit failed`.

    None where its words mean that kind alone, or where another column begins behind the kind; but
    for one that begins as `Postponed to May` does.
    """
    words = _up_to_tail(found[place:])
    columns = _COLUMNS.split(_text(line, words))
    apart = _is_apart(line, found[place - 1])
    if len(columns) > 1 and len(columns[0].split()) > 1 and apart:
        deed = columns[0]
    elif what.kind == "contact" and "/" not in words[0].text and _turns(line, words):
        deed = f"{words[0].text} {words[1].text}"
    else:
        return None
    others = [each for each in deeds(deed)[:MOST] if each.what != what.what]
    if not others:
        return None
    parts = _parts(line, found[place:])
    if parts.words == words[0].text:  # a title of its own, that begins with what happened
        parts = parts._replace(words=deed)
    head = _text(line, found[:place])
    *fixes, own = _fixes([head], parts, [*others, what])
    assert isinstance(own, Fix)
    with_domain = f"  {what.written}/{default_domain(what)}  "  # which nobody writes by mistake
    return InvalidInput(
        f'"{deed}" may mean something else than "{what.written}".',
        *fixes,
        own._replace(paste=own.paste.replace(f"  {what.written}  ", with_domain, 1)),
        code="deed-in-words",
        column=found[place].column,
        values={"what": deed},
    )


def _turns(line: str, words: Sequence[Word]) -> bool:
    """Whether the word behind a kind says that it did not take place: `visit postponed`."""
    if len(words) < 2 or words[1].text.startswith('"'):
        return False  # a title in quotes is one, whatever it begins with
    turning = _NOT_HELD if _is_apart(line, words[0]) else REVERSING | _NOT_HELD
    return not turning.isdisjoint(stems(words[1].text))


_NOT_HELD: Final = frozenset(stems("postponed cancelled canceled scrapped shelved deferred"))


def without_sign(line: str, found: Sequence[Word], names: Names) -> InvalidInput | None:
    """The refusal of a line with nothing between its two actors; None where that is not it."""
    sides = _sides(found, names)
    if sides is None:
        return None
    one, other, sign, end = sides
    date = _dated(found)
    signs = [sign] if sign else [">", "="]
    heads = [f"{date} {one} {each} {other}" for each in signs]
    means = {">": "the first did it to the second", "=": "both did it together"}
    parts = _parts(line, found[end:])
    if not parts.words:
        return None
    first = parts.words.split()[0].rstrip(_PUNCTUATION)
    if kinds.find_what(first.partition("/")[0]) is not None or OPEN in first:
        fixes: list[AnyFix] = [
            Fix(f"{head}  {parts.rest}", means[each])
            for head, each in zip(heads, signs, strict=True)
        ]
    else:
        fixes = list(_fixes(heads, parts, _meanings(parts)[: 2 if len(signs) == 1 else 1]))
        fixes = [
            Fix(fix.paste, means[each]) if isinstance(fix, Fix) and len(heads) > 1 else fix
            for fix, each in zip(fixes, signs * len(fixes), strict=False)
        ]
    return InvalidInput(
        "a sign between the two says who did it to whom.",
        *fixes,
        code="no-sign",
        column=found[min(end, len(found)) - 1].column,
    )


def in_a_sentence(line: str, date: str, names: Names) -> InvalidInput | None:
    """The refusal of a headline that names two actors; None for any other text.

    `Turkey summons Swedish ambassador`. `date` is the date before it, or `DATE`.
    """
    if date == "DATE":  # it may stand at the end of it
        rest, date, _ = reported(line)
        line, date = (rest, date) if date else (line, "DATE")
    found = [Word("", 0), *words(line)]
    first = end_of_actors(found, 1, names)
    start = next((i for i in range(first, len(found)) if end_of_actors(found, i, names) > i), 0)
    if first == 1 or not start:
        return None
    end = end_of_actors(found, start, names)
    one, other = _joined(found[1:first]), _joined(found[start:end])
    deed = " ".join(word.text for word in (*found[first:start], *found[end:]))
    what = _joined(found[first:start])
    meanings = [each for each in deeds(what) or deeds(deed) if not each.of_kind.planned][:MOST]
    title = " ".join(line.split())
    heads = [f"{date}  {one} {sign_of(what)} {other}" for what in meanings]
    fixes: list[AnyFix] = []
    for head, each in zip(heads, meanings, strict=True):
        fixes += _fixes([head], _Deed(what, title, "", title), [each])
    fixes = fixes or list(_fixes([f"{date}  {one} > {other}"], _Deed(what, title, "", title), []))
    return InvalidInput(
        "a line has its parts apart: when, who, to whom, what happened, and a title.",
        *fixes,
        code="in-a-sentence",
        column=1,
    )


def separated(line: str) -> Iterator[str]:
    """A line with its parts set apart by two spaces, where another sign separates them."""
    start = end_of_date(line)
    date, rest = line[:start], line[start:]
    sign_at = _SIGN.search(rest)
    for mark in ("|", ";", ", "):
        first = rest.find(mark)
        apart = mark != ", " or (sign_at is not None and first > sign_at.start())
        if apart and rest.count(mark) >= 2:  # three parts have two marks between
            parts = [date, *(part.strip() for part in rest.split(mark))]
            yield "  ".join(part for part in parts if part)


def _sides(found: Sequence[Word], names: Names) -> tuple[str, str, str, int] | None:
    """Two actors as written, the sign between them if it is known, and where the rest begins."""
    if len(found) > 2 and (match := _PAIR.fullmatch(found[1].text.rstrip(_PUNCTUATION))):
        sides = [Word(side, found[1].column) for side in match.groups()]
        if all(names.are_known([side]) for side in sides):
            return sides[0].text, sides[1].text, "", 2
    first = end_of_actors(found, 1, names)
    word = found[first].text.lower() if 1 < first < len(found) else ""
    start = first + (word in _BETWEEN)
    second = end_of_actors(found, start, names)
    if start == second and "," in (listed := _joined(found[1:first])):
        one, _, other = listed.partition(",")  # `USA, Japan` do it together
        return (one, other.strip(), "=", first) if first < len(found) else None
    if first == 1 or second in (start, len(found)):
        return None
    one, other = _joined(found[1:first]), _joined(found[start:second])
    return one, other, _BETWEEN.get(word, ""), second


def _joined(found: Sequence[Word]) -> str:
    return " ".join(word.text for word in found).rstrip(_PUNCTUATION)


def _parts(line: str, found: Sequence[Word]) -> _Deed:
    """What stands behind two actors, with what happened and the title in columns or as one."""
    words = _up_to_tail(found)
    rest = line[found[0].column - 1 :].strip()
    text = _text(line, words)
    tail = rest[len(text) :].strip()
    columns = _COLUMNS.split(text)
    if len(columns) == 1:
        return _Deed(text, text, tail, rest)
    title = " ".join(columns[1:])
    if len(columns) > 2 and _PUBLISHER.fullmatch(columns[-1]):
        title = f"{' '.join(columns[1:-1])} (source {columns[-1]})"
    return _Deed(columns[0], title, tail, rest)


def _meanings(parts: _Deed) -> list[What]:
    """What the words may mean; a title alone does not say what kind it is."""
    return deeds(parts.words)[:MOST]


def _dated(found: Sequence[Word]) -> str:
    """The date of a line, as it is read where it can only mean one day."""
    text = found[0].text.rstrip(_PUNCTUATION)
    try:
        typed.instant(text)
    except NotADate as refused:
        (only, *others) = refused.texts or (Fix(text),)
        return text if others or "Y" in only.paste else only.paste
    return text


def _fixes(heads: Sequence[str], parts: _Deed, meanings: Sequence[What]) -> Iterator[AnyFix]:
    """The line with each meaning, or with an open one where there is none."""
    title, report = with_source(parts.title)
    tail = f" {parts.tail}" if parts.tail else ""
    below = f"\n    {report}" if report else ""
    for head in heads:
        for what in meanings:
            line = f"{head}  {what.written}  {title}{tail}{below}"
            yield Fix(line, entry_of(what).definition)
        if not meanings:
            line = f"{head}  {OPEN}  {title}{tail}{below}"
            yield Fix(line, f"with a kind in place of {OPEN}")


def end_of_actors(found: Sequence[Word], start: int, names: Names) -> int:
    """Where the longest name that begins at a word ends; that word itself where none does."""
    for end in range(min(len(found), start + _LONGEST_NAME), start, -1):
        last = Word(found[end - 1].text.rstrip(_PUNCTUATION), found[end - 1].column)
        if last.text and _are_actors([*found[start : end - 1], last], names):
            return end
    return start


def _are_actors(found: Sequence[Word], names: Names) -> bool:
    if len(found) == 1 and found[0].text in _BETWEEN:
        return False  # `and` is a word here, and not the code of Andorra
    return names.are_known(found)


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
    behind = line[end : end + 2]
    return behind[:1] == "\t" or (behind.isspace() and len(behind) == 2)


def _text(line: str, found: Sequence[Word]) -> str:
    if not found:
        return ""
    last = found[-1]
    return line[found[0].column - 1 : last.column - 1 + len(last.text)]
