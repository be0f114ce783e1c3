"""`.facts` text read into blocks.

Each fact's first event and those that follow, or what was wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from domain import edtf, kinds, typed
from domain.actors import Actor, Registry, fold
from domain.content import Content
from domain.events import NO_DAY, Asserted, Corrected, Event, Reported
from domain.expectation import LABELS, Expected
from domain.refusal import Fix, InvalidInput, Problem
from service.formats import details
from service.formats.lines import Known, Word, check_letters, is_date, last_day, read_known, words

HEADER: Final = "DATE  ACTORS > RECIPIENTS  WHAT/DOMAIN  TITLE  ^handle  #topic"
EXAMPLE: Final = (
    "2022-02-28  TUR > RUS  instrument:transit-restriction/transit  Straits closed to warships "
    " ^straits"
)

_HANDLE = re.compile(r"[a-z0-9]+(?:[-._][a-z0-9]+)*")


class Detail(NamedTuple):
    """A further event of a fact, and where it is written; line and column count from 1."""

    line: int
    column: int
    event: Event


@dataclass(frozen=True, slots=True)
class Block:
    """One fact as written: its handle if it has one, its first event.

    The further ones with their lines.
    """

    line: int
    handle: str
    asserted: Asserted
    events: tuple[Detail, ...]
    comments: tuple[tuple[int, str], ...] = ()
    known: Known | None = None

    @property
    def content(self) -> Content:
        """What its header and fields say."""
        return self.asserted.content


@dataclass(frozen=True, slots=True)
class Plain:
    """A comment or a blank line, kept by `fmt`."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class ActorLine:
    """An actor described in the file."""

    line: int
    actor: Actor


@dataclass(frozen=True, slots=True)
class Expectation:
    """An `@assert` line."""

    line: int
    expected: Expected


Item = Block | Plain | ActorLine | Expectation


@dataclass
class Document:
    """A `.facts` text: its items in order, and what was wrong with the lines that gave none."""

    name: str
    items: list[Item] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def blocks(self) -> list[Block]:
        """The facts."""
        return [item for item in self.items if isinstance(item, Block)]

    @property
    def actors(self) -> list[ActorLine]:
        """The actors described."""
        return [item for item in self.items if isinstance(item, ActorLine)]

    @property
    def expectations(self) -> list[Expectation]:
        """The `@assert` lines."""
        return [item for item in self.items if isinstance(item, Expectation)]


def parse(text: str, name: str, registry: Registry) -> Document:
    """Reads a whole `.facts` text.

    Names of actors are resolved, and problems are values beside the good items.
    """
    document = Document(name)
    lines = text.removeprefix("\ufeff").splitlines()
    described = [
        _actor_line(i, line, document, registry)
        for i, line in enumerate(lines, 1)
        if line.startswith("@actor")
    ]
    reader = _Reader(document, registry.with_actors([found.actor for found in described if found]))
    by_line = {found.line: found for found in described if found}
    for start, end in _spans(lines):
        if start in by_line:
            document.items.append(by_line[start])
        elif not lines[start - 1].startswith("@actor"):
            reader.read(start, lines[start - 1 : end])
    _refuse_twins(document)
    document.problems.sort(key=lambda problem: (problem.line, problem.column))
    return document


def _actor_line(number: int, line: str, document: Document, registry: Registry) -> ActorLine | None:
    try:
        actor = Actor.parse(line)
        namesake = registry.namesake(actor.id)
        if namesake:
            raise InvalidInput(
                f'"{actor.id}" is {namesake} but for its letters; give it another id.',
                Fix(f"@actor my-{actor.id.lower()}"),
            )
        return ActorLine(number, actor)
    except InvalidInput as refused:
        document.problems.append(Problem.of(refused, document.name, number))
        return None


def _spans(lines: Sequence[str]) -> list[tuple[int, int]]:
    """First and last line of each item.

    A line with the indented ones under it, or one plain line.
    """
    spans: list[tuple[int, int]] = []
    for number, line in enumerate(lines, 1):
        indented = line[:1].isspace() and line.strip()
        opens = (
            spans
            and lines[spans[-1][0] - 1][:1] not in ("", "#", "@")
            and lines[spans[-1][0] - 1].strip()
        )
        if (indented and opens) or (
            line.startswith("#") and opens and _more_details_follow(lines, number)
        ):
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    return spans


def _more_details_follow(lines: Sequence[str], number: int) -> bool:
    """Whether a comment lies between the details of one fact."""
    for line in lines[number:]:
        if not line.startswith("#"):
            return bool(line[:1].isspace() and line.strip())
    return False


