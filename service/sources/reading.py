"""A machine-coded file while it is imported: which rules and layer, its rows, and what is kept."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Final

from domain.events import Asserted
from domain.fact import Fact, fact_id
from domain.kinds import is_slug
from domain.layers import RESERVED
from domain.refusal import InvalidInput, SetField
from domain.source_actors import SourceActors
from projections import receipt
from service.formats.write import facts_text
from service.sources.bulk import asserted
from service.sources.coding import coded_part
from service.sources.heading import NoColumn
from service.sources.outcome import Coded, Outcome, Rejected
from service.sources.part import Part
from service.sources.reader import Rows
from service.sources.rejects import Rejects
from service.sources.rulebook import find_rules, place_of
from service.sources.rules import Rules
from service.sources.survey import NOTHING, Survey, surveyed_parts

if TYPE_CHECKING:
    from service.archives.coding import Chunk

CHANGED: Final = ("correct", "ignore")
"""What happens to the facts of rows that changed."""

GONE: Final = ("retract", "retract-most")
"""What happens to facts whose rows a file holds no longer."""

LOOKED_OVER: Final = 100_000
"""Rows whose codes are looked over where only the beginning of a file is read."""

MOST_REJECTED: Final = 3
"""Rows that cannot be read and are shown; all of them are put aside."""


@dataclass(frozen=True)
class Wanted:
    """How machine-coded files are to be imported.

    `rules` is a name or a file; `limit` how many rows are read; `show` keeps the facts instead of
    recording them; `changed` and `gone` say what happens to rows that changed and facts that are
    gone; `rejects` is the file for rows that cannot be read. `new_only` passes over files that were
    imported whole before, and `keep_going` over those that cannot be read.
    """

    rules: str
    layer: str = ""
    limit: int | None = None
    show: bool = False
    changed: str = ""
    gone: str = ""
    rejects: str = ""
    dry_run: bool = False
    author: str = ""
    new_only: bool = False
    keep_going: bool = False

    @property
    def writes_nothing(self) -> bool:
        """Whether nothing is to be recorded."""
        return self.dry_run or self.show


def checked(wanted: Wanted) -> tuple[Rules, str]:
    """The rules and the layer that are asked for. Raises InvalidInput."""
    for name, value, choices in (
        ("changed", wanted.changed, CHANGED),
        ("gone", wanted.gone, GONE),
    ):
        if value and value not in choices:
            raise InvalidInput(
                f'"{name}" takes {" or ".join(choices)}, not "{value}".',
                *(SetField(name, choice) for choice in choices),
                code="unknown-choice",
                values={"field": name, "value": value},
            )
    if wanted.gone and wanted.limit is not None:
        raise InvalidInput(
            "only a whole file shows what it holds no longer; a limit reads its beginning only.",
            code="gone-with-limit",
        )
    rules = find_rules(wanted.rules)
    layer = wanted.layer or rules.layer
    if layer in RESERVED:
        raise InvalidInput(
            f'the layer "{layer}" is kept by people; rows of a machine have one of their own.',
            SetField("layer", rules.layer),
            code="layer-of-people",
            values={"layer": layer},
        )
    if not is_slug(layer):
        raise InvalidInput(
            f'"{layer}" is not a layer; write small letters, digits and hyphens.',
            SetField("layer", rules.layer),
            code="not-a-layer",
            values={"layer": layer},
        )
    return rules, layer


@dataclass
class Reading:
    """The rows of a file while they are read, up to a day after which nothing can have happened.

    `rejected` are the first rows that cannot be read, `coded` the facts where they are to be
    shown, `columns` is how many columns the file has, `unnamed` how many of them have no name, and
    `read_as` which names the rules write differently. `held` is how many rows are on hold,
    `surveyed` what the codes of the file that holds the first of them show. `named` is the file
    where places are to name it, for it is one of several, `beside` what the codes of all of these
    show together, and `looked_over` what those of each file of this source do, where that is known.
    """

    rules: Rules
    source: Rows
    actors: SourceActors
    wanted: Wanted
    rejects: Rejects
    until: date
    rejected: list[Rejected] = field(default_factory=list[Rejected])
    coded: list[Coded] = field(default_factory=list[Coded])
    columns: int = 0
    unnamed: int = 0
    read_as: tuple[tuple[str, str], ...] = ()
    held: int = 0
    surveyed: Survey = NOTHING
    named: str = ""
    beside: Survey = NOTHING
    looked_over: tuple[Survey, ...] = ()

    @property
    def share(self) -> float | None:
        """How much of the file is read, from 0 to 1; None where its size is not known."""
        total = self.source.bytes_total
        return min(1.0, self.source.bytes_read / total) if total else None

    def outcomes(self) -> Iterator[Outcome]:
        """The outcome of each row."""
        for outcome in islice(self._all(), self.wanted.limit):
            if isinstance(outcome, Rejected):
                self._reject(outcome)
            elif self.wanted.show and isinstance(outcome, Coded):
                self.coded.append(outcome)
            yield outcome

    def chunks(self) -> Iterator[Chunk]:
        """The same in columns, many rows at once."""
        from service.archives.coding import coded_chunks  # noqa: PLC0415  # needs an extra
        from service.archives.survey import surveyed_files  # noqa: PLC0415  # likewise

        with self._placing():
            parts = self._known_parts() or surveyed_files(self.rules, self.source)
            for part, found in self._noted(parts):
                for chunk in coded_chunks(self.rules, part, self.actors, self.until, found):
                    for rejected in chunk.rejected:
                        self._reject(rejected)
                    yield chunk

    def _all(self) -> Iterator[Outcome]:
        with self._placing():
            most = self._most_looked_over
            parts = self._known_parts() or surveyed_parts(self.rules, self.source, most)
            for part, found in self._noted(parts):
                yield from coded_part(self.rules, part, self.actors, self.until, found)

    def _known_parts(self) -> Iterator[tuple[Part, Survey]] | None:
        """Each file of a source that was looked over before; None of another."""
        if not self.looked_over:
            return None
        return zip(self.source.parts(), self.looked_over, strict=True)

    def _noted(self, parts: Iterable[tuple[Part, Survey]]) -> Iterator[tuple[Part, Survey]]:
        """Each file of the source with what its codes show, of which the first is kept in mind."""
        for part, found in parts:
            if not self.columns:
                self.columns, self.unnamed = part.width, part.unnamed
                self.read_as = part.read_as
            shown = found if found.lost else self.beside
            self.surveyed = self.surveyed if self.surveyed.lost else shown
            yield part, shown

    @contextmanager
    def _placing(self) -> Generator[None]:
        """Says of a column that is lacking where the rules name it."""
        try:
            yield
        except NoColumn as lost:
            place = place_of(self.wanted.rules, lost.lacking)
            raise (lost.named_at(place) if place else lost) from None

    @property
    def _most_looked_over(self) -> int | None:
        """How many rows are looked over first: all, unless only the beginning is read."""
        return None if self.wanted.limit is None else max(self.wanted.limit, LOOKED_OVER)

    def _reject(self, found: Rejected) -> None:
        rejected = found.within(self.named) if self.named else found
        self.held += rejected.held
        if len(self.rejected) < MOST_REJECTED:
            self.rejected.append(rejected)
        if not self.wanted.writes_nothing or self.wanted.rejects:
            self.rejects.write(rejected)

    def rows(self, rules: str, rejects: str) -> receipt.Rows:
        """What is known of the file: its columns, the first rows that cannot be read, and where."""
        unread = tuple(
            receipt.UnreadRow(str(row.place), row.column, row.said) for row in self.rejected
        )
        found = self.surveyed
        file = found.file or self.named
        held = receipt.OnHold(self.held, found.lost, found.example, found.line, file)
        return receipt.Rows(
            "",
            "",
            rules,
            self.columns,
            0,
            unnamed=self.unnamed,
            read_as=self.read_as,
            unread_rows=unread,
            on_hold=held if self.held else None,
            rejects=rejects,
        )

    def shown(self, layer: str) -> str:
        """The facts themselves as `.facts`, where they are asked for."""
        if not self.wanted.show:
            return ""
        facts = [Fact(fact_id(row.key, layer), (_first_event(row, layer),)) for row in self.coded]
        return facts_text(facts) + ("\n" if facts else "")


def _first_event(row: Coded, layer: str) -> Asserted:
    event = asserted(fact_id(row.key, layer), row, _NEVER, "")
    assert isinstance(event, Asserted)
    return event


_NEVER: Final = datetime.min.replace(tzinfo=UTC)
