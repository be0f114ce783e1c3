"""A `.facts` text, read: its facts with their details, its actors and its expectations."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final

from domain import kinds, typed
from domain.actors import Actor, Registry
from domain.characters import lines_of, without_marks
from domain.content import Content
from domain.edtf import Window
from domain.events import NO_DAY, Asserted, Reported
from domain.expectation import LABELS, Expected
from domain.folding import composed
from domain.limits import check_event, check_fields, check_line
from domain.refusal import AnyFix, Fix, InvalidInput, Problem
from domain.yearless import from_day
from projections.events import EVENT_WORDS, read_event
from projections.notation.pieces import Known, Word, last_day, read_known, words
from service.formats.document import ActorLine, Block, Detail, Document, Expectation, Plain
from service.formats.familiar import end_of_date, familiar
from service.formats.fields import FIELDS, unknown_detail
from service.formats.header import EXAMPLE, in_columns, read_header
from service.formats.names import Names, at, check_two, days_of


def parse(text: str, name: str, registry: Registry) -> Document:
    """Reads a whole `.facts` text.

    Names of actors are resolved, and problems are values beside the good items.
    """
    document = Document(name)
    lines = lines_of(composed(without_marks(text)))
    described = [
        _actor_line(i, line, document, registry)
        for i, line in enumerate(lines, 1)
        if line.startswith("@actor")
    ]
    actors = [found.actor for found in described if found]
    reader = _Reader(document, Names(registry.with_actors(actors)))
    by_line = {found.line: found for found in described if found}
    for start, end in _spans(lines):
        if len(document.problems) >= MOST_PROBLEMS:
            document.problems.append(_unread(name, start))
            break
        if start in by_line:
            document.items.append(by_line[start])
        elif not lines[start - 1].startswith("@actor"):
            reader.read(start, lines[start - 1 : end])
    _refuse_twins(document)
    document.problems.sort(key=lambda problem: (problem.line, problem.column))
    return document


MOST_PROBLEMS: Final = 500
"""How many lines are refused, each with what would do instead, before the rest is left unread."""


def _unread(name: str, line: int) -> Problem:
    said = f"{MOST_PROBLEMS} lines cannot be read, and what follows here is not looked at."
    return Problem(name, line, 1, said, code="too-many-problems")


def _actor_line(number: int, line: str, document: Document, registry: Registry) -> ActorLine | None:
    try:
        check_line(line)
        actor = Actor.described(line)
        namesake = registry.namesake(actor.id)
        if namesake:
            raise InvalidInput(
                f'"{actor.id}" differs from {namesake} in capitals only; give it another id.',
                Fix(f"@actor my-{actor.id.lower()}"),
                code="id-taken",
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
    """Makes a problem of every fact whose handle an earlier one has."""
    first: dict[str, int] = {}
    for block in document.blocks:
        if block.handle and block.handle in first:
            refused = InvalidInput(
                f'"^{block.handle}" is the handle of the fact on line {first[block.handle]}.',
                Fix(f"^{block.handle}-2"),
                code="handle-taken",
            )
            document.problems.append(Problem.of(refused, document.name, block.line))
        first.setdefault(block.handle, block.line)


def _named(text: str) -> str:
    """The first word of a detail as it is known: `report` of `Report:`."""
    name = text.rstrip(":").lower()
    return name if name in EVENT_WORDS or name in FIELDS or name == "known" else text


@dataclass
class _Reader:
    document: Document
    names: Names

    def read(self, start: int, lines: Sequence[str]) -> None:
        """Reads one item, which begins on a line of the document, into the document."""
        head = lines[0]
        try:
            check_line(head)
            if not head.strip() or head.startswith("#"):
                self.document.items.append(Plain(start, head.rstrip()))
            elif head[:1].isspace():
                raise InvalidInput(
                    "this detail belongs to no fact; facts begin at the first column.",
                    EXAMPLE,
                    code="detail-without-fact",
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
                Fix("@assert DATE  ACTOR ACTOR  LABEL", "for example"),
                Fix("@actor ID  NAME", "for example"),
                code="unknown-line",
            )
        with at(found[1]):
            on = last_day(found[1].text)
        days = Window(on.toordinal(), on.toordinal())
        a, b = (self.names.actor(word, days) for word in found[2:4])
        check_two([a], [b], found[3].column)
        label = found[-1].text
        if label not in LABELS:
            raise InvalidInput(
                f'"{label}" is not a label that a state can have.',
                *map(Fix, LABELS),
                code="unknown-label",
                column=found[-1].column,
            )
        with at(found[4]):
            domain = kinds.read_domain(found[4].text) if len(found) == 6 else ""
        return Expected(
            known_on=NO_DAY, assumed=True, on=found[1].text, a=a, b=b, domain=domain, label=label
        )

    def _block(self, start: int, lines: Sequence[str]) -> None:
        before = len(self.document.problems)
        try:
            handle, content, names_domain = self._header(lines[0])
        except InvalidInput as refused:
            self.document.problems.append(Problem.of(refused, self.document.name, start))
            handle, content, names_domain = "", _any_content(lines[0]), False
        body = _Body(content, self.names)
        for number, line in enumerate(lines[1:], start + 1):
            try:
                body.take(number, line)
            except InvalidInput as refused:
                self.document.problems.append(Problem.of(refused, self.document.name, number))
        if len(self.document.problems) == before:
            block = body.block(start, handle)
            self.document.items.append(replace(block, names_domain=names_domain))

    def _header(self, line: str) -> tuple[str, dict[str, object], bool]:
        """The line of a fact, as `read_header` reads it. Raises InvalidInput."""
        head = familiar(line, self.names)
        try:
            return read_header(head.text, self.names)
        except InvalidInput as refused:
            apart = in_columns(head.text, self.names)
            raise (apart or refused.at(head.column(refused.column or 1))) from None


def _any_content(line: str) -> dict[str, object]:
    """What the details of a fact are read with whose own line cannot be read: its date alone."""
    end = end_of_date(line)
    since = ".."
    with suppress(InvalidInput):
        since = typed.instant(line[:end].rstrip(":,;")) if end else since
    return {"kind": "instrument", "since": since, "actors": (), "recipients": ()}


@dataclass
class _Body:
    """The details of one fact, as they are read."""

    content: dict[str, object]
    names: Names
    events: list[Detail] = field(default_factory=list)
    comments: list[tuple[int, str]] = field(default_factory=list)
    known: Known | None = None
    known_line: int = 0
    seen: set[str] = field(default_factory=set)

    def take(self, number: int, line: str) -> None:
        """Takes one line under the line of the fact. Raises InvalidInput."""
        check_line(line)
        if line.startswith("#") or line.strip().startswith("#"):
            self.comments.append((number, line.strip()))
            return
        head = words(line)[0]
        rest = line[head.column - 1 + len(head.text) :]
        head = head._replace(text=_named(head.text))
        column = head.column + len(head.text) + len(rest) - len(rest.lstrip())
        self._detail(number, head, rest.strip(), column)

    def _detail(self, number: int, head: Word, rest: str, column: int) -> None:
        try:
            if head.text in EVENT_WORDS:
                event = read_event(head.text, rest, column)
                check_event(event, column)
                named = rest.find(", by=") + len(", by=") if getattr(event, "by", "") else 0
                event = self.names.resolved(event, self.content, column + named)
                self.events.append(Detail(number, head.column, event))
            elif head.text in FIELDS or head.text == "known":
                self._field(number, head, rest, column)
            else:
                raise unknown_detail(head.text, rest, head.column)
        except InvalidInput as refused:
            if refused.code == "no-year":
                refused = refused.with_fixes(*self._in_its_year(refused))
            raise refused if refused.column else refused.at(column) from None

    def _in_its_year(self, refused: InvalidInput) -> Sequence[AnyFix]:
        """A date without a year as the first such date from the day of the fact on."""
        days, text = days_of(self.content), refused.values.get("date", "")
        return (days.bounded and from_day(text, typed.MONTH_NUMBERS, days.lo)) or refused.fixes

    def _field(self, number: int, head: Word, rest: str, column: int) -> None:
        if head.text in self.seen:
            raise InvalidInput(
                f'"{head.text}" is given twice.', code="given-twice", column=head.column
            )
        if head.text == "known":
            self.known, self.known_line = read_known(rest), number
        if head.text == "expires" and "expires" not in kinds.KINDS[str(self.content["kind"])].dates:
            raise InvalidInput(
                "only standing facts expire.", code="not-standing", column=head.column
            )
        if head.text in FIELDS:
            fields = FIELDS[head.text](rest, column)
            check_fields(fields, column)
            self.content |= fields
        if head.text == "people":
            self.names.people(rest)
        self.seen.add(head.text)

    def block(self, line: int, handle: str) -> Block:
        """The fact. Its first report is part of its first event.

        Unless `known` is written before that report: then nobody was named when it was recorded
        first.
        """
        first = next(
            (i for i, detail in enumerate(self.events) if isinstance(detail.event, Reported)), None
        )
        known, report, because = self.known, None, ""
        source: tuple[int, int] | None = None
        if first is not None and not (
            self.known_line and self.known_line < self.events[first].line
        ):
            detail = self.events.pop(first)
            source, reported = (detail.line, detail.column), detail.event
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
        details, comments = tuple(self.events), tuple(self.comments)
        return Block(line, handle, asserted, details, comments, self.known, source=source)