def _refuse_twins(document: Document) -> None:
    seen: dict[str, int] = {}
    for block in document.blocks:
        if not block.handle:
            continue
        if block.handle in seen:
            said = f'"^{block.handle}" names the fact of line {seen[block.handle]} already.'
            document.problems.append(
                Problem(document.name, block.line, 1, said, (Fix(f"^{block.handle}-2"),))
            )
        seen.setdefault(block.handle, block.line)


@dataclass
class _Reader:
    document: Document
    registry: Registry

    def read(self, start: int, lines: Sequence[str]) -> None:
        head = lines[0]
        try:
            if not head.strip() or head.startswith("#"):
                self.document.items.append(Plain(start, head.rstrip()))
            elif head[:1].isspace():
                raise InvalidInput(
                    "this detail belongs to no fact; facts begin at the first column.",
                    Fix(EXAMPLE, "for example"),
                )
            elif head.startswith("@"):
                self.document.items.append(Expectation(start, self._expected(head)))
            else:
                self._block(start, lines)
        except InvalidInput as refused:
            self.document.problems.append(Problem.of(refused, self.document.name, start))

    def _expected(self, line: str) -> Expected:
        found = words(line)
        if found[0].text != "@assert" or not 5 <= len(found) <= 6:
            raise InvalidInput(
                "a line that begins with @ is an @actor or an @assert.",
                Fix("@assert 2022-03-05  TUR RUS  mixed"),
            )
        with _at(found[1]):
            on = last_day(found[1].text)
        a, b = (self._actor(word, on.toordinal()) for word in found[2:4])
        if a == b:
            raise InvalidInput(
                f"{a} has no ties with itself; name two actors.", column=found[3].column
            )
        label = found[-1].text
        if label not in LABELS:
            raise InvalidInput(
                f'"{label}" is no label.', *map(Fix, LABELS), column=found[-1].column
            )
        with _at(found[4]):
            domain = kinds.read_domain(found[4].text) if len(found) == 6 else ""
        return Expected(
            known_on=NO_DAY, assumed=True, on=found[1].text, a=a, b=b, domain=domain, label=label
        )

    def _block(self, start: int, lines: Sequence[str]) -> None:
        handle, content = self._header(lines[0])
        before = len(self.document.problems)
        body = _Body(content, self)
        for number, line in enumerate(lines[1:], start + 1):
            try:
                body.take(number, line)
            except InvalidInput as refused:
                self.document.problems.append(Problem.of(refused, self.document.name, number))
        if len(self.document.problems) == before:
            self.document.items.append(body.block(start, handle))

    def people(self, text: str) -> str:
        """Persons by id, parted by commas. Raises InvalidInput for one that nobody described."""
        names = [name.strip() for name in text.split(",") if name.strip()]
        for name in names:
            if self.registry.get(name) is None:
                raise InvalidInput(
                    f'no person is called "{name}".', Fix(f"@actor {name}  Full Name  type=person")
                )
        return ",".join(names)

    def resolved(self, event: Event, content: dict[str, object], column: int) -> Event:
        """An event whose actors and persons, if it corrects any, are those of the registry."""
        if not isinstance(event, Corrected):
            return event
        value = event.value
        if event.field == "parties":
            value = self._parties(Word(value, column), _day_of(content))
        elif event.field == "people":
            value = self.people(value)
        elif event.field == "topics":
            value = _topics(value, column)
        return event.model_copy(update={"value": value})

    def _parties(self, word: Word, day: int | None) -> str:
        sign = ">" if ">" in word.text else "="
        sides = [side.strip() for side in word.text.split(sign)]
        if len(sides) != 2 or not all(sides):
            raise InvalidInput(
                f'"{word.text}" does not say who does it to whom.',
                Fix("TUR > RUS"),
                Fix("TUR = RUS"),
                column=word.column,
            )
        actors, recipients = (self._actors([Word(side, word.column)], day) for side in sides)
        _check_two(actors, recipients, word.column)
        return f"{','.join(actors)} {sign} {','.join(recipients)}"

    def _header(self, line: str) -> tuple[str, dict[str, object]]:
        check_letters(line)
        found = words(line)
        signs = [i for i, word in enumerate(found) if word.text in (">", "=")]
        if len(found) < 6 or not signs or signs[0] < 2 or signs[0] > len(found) - 4:
            raise _not_a_line(line)
        operator = signs[0]
        at = _place_of_what(found, operator)
        what, domain = _what(found[at])
        dates = _dates(found[0], what)
        day = _day_of(dates)
        title, tail = _title(line, found[at + 1 :])
        handle, topics = _tail(tail)
        actors = self._actors(found[1:operator], day)
        recipients = self._actors(found[operator + 1 : at], day)
        _check_two(actors, recipients, found[operator + 1].column)
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
        return handle, content

    def _actors(self, found: Sequence[Word], day: int | None) -> tuple[str, ...]:
        text, column = " ".join(word.text for word in found), found[0].column
        ids: list[str] = []
        for name in text.split(","):
            if not name.strip():
                raise InvalidInput(
                    "an actor is missing beside a comma.", Fix("TUR,USA"), column=column
                )
            actor = self._actor(Word(name.strip(), column), day)
            ids += [] if actor in ids else [actor]
            column += len(name) + 1
        return tuple(ids)

    def _actor(self, word: Word, day: int | None) -> str:
        with _at(word):
            return self.registry.find(word.text, day).id


