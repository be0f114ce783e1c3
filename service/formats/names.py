"""The actors, persons and topics that a text names, looked up where somebody describes them."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from domain import edtf
from domain.actors import ALWAYS, Registry
from domain.content import Content
from domain.edtf import Window
from domain.events import Cancelled, Corrected, Denied, Event, is_unset
from domain.refusal import Fix, InvalidInput, check_filled
from projections.notation.pieces import Word


@contextmanager
def at(word: Word) -> Generator[None]:
    """Gives what is refused the column of a word."""
    try:
        yield
    except InvalidInput as refused:
        raise refused.at(word.column) from None


@dataclass(frozen=True, slots=True)
class Names:
    """Names as they are written, and the registry that says whose they are.

    An actor must exist on the last of some days, or else on any of them.
    """

    registry: Registry

    def actor(self, word: Word, days: Window) -> str:
        """The id of an actor. Raises UnknownActor, InvalidInput for a placeholder."""
        with at(word):
            check_filled(word.text, "actor")
            return self.registry.find_within(word.text, days).id

    def actors(self, found: Sequence[Word], days: Window) -> tuple[str, ...]:
        """The ids of actors with commas between them, each once. Raises InvalidInput."""
        text, column = " ".join(word.text for word in found), found[0].column
        ids: list[str] = []
        for name in text.split(","):
            if not name.strip():
                raise InvalidInput(
                    "an actor is missing beside a comma.",
                    *_without_gaps(text),
                    code="actor-missing",
                    column=column,
                )
            actor = self.actor(Word(name.strip(), column), days)
            ids += [] if actor in ids else [actor]
            column += len(name) + 1
        return tuple(ids)

    def are_known(self, found: Sequence[Word]) -> bool:
        """Whether some words name actors of any day; no time is spent on what else was meant."""
        text = " ".join(word.text for word in found)
        return all(self.registry.meant(name.strip()) for name in text.split(","))

    def people(self, text: str) -> str:
        """Persons by id, with commas between them. Raises InvalidInput for an unknown one."""
        names = [name.strip() for name in text.split(",") if name.strip()]
        for name in names:
            if self.registry.get(name) is None:
                raise InvalidInput(
                    f'no person is called "{name}".',
                    Fix(f"@actor {name}  NAME  type=person"),
                    code="unknown-person",
                )
        return ",".join(names)

    def parties(self, word: Word, days: Window) -> str:
        """Who does it to whom, by id: `TUR,USA > UKR`. Raises InvalidInput."""
        sign = ">" if ">" in word.text else "="
        sides = [side.strip() for side in word.text.split(sign)]
        if len(sides) != 2 or not all(sides):
            raise InvalidInput(
                f'"{word.text}" does not say who does it to whom.',
                Fix("ACTOR > ACTOR", "the first does it to the second"),
                Fix("ACTOR = ACTOR", "both do it"),
                code="no-parties",
                column=word.column,
            )
        actors, recipients = (self.actors([Word(side, word.column)], days) for side in sides)
        check_two(actors, recipients, word.column)
        return f"{','.join(actors)} {sign} {','.join(recipients)}"

    def resolved(self, event: Event, content: dict[str, object], column: int) -> Event:
        """An event whose actors and persons, if it names any, are those of the registry."""
        if isinstance(event, Denied | Cancelled) and event.by:
            by = self.actor(Word(event.by, column), _days_of_speaking(event, content))
            return event.model_copy(update={"by": by})
        if not isinstance(event, Corrected):
            return event
        value = event.value
        if event.field == "parties":
            value = self.parties(Word(value, column), days_of(content))
        elif event.field == "people":
            value = self.people(value)
        elif event.field == "topics":
            value = _topics(value, column)
        return event.model_copy(update={"value": value})


def resolved(event: Event, content: Content, registry: Registry) -> Event:
    """An event as a line of a file would be read.

    Its actors by id, its persons those that are described. Raises InvalidInput.
    """
    return Names(registry).resolved(event, content.model_dump(), 1)


def days_of(dates: dict[str, object]) -> Window:
    """The days on which a fact may have happened or begun, or is planned for.

    All days where it has always held.
    """
    if dates.get("on"):
        return edtf.days(str(dates["on"]))
    text = str(dates.get("since") or dates.get("planned"))
    return ALWAYS if text == edtf.OPEN else edtf.window(text)


def _days_of_speaking(event: Denied | Cancelled, content: dict[str, object]) -> Window:
    """The days on which whoever denies or calls off must exist.

    A denial may come long after what it denies; a plan is called off by one of its actors.
    """
    if isinstance(event, Cancelled) or is_unset(event.known_on):
        return days_of(content)
    return Window(event.known_day, event.known_day)


def check_two(actors: Sequence[str], recipients: Sequence[str], column: int) -> None:
    """Raises InvalidInput where both sides of a fact are one actor."""
    if len({*actors, *recipients}) == 1:
        raise InvalidInput(
            f"{actors[0]} has no ties with itself; a fact is between two actors.",
            code="one-actor",
            column=column,
        )


def _without_gaps(text: str) -> list[Fix]:
    named = ",".join(name.strip() for name in text.split(",") if name.strip())
    return [Fix(named)] if named else []


def _topics(text: str, column: int) -> str:
    """Topics by name, in small letters, with commas between them.

    Raises InvalidInput for one of several words.
    """
    topics = [topic.strip().removeprefix("#").lower() for topic in text.split(",") if topic.strip()]
    several = next((topic for topic in topics if len(topic.split()) != 1), None)
    if several is not None:
        single = ",".join(word for topic in topics for word in topic.split())
        raise InvalidInput(
            f'"{several}" is not a topic; a topic is one word.',
            Fix(f"topics {single}"),
            code="not-a-topic",
            column=column,
        )
    return ",".join(dict.fromkeys(topics))
