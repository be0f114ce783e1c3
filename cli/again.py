"""An answer that was cited, asked again: as the store stood then, and now."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

import typer

from cli.settings import Settings
from domain.answer import Cited
from domain.events import Event
from domain.fact import DESK
from projections.events import describe
from projections.words import count, day, full_day
from service.timeline import Timeline
from views.page import Page

_ALONE: Final = frozenset({"--cite", "--json", "--plain", "--debug"})
_WITH_VALUE: Final = frozenset({"--format", "-o", "--output", "--db", "--today"})


def words_of(argv: Sequence[str]) -> tuple[str, ...]:
    """The words of a question without what says in which form its answer is wanted.

    Of which store, and on which day.
    """
    kept: list[str] = []
    rest = iter(argv)
    for word in rest:
        if word == "--":
            kept += [word, *rest]
        elif word in _WITH_VALUE:
            next(rest, None)
        elif word not in _ALONE and word.partition("=")[0] not in _WITH_VALUE:
            kept.append(word)
    return tuple(kept)


def asked_again(settings: Settings, cited: Cited, opened: Timeline) -> dict[str, object]:
    """The answer to the same words, with the same "today", from a timeline."""
    from cli.group import APP

    out = io.StringIO()
    words = words_of(cited.words)  # an earlier version kept where the store was
    quiet = replace(
        settings, argv=words, out=out, err=io.StringIO(), today_text=cited.today, timeline=opened
    )
    group = typer.main.get_command(APP)
    try:
        with group.make_context("detente", _in_json(words), obj=quiet) as inner:
            group.invoke(inner)
    except typer.Exit:
        # An answer that knows nothing, or a difference, says so by its exit code as well.
        if not out.getvalue():
            raise
    answer: dict[str, object] = json.loads(out.getvalue())
    return answer


def _in_json(words: Sequence[str]) -> list[str]:
    """The command that asks for JSON.

    The option stands before the words that are no options any more.
    """
    at = words.index("--") if "--" in words else len(words)
    return [*words[:at], "--json", *words[at:]]


@dataclass(frozen=True)
class Again:
    """What was cited, the ids of the same question asked of the store as it stood then and as it stands now."""

    answer: str
    cited: Cited
    then: str
    now: str
    position: int
    recorded_since: int
    of_its_facts: tuple[Event, ...]
    """What was recorded since of the facts that the answer names, then or now."""

    @property
    def sound(self) -> bool:
        """Whether the record still holds what was answered from it."""
        return self.then == self.answer


def ask_again(settings: Settings, opened: Timeline, answer: str) -> Again:
    """Asks a cited answer again. Raises InvalidInput where no such answer was cited here."""
    cited = opened.cited(answer.lower())
    then = asked_again(settings, cited, opened.at_position(cited.position))
    now = asked_again(settings, cited, opened)
    recorded, of_its_facts = opened.since(cited.position, {*_facts(then), *_facts(now)})
    return Again(
        answer=cited.originator_id.partition("/")[2],
        cited=cited,
        then=_id(then),
        now=_id(now),
        position=opened.head().position,
        recorded_since=recorded,
        of_its_facts=tuple(of_its_facts),
    )


def _id(answer: Mapping[str, object]) -> str:
    stamp = cast(Mapping[str, object], answer["stamp"])  # every answer bears one
    return str(stamp["answer"])


def _facts(value: object) -> Iterator[str]:
    """Every fact that an answer names, by handle or id."""
    if isinstance(value, dict):
        for key, part in cast("dict[str, object]", value).items():
            if key == "fact" and isinstance(part, str):
                yield part
            elif key == "facts" and isinstance(part, dict):
                yield from cast("dict[str, object]", part)
            yield from _facts(part)
    elif isinstance(value, list):
        for part in cast("list[object]", value):
            yield from _facts(part)


def again_json(found: Again) -> dict[str, object]:
    """The check as plain values."""
    since = [
        {
            "stream": event.originator_id,
            "known_on": event.known_on.isoformat(),
            "said": describe(event),
        }
        for event in found.of_its_facts
    ]
    return {
        "schema": "detente/verify-answer@1",
        "answer": found.answer,
        "title": found.cited.title,
        "words": list(words_of(found.cited.words)),
        "position": found.cited.position,
        "reproduced": found.sound,
        "now": found.now,
        "position_now": found.position,
        "recorded_since": found.recorded_since,
        "of_its_facts": since,
    }


MOST: Final = 20


def render(found: Again, page: Page) -> None:
    """Whether the answer can be had again from the record it was given from, and what it is now."""
    cited = found.cited
    page.opening(
        f"Answer {found.answer}, cited on {full_day(cited.recorded_at.date())}", [cited.title]
    )
    page.item("THEN", "", _then(found), "", columns=(6, 0))
    page.item("NOW", "", _now(found), "", columns=(6, 0))
    told_of = found.of_its_facts
    page.line()
    page.text(
        f"{count(found.recorded_since, 'event')} recorded since, {len(told_of)} of them of facts"
        " that it names."
    )
    for event in _first(told_of):
        page.item(
            "",
            f"known {day(event.known_on)}",
            describe(event),
            f"^{event.originator_id.removeprefix(f'{DESK}/')}",
            columns=(6, 20),
        )
    if len(told_of) > MOST:
        page.text(f"… and {len(told_of) - MOST} more.")


def _first(events: Iterable[Event]) -> list[Event]:
    return list(events)[:MOST]


def _then(found: Again) -> str:
    stood = f"from the first {count(found.cited.position, 'event')}, as the store stood then"
    return (
        f"the same answer {stood}."
        if found.sound
        else f"ANOTHER answer ({found.then}) {stood}: the record was changed."
    )


def _now(found: Again) -> str:
    if found.now == found.answer:
        return f"the same answer from all {count(found.position, 'event')}."
    return f"another answer ({found.now}) from all {count(found.position, 'event')}."