def resolved(event: Event, content: Content, registry: Registry) -> Event:
    """An event as a line of a file would be read.

    Its actors by id, its persons those that are described. Raises InvalidInput.
    """
    return _Reader(Document(""), registry).resolved(event, content.model_dump(), 1)


def _check_two(actors: Sequence[str], recipients: Sequence[str], column: int) -> None:
    if len({*actors, *recipients}) == 1:
        raise InvalidInput(
            f"{actors[0]} has no ties with itself; a fact is among two actors.", column=column
        )


def _topics(text: str, column: int) -> str:
    """Topics by name, in small letters, parted by commas.

    Raises InvalidInput for one of several words.
    """
    topics = [topic.strip().removeprefix("#").lower() for topic in text.split(",") if topic.strip()]
    several = next((topic for topic in topics if len(topic.split()) != 1), None)
    if several is not None:
        parted = ",".join(word for topic in topics for word in topic.split())
        raise InvalidInput(
            f'"{several}" is no topic: a topic is one word.',
            Fix(f"topics {parted}"),
            column=column,
        )
    return ",".join(dict.fromkeys(topics))


@contextmanager
def _at(word: Word) -> Generator[None]:
    """Places what is refused at a word."""
    try:
        yield
    except InvalidInput as refused:
        raise refused.at(word.column) from None


def _not_a_line(line: str) -> InvalidInput:
    first = line.split(maxsplit=1)[0] if line.strip() else ""
    if first and is_date(first):
        return InvalidInput(
            f"a fact says when, who does what to whom, and has a title: {HEADER}.",
            Fix(EXAMPLE, "for example"),
        )
    said = f'"{first}" begins no line that detente reads; a fact is written {HEADER}.'
    return InvalidInput(said, Fix(EXAMPLE, "for example"))


def _place_of_what(found: Sequence[Word], operator: int) -> int:
    """Where WHAT/DOMAIN stands: after the recipients, whose names may be of several words."""
    for i in range(operator + 2, len(found) - 1):
        word = found[i].text
        try:
            kinds.read_what(word.partition("/")[0])
        except InvalidInput:
            if set(word) & set("/:") and not word.startswith("http"):
                return i
            continue
        return i
    return operator + 2


def _what(word: Word) -> tuple[kinds.What, str]:
    name, slash, domain = word.text.partition("/")
    with _at(word):
        return kinds.read_what(name), kinds.read_domain(domain) if slash else "diplomacy"


def _dates(word: Word, what: kinds.What) -> dict[str, object]:
    try:
        if what.of_kind.standing:
            parts = [
                part if part in (edtf.OPEN, edtf.UNKNOWN_END) else typed.instant(part)
                for part in word.text.split("/")
            ]
            since, until = edtf.span("/".join(parts))
            return {"since": since, "until": until}
        written = typed.instant(word.text)
    except InvalidInput as refused:
        # A date here is one word, so a fix of several is none.
        raise InvalidInput(
            refused.said,
            *(fix for fix in refused.texts if " " not in fix.paste),
            column=word.column,
        ) from None
    return {what.of_kind.dated_by: written}


def _day_of(dates: dict[str, object]) -> int | None:
    """A day on which its actors must exist.

    The last it may have happened or begun, or else the first.
    """
    text = str(dates.get("on") or dates.get("since") or dates.get("planned"))
    window = edtf.since_window(text)
    return next((day for day in (window.hi, window.lo) if abs(day) < edtf.NO_LAST), None)


def _title(line: str, found: Sequence[Word]) -> tuple[str, list[Word]]:
    """The title, and the words after it.

    It runs to the first `^` or `#`, and in double quotes holds those too.
    """
    if found[0].text.startswith('"'):
        start = found[0].column - 1
        closing = re.match(r'"((?:[^"]|"")*)"(?=\s|$)', line[start:])
        if closing is None:
            raise InvalidInput("the title's double quotes are not closed.", column=found[0].column)
        rest = [word for word in found if word.column > start + closing.end()]
        return _checked_title(closing.group(1).replace('""', '"'), found[0].column), rest
    end = next((i for i, word in enumerate(found) if word.text[0] in "^#"), len(found))
    return _checked_title(" ".join(word.text for word in found[:end]), found[0].column), list(
        found[end:]
    )


