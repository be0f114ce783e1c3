"""The line of a fact, read: when, who does what to whom, and what it is called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from domain import edtf, kinds, typed
from domain.default_domains import default_domain
from domain.folding import slug
from domain.limits import check_fields
from domain.refusal import OPEN, Fix, InvalidInput, UnknownActor, check_filled
from projections.notation.pieces import Word, is_date, quoted, words
from projections.notation.publishers import MOST_WORDS
from projections.notation.titles import names_source, with_source
from service.formats.familiar import are_days
from service.formats.names import Names, at, check_two, days_of
from service.formats.plain_lines import (
    deed_in_words,
    end_of_actors,
    in_a_sentence,
    other_deed,
    separated,
    without_sign,
)

HEADER: Final = "DATE  ACTORS > RECIPIENTS  WHAT/DOMAIN  TITLE  ^handle  #topic"
EXAMPLE: Final = Fix("DATE  ACTOR > ACTOR  call/diplomacy  TITLE  ^HANDLE", "for example")

_HANDLE: Final = re.compile(r"[a-z0-9]+(?:[-._][a-z0-9]+)*")
_QUOTED_TITLE: Final = re.compile(r'"((?:[^"]|"")*)"(?=\s|$)')


def read_header(line: str, names: Names) -> tuple[str, dict[str, object], bool]:
    """The handle of a fact, empty where it has none, the fields of its content.

    Last, whether the line names a domain.

    Raises InvalidInput at the word at fault.
    """
    found = _with_whole_date(line, words(line))
    signs = [i for i, word in enumerate(found) if word.text in (">", "=")]
    if len(found) < 6 or not signs or signs[0] < 2 or signs[0] > len(found) - 4:
        raise (
            _in_plain_words(line, found, signs, names)
            or (None if signs else _sentence(line, found, names))
            or _not_a_line(line)
        )
    operator = signs[0]
    place = _place_of_what(found, operator, names)
    try:
        what, domain = _what(found[place])
    except InvalidInput as refused:
        if refused.code != "unknown-what":
            raise
        raise (deed_in_words(line, found, operator, names) or _with_open_kind(refused)) from None
    found[place - 1] = _without_mark(found[place - 1])
    if (doubtful := other_deed(line, found, place, what)) is not None:
        raise doubtful
    _check_parties([*found[1:operator], *found[operator + 1 : place]], found[place + 1 :])
    dates = _dates(found[0], what, line[len(found[0].text) :])
    days = days_of(dates)
    title, tail = _title(line, found[place:])
    _check_source(line, found[place + 1], title)
    handle, topics = _tail(tail)
    actors = names.actors(found[1:operator], days)
    try:
        recipients = names.actors(found[operator + 1 : place], days)
    except UnknownActor as refused:
        raise (deed_in_words(line, found, operator, names) or refused) from None
    check_two(actors, recipients, found[operator + 1].column)
    check_fields({"actors": actors, "recipients": recipients}, found[1].column)
    check_fields({"title": title, "handle": handle, "topics": topics}, found[place + 1].column)
    content: dict[str, object] = {
        "kind": what.kind,
        "what": what.what,
        "domain": domain,
        "actors": actors,
        "recipients": recipients,
        "relation": "directed" if found[operator].text == ">" else "mutual",
        "title": title,
        "topics": topics,
        **dates,
    }
    return handle, content, "/" in found[place].text


_ONE_WORD_DATE: Final = re.compile(r"[0-9X]{3,}|\[|\.\.|[0-9]{4}-")


def _with_whole_date(line: str, found: list[Word]) -> list[Word]:
    """The words of a line, of which the first is the whole of its date: `18 May 2022`."""
    if not found or found[0].column != 1 or _ONE_WORD_DATE.match(found[0].text):
        return found
    for count in range(min(MOST_WORDS, len(found)), 1, -1):
        end = found[count - 1].column - 1 + len(found[count - 1].text)
        if are_days(line[:end]):
            return [Word(line[:end], 1), *found[count:]]
    return found


def _check_parties(parties: Sequence[Word], title: Sequence[Word]) -> None:
    """Raises InvalidInput for an actor that is still open, as it may be in the title, too."""
    both = any(word.text == OPEN for word in title)
    for word in parties:
        if OPEN in word.text.split(","):
            beside = f", and its name for the {OPEN} of the title" if both else ""
            raise InvalidInput(
                f'"{OPEN}" is still open; write the actor instead{beside}.',
                code="still-open",
                column=word.column + _place_in_list(word.text),
                values={"field": "actor", "placeholder": OPEN},
            )


def _place_in_list(names: str) -> int:
    """How far behind the beginning of a list its open name stands."""
    return sum(len(name) + 1 for name in names.split(",")[: names.split(",").index(OPEN)])


def _sentence(line: str, found: Sequence[Word], names: Names) -> InvalidInput | None:
    """The refusal of a headline, with or without its date; None where it names no two actors."""
    first = found[0].text if found else ""
    if not first or not are_days(first):
        return in_a_sentence(line, "DATE", names)
    return in_a_sentence(line[len(first) :].strip(), first, names)


def _not_a_line(line: str) -> InvalidInput:
    first = line.split(maxsplit=1)[0] if line.strip() else ""
    if first and is_date(first):
        return InvalidInput(
            f"a fact says when, who does what to whom, and has a title: {HEADER}.",
            EXAMPLE,
            code="incomplete-fact",
        )
    return InvalidInput(
        f'"{first}" begins no line that detente reads; a fact is written {HEADER}.',
        EXAMPLE,
        *([Fix(f"# {line.strip()}", "as a comment")] if line.strip() else []),
        code="unknown-line",
    )


def _in_plain_words(
    line: str, found: Sequence[Word], signs: Sequence[int], names: Names
) -> InvalidInput | None:
    """What a line lacks that begins as a fact does; None where it does not."""
    if not found or not are_days(found[0].text):
        return None
    if not signs:
        return without_sign(line, found, names)
    return deed_in_words(line, found, signs[0], names) if signs[0] > 1 else None


_WITH_PREFIX: Final = re.compile(r"[^/:]+[/:].+|[/:].*")


def _place_of_what(found: Sequence[Word], operator: int, names: Names) -> int:
    """The place of WHAT/DOMAIN, after the recipients, whose names may be of several words."""
    if kinds.find_what(found[operator + 2].text.partition("/")[0]) is not None:
        return operator + 2
    for i in range(operator + 2, len(found) - 1):
        word = found[i].text
        if kinds.find_what(word.partition("/")[0]) is not None:
            return i
        if _WITH_PREFIX.fullmatch(word) and not word.startswith("http"):
            return i
    end = end_of_actors(found, operator + 1, names)
    return end if operator + 1 < end < len(found) - 1 else operator + 2


def _with_open_kind(refused: InvalidInput) -> InvalidInput:
    """The refusal of a kind that nobody knows, with an open one to write another over."""
    if refused.texts:
        return refused
    return refused.with_fixes(Fix(OPEN, f"with a kind in place of {OPEN}"), *refused.fixes)


def _what(word: Word) -> tuple[kinds.What, str]:
    name, slash, domain = word.text.partition("/")
    with at(word):
        check_filled(name, "kind of fact")
        what = kinds.read_what(name)
        return what, kinds.read_domain(domain) if slash else default_domain(what)


def _dates(word: Word, what: kinds.What, rest: str) -> dict[str, object]:
    """The dates of a fact, by its first word; `rest` is what stands behind it, for its fixes."""
    with at(word):
        check_filled(word.text, "date")
    try:
        if what.of_kind.standing:
            parts = [
                part if part in (edtf.OPEN, edtf.UNKNOWN_END) else typed.instant(part)
                for part in map(str.strip, word.text.split("/"))
            ]
            since, until = edtf.span("/".join(parts))
            return {"since": since, "until": until}
        happens = what.of_kind.dated_by == "on"
        written = typed.days(word.text) if happens else typed.instant(word.text)
    except InvalidInput as refused:
        fixes = (Fix(f"{fix.paste}{rest}", fix.meaning) for fix in refused.texts)
        raise refused.with_fixes(*fixes, column=word.column) from None
    return {what.of_kind.dated_by: written}


def _title(line: str, behind: Sequence[Word]) -> tuple[str, list[Word]]:
    """The title behind a kind, which is the first of these words, and the words after it.

    It runs to the first `^` or `#`, and in double quotes holds those too.
    """
    what, *found = behind
    first = found[0]
    if first.text.startswith('"'):
        start = first.column - 1
        closing = _QUOTED_TITLE.match(line[start:])
        if closing is None:
            raise InvalidInput(
                "the title's double quotes are not closed.",
                code="open-quotes",
                column=first.column,
            )
        rest = [word for word in found if word.column > start + closing.end()]
        return _checked_title(closing.group(1).replace('""', '"'), first.column), rest
    end = next((i for i, word in enumerate(found) if word.text[0] in "^#"), len(found))
    title = " ".join(word.text for word in found[:end])
    for word in found[:end]:
        with at(word):
            check_filled("" if word.text != OPEN else OPEN, "title")
    return _in_full(what, first, _checked_title(title, first.column)), found[end:]


def _without_mark(word: Word) -> Word:
    """The last of the recipients, without the colon or comma that some write behind it."""
    return Word(word.text.rstrip(":,;") or word.text, word.column)


_GOES_ON: Final = frozenset(
    {
        "about", "after", "again", "against", "ahead", "amid", "at", "before", "between", "by",
        "during", "for", "from", "in", "into", "near", "of", "on", "over", "that", "to", "toward",
        "towards", "under", "with",
    }
)  # fmt: skip
"""Words that begin no title: what happened is a part of it, as in `talks in Moscow`."""

_MARKS: Final = "-–—:,;"


def _in_full(what: Word, first: Word, title: str) -> str:
    """The title as somebody wrote it who went on behind the kind: `talks in Moscow`.

    A column of its own, or a domain behind the kind, sets the title apart.
    """
    if first.column > what.column + len(what.text) + 1 or not what.text.isalpha():
        return title
    if first.text.strip(_MARKS) == "":
        return title.lstrip(f"{_MARKS} ") or title
    return f"{what.text} {title}" if first.text in _GOES_ON else title


def _checked_title(text: str, column: int) -> str:
    title = " ".join(text.split())
    if not title:
        raise InvalidInput(
            "a fact needs a title, in your own words.",
            EXAMPLE,
            code="title-needed",
            column=column,
        )
    return title


def _check_source(line: str, first: Word, title: str) -> None:
    """Raises InvalidInput for a title that ends in the source of the fact; not in quotes."""
    if first.text.startswith('"') or not names_source(title):
        return
    alone, report = with_source(title)
    start = first.column - 1
    shown = re.sub(r"\s+", r"\\s+", re.escape(title).replace("\\ ", " "))
    behind = re.sub(shown, "", line[start:], count=1).strip()
    fixes = [f"{line[:start]}{alone} {behind}".rstrip() + f"\n    {report}"]
    raise InvalidInput(
        "the title ends in the source, which is a line of its own below.",
        *map(Fix, fixes),
        Fix(f"{line[:start]}{quoted(title)} {behind}".rstrip(), "if it is all one title"),
        code="source-in-title",
        column=first.column,
    )


def _tail(found: Sequence[Word]) -> tuple[str, tuple[str, ...]]:
    """The handle and the topics. Raises InvalidInput for any other word."""
    handle, topics = "", list[str]()
    for word in found:
        mark, name = word.text[0], word.text[1:]
        if mark == "^" and not handle and _HANDLE.fullmatch(name):
            handle = name
        elif mark == "#" and name and "," not in name:
            topics += [] if name.lower() in topics else [name.lower()]
        else:
            raise _not_in_tail(word, handle)
    return handle, tuple(topics)


def _not_in_tail(word: Word, handle: str) -> InvalidInput:
    mark, name = word.text[0], word.text[1:]
    if mark == "^" and handle:
        said, code, fix = f'a fact has one handle; "{word.text}" is a second.', "second-handle", ""
    elif mark == "^":
        said = f'"{name}" is not a handle; use small letters, digits and hyphens.'
        code, fix = "not-a-handle", f"^{slug(name) or 'handle'}"
    elif mark == "#" and "," in name:
        said, code = f'"{word.text}" is not a topic; put spaces between topics.', "not-a-topic"
        fix = " ".join(f"#{topic}" for topic in name.replace("#", "").split(",") if topic)
    else:
        said = f'"{word.text}" comes after the title, where only ^handle and #topics may.'
        code, fix = "after-the-title", f"#{word.text}"
    return InvalidInput(said, *([Fix(fix)] if fix else []), code=code, column=word.column)


def in_columns(line: str, names: Names) -> InvalidInput | None:
    """The refusal of a line whose parts have bars, semicolons or commas between them.

    None where two spaces in their place do not make it a fact.
    """
    for apart in separated(line):
        try:
            read_header(apart, names)
        except InvalidInput as refused:
            if refused.code in ("deed-in-words", "no-sign"):
                return refused.at(1)
            if refused.code == "unknown-what" and refused.texts and "what" in refused.values:
                what = refused.values["what"]
                fixes = (
                    Fix(apart.replace(what, fix.paste, 1), fix.meaning) for fix in refused.texts
                )
                return refused.with_fixes(*fixes, column=1)
        else:
            said = "two spaces, or a tab, separate the parts of a line."
            return InvalidInput(said, Fix(apart), code="not-in-columns", column=1)
    return None