def _checked_title(text: str, column: int) -> str:
    title = " ".join(text.split())
    if not title:
        raise InvalidInput(
            "a fact needs a title, in your own words.", Fix(EXAMPLE, "for example"), column=column
        )
    return title


def _tail(found: Sequence[Word]) -> tuple[str, tuple[str, ...]]:
    handle, topics = "", list[str]()
    for word in found:
        mark, name = word.text[0], word.text[1:]
        if mark == "^" and not handle and _HANDLE.fullmatch(name):
            handle = name
        elif mark == "#" and "," in name:
            parted = " ".join(f"#{topic}" for topic in name.replace("#", "").split(",") if topic)
            raise InvalidInput(
                f'"{word.text}" is no topic; blanks part them.',
                *([Fix(parted)] if parted else []),
                column=word.column,
            )
        elif mark == "#" and name:
            topics += [] if name.lower() in topics else [name.lower()]
        elif mark == "^":
            good = slug(name) or "handle"
            said = (
                f'a fact has one handle; "{word.text}" is a second.'
                if handle
                else f'"{name}" is no handle; small letters, digits and hyphens.'
            )
            raise InvalidInput(said, *([] if handle else [Fix(f"^{good}")]), column=word.column)
        else:
            raise InvalidInput(
                f'"{word.text}" stands after the title, where only ^handle and #topics may.',
                Fix(f"#{word.text}"),
                column=word.column,
            )
    return handle, tuple(topics)


def slug(text: str) -> str:
    """A handle made from words: `Straits closed to warships` is `straits-closed-to-warships`.

    Six words at most.
    """
    return "-".join(re.findall(r"[a-z0-9]+", fold(text))[:6])


@dataclass
class _Body:
    """The details of one fact, as they are read."""

    content: dict[str, object]
    reader: _Reader
    events: list[Detail] = field(default_factory=list)
    comments: list[tuple[int, str]] = field(default_factory=list)
    known: Known | None = None
    known_line: int = 0
    seen: set[str] = field(default_factory=set)

    def take(self, number: int, line: str) -> None:
        check_letters(line)
        if line.startswith("#") or line.strip().startswith("#"):
            self.comments.append((number, line.strip()))
            return
        head = words(line)[0]
        rest = line[head.column - 1 + len(head.text) :]
        column = head.column + len(head.text) + len(rest) - len(rest.lstrip())
        self._detail(number, head, rest.strip(), column)

    def _detail(self, number: int, head: Word, rest: str, column: int) -> None:
        try:
            if head.text in details.EVENTS:
                event = self.reader.resolved(
                    details.EVENTS[head.text](rest, column), self.content, column
                )
                self.events.append(Detail(number, head.column, event))
            elif head.text in details.FIELDS or head.text == "known":
                self._field(number, head, rest, column)
            else:
                raise details.unknown_detail(head.text, head.column)
        except InvalidInput as refused:
            raise refused if refused.column else refused.at(column) from None

    def _field(self, number: int, head: Word, rest: str, column: int) -> None:
        if head.text in self.seen:
            raise InvalidInput(f'"{head.text}" is said twice.', column=head.column)
        if head.text == "known":
            self.known, self.known_line = read_known(rest), number
        if head.text == "expires" and "expires" not in kinds.KINDS[str(self.content["kind"])].dates:
            raise InvalidInput("only standing facts expire.", column=head.column)
        if head.text in details.FIELDS:
            self.content |= details.FIELDS[head.text](rest, column)
        if head.text == "people":
            self.reader.people(rest)
        self.seen.add(head.text)

    def block(self, line: int, handle: str) -> Block:
        """The fact. Its first report is its first event's, unless `known` stands before it.

        Then it was first told without one.
        """
        first = next(
            (i for i, detail in enumerate(self.events) if isinstance(detail.event, Reported)), None
        )
        known, report, because = self.known, None, ""
        if first is not None and not (
            self.known_line and self.known_line < self.events[first].line
        ):
            reported = self.events.pop(first).event
            assert isinstance(reported, Reported)
            report, because = reported.report, reported.because
            if known is None or reported.known_on <= known.day:
                known = Known(reported.known_on, reported.assumed)
        asserted = Asserted(
            content=Content.model_validate(self.content),
            report=report,
            because=because,
            known_on=known.day if known else NO_DAY,
            assumed=known.assumed if known else True,
        )
        return Block(line, handle, asserted, tuple(self.events), tuple(self.comments), self.known)
