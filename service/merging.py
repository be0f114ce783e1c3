"""Merging: what another timeline holds and this one does not, recorded here as one command."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from domain.actors import STREAM as ACTORS
from domain.actors import Described
from domain.batch import STREAM as BATCHES
from domain.command import Request
from domain.events import Event
from domain.expectation import STREAM as EXPECTATIONS
from domain.fact import DESK, Fact, fact_id
from domain.layers import RECORD
from domain.refusal import InvalidInput, Problem, Run
from projections import effects as effect
from projections.events import event_line
from projections.notation.facts import header
from projections.receipt import Matched, Receipt, Renamed
from service.batch_rows import rows_of_batch
from service.choices import NO_CHOICES, Choice, Choices
from service.counterparts import Counterparts, beginning, in_common, is_one
from service.courses import steps_of
from service.edits import file_name
from service.file_imports import READ_AT_ONCE
from service.identity import are_two, is_made, made_of, numbered
from service.moment import Moment
from service.outcomes import effects_of, listed_events, listed_fact, names_of, number_of
from service.rejected import (
    Differing,
    Version,
    details_in,
    differs,
    mine_of,
    two_versions,
    ways_out,
)
from service.safety import common_position
from service.three_way import (
    Merged,
    Merging,
    continued,
    joined,
    of_one_line,
    of_theirs,
    whole,
)
from service.timeline import PAGE, Timeline


class Other(NamedTuple):
    """Another timeline, what it is called, and what is chosen where the two contradict."""

    timeline: Timeline
    name: str
    choices: Choices = NO_CHOICES


def merge(timeline: Timeline, other: Other, moment: Moment, *, dry_run: bool = False) -> Receipt:
    """Records what another timeline holds beyond this one, in one transaction.

    Every event keeps its author, its sources and the day from
    which it was known; when it was recorded there is kept beside. Raises Differing where facts of
    the two contradict and nothing is chosen, Conflict where somebody records meanwhile.
    """
    name = other.name
    found = _Merge(timeline, other.timeline, name, moment, other.choices)
    found.take()
    if found.conflicts:
        raise Differing(found.conflicts)
    request = Request("merge", f"merge {name}", name)
    moment = replace(moment, request=moment.request or request)
    events = [*found.described, *found.expected, *found.events]
    positions: Sequence[int] = ()
    if events and not dry_run:
        positions = timeline.record_command(events, moment)
    changes = effect.changes([*found.added, *found.changed], found.events)
    by_id = {change.after.id: listed_fact(change) for change in changes}
    changed = tuple(by_id[fact.id] for fact in found.changed)
    return Receipt(
        verb="merge",
        dry_run=dry_run,
        author=moment.author,
        events=listed_events(events, positions),
        added=tuple(by_id[fact.id] for fact in found.added),
        changed=changed,
        unchanged=found.unchanged,
        command=number_of(timeline, events) if positions else None,
        effects=effects_of(timeline, changes, moment.today),
        names=names_of(timeline, events, changed, moment.today),
        actors=len(found.described),
        expectations=len(found.expected),
        matched=found.matched(),
    )


@dataclass
class _Merge:
    timeline: Timeline
    other: Timeline
    name: str
    moment: Moment
    choices: Choices
    described: list[Event] = field(default_factory=list)
    expected: list[Event] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    added: list[Fact] = field(default_factory=list)
    changed: list[Fact] = field(default_factory=list)
    unchanged: int = 0
    conflicts: list[Problem] = field(default_factory=list)
    _renamed: list[Renamed] = field(default_factory=list)
    _left_out: list[str] = field(default_factory=list)
    _layers: Counter[str] = field(default_factory=Counter[str])
    _actors: list[str] = field(default_factory=list)
    _used: set[str] = field(default_factory=set)
    _numbers: dict[str, Iterator[str]] = field(default_factory=dict[str, "Iterator[str]"])
    _met: set[str] = field(default_factory=set[str])

    def __post_init__(self) -> None:
        self._counterparts = Counterparts(self.timeline, self.other)

    def take(self) -> None:
        """Decides what is recorded of everything that the other holds beyond the common part."""
        common = common_position(self.timeline.store, self.other.store)
        streams = self._streams_beyond(common)
        base = self.timeline.at_position(common)
        facts = [stream for stream in streams if stream.startswith(f"{DESK}/")]
        self._used = {stream.partition("/")[2] for stream in facts}
        for start in range(0, len(facts), READ_AT_ONCE):
            page = facts[start : start + READ_AT_ONCE]
            theirs, begun = self.other.facts_of(page), base.facts_of(page)
            mine = self.timeline.facts_of(page)
            for stream in page:
                before = mine.get(stream, Fact(stream))
                self._fact(before, theirs[stream], begun.get(stream))
        self._beside([stream for stream in streams if stream.startswith(f"{ACTORS}/")], base)
        self._expectations([each for each in streams if each.startswith(f"{EXPECTATIONS}/")])

    def matched(self) -> Matched | None:
        """Facts under another handle, and what is not merged."""
        found = Matched(
            self.name,
            tuple(self._renamed),
            left_out=tuple(self._left_out),
            layers=tuple(sorted(self._layers.items())),
            actors=tuple(self._actors),
            citations=len(_cited(self.other) - _cited(self.timeline)),
        )
        return found if found != Matched(self.name) else None

    def _streams_beyond(self, position: int) -> list[str]:
        """The streams of which the other recorded something after a position, in that order."""
        found: dict[str, None] = {}
        while page := self.other.store.select_notifications(
            start=position, limit=PAGE, inclusive_of_start=False
        ):
            position = page[-1].id
            for row in page:
                stream = str(row.originator_id)
                layer = stream.partition("/")[0]
                if layer == BATCHES:
                    of = stream.split("/")[1]
                    self._layers[of] += rows_of_batch(self.other, self.other.event(row), ()).number
                elif layer in (DESK, *RECORD):
                    found.setdefault(stream)
                else:
                    self._layers[layer] += 1
        return list(found)

    # Facts

    def _fact(self, mine: Fact, theirs: Fact, base: Fact | None) -> None:
        merging = Merging(self.moment, f"so in {file_name(self.name)}")
        if base is None and not theirs.exists:
            return
        free = mine.handle not in self._met
        if free and (base is not None or (mine.exists and is_one(mine, theirs))):
            begun = base if base is not None else beginning(mine, theirs)
            merged = continued(mine, theirs, begun, merging)
            same = self._nearer(mine, theirs) if merged.fields and theirs.exists else None
            if same is None:
                self._merged(mine, theirs, merged, merging)
                return
        else:
            same = self._counterparts.once_recorded(theirs, self._met)
        if same is not None:
            merged = continued(same, theirs, beginning(same, theirs), merging)
            self._merged(same, theirs, merged, merging)
        elif mine.exists and free and of_one_line(mine, theirs):
            self._merged(mine, theirs, joined(mine, theirs, merging), merging)
        else:
            self._of_line(mine, theirs, merging)

    def _nearer(self, mine: Fact, theirs: Fact) -> Fact | None:
        """The fact under another handle that has more of theirs than its namesake here."""
        same = self._counterparts.once_recorded(theirs, self._met)
        if same is None or in_common(same, theirs) <= in_common(mine, theirs):
            return None
        return same

    def _of_line(self, mine: Fact, theirs: Fact, merging: Merging) -> None:
        """A fact of theirs that was recorded apart from any here, and of which none says it."""
        same = self._counterparts.of_its_line(theirs, self._met)
        if same is not None:
            self._merged(same, theirs, joined(same, theirs, merging), merging)
        elif not mine.exists:
            self._record(mine, whole(mine, theirs, merging))
        elif mine.handle in self._met or (
            is_made(theirs.handle, theirs.asserted.content.title) and are_two(theirs.content, mine)
        ):
            self._under_another(mine, theirs)
        else:
            self._merged(mine, theirs, joined(mine, theirs, merging), merging)

    def _merged(self, mine: Fact, theirs: Fact, merged: Merged, merging: Merging) -> None:
        same = self._agreeing(theirs, merging) if merged.fields else None
        if same is not None:
            self._record(*same)
            return
        choice = self.choices.of(theirs.handle)
        if not merged.fields:
            self._record(mine, merged.fact)
        elif choice is Choice.MINE:
            self._left_out.append(theirs.handle)
        elif choice is Choice.THEIRS and merged.taken is not None:
            self._record(mine, merged.taken)
        elif choice is Choice.BOTH and theirs.exists:
            self._under_another(mine, theirs)
        else:
            self.conflicts.append(self._conflict(mine, theirs, merged))

    def _conflict(self, mine: Fact, theirs: Fact, merged: Merged) -> Problem:
        now = theirs.as_of()
        line = header(now.content, theirs.handle) if now else "taken back"
        ways = tuple(
            way
            for way in ways_out(theirs.handle, correctable=merged.taken is not None)
            if theirs.exists or way.field != Choice.BOTH
        )
        said = differs(mine.handle, merged.fields)
        author = theirs.events[-1].author
        shown = two_versions(
            mine_of(mine, _details(mine, theirs, merged.fields)),
            Version(
                line,
                _details(theirs, mine, merged.fields),
                f"recorded by {author} there" if author else "",
            ),
        )
        return Problem(self.name, 0, 0, said, ways, "differing-fact", shown)

    def _agreeing(self, theirs: Fact, merging: Merging) -> tuple[Fact, Fact] | None:
        """A fact of their line under another number that contradicts nothing, and with theirs."""
        same = self._counterparts.of_its_line(theirs, self._met) if theirs.exists else None
        merged = joined(same, theirs, merging) if same is not None else None
        if same is None or merged is None or merged.fields:
            return None
        return same, merged.fact

    def _under_another(self, mine: Fact, theirs: Fact) -> None:
        stem = theirs.handle
        title = theirs.asserted.content.title
        if is_made(theirs.handle, title):
            stem = made_of(title)
        # What is not free stays so: of many facts of one title each goes on where the last stopped.
        left = self._numbers.setdefault(stem, numbered(stem, 2))
        before = next(
            fact
            for handle in left
            if handle not in self._used and not (fact := self._here(handle)).exists
        )
        handle = before.handle
        self._used.add(handle)
        self._renamed.append(Renamed(theirs.handle, handle, mine))
        self._record(before, whole(before, theirs, Merging(self.moment, "")))

    def _here(self, handle: str) -> Fact:
        name = fact_id(handle)
        return self.timeline.facts_of([name]).get(name, Fact(name))

    def _record(self, before: Fact, after: Fact) -> None:
        self._met.add(before.handle)
        news = after.events[before.version :]
        self.events += news
        if not news:
            self.unchanged += 1
        else:
            (self.changed if before.exists else self.added).append(after)

    # Beside the facts

    def _beside(self, streams: Iterable[str], base: Timeline) -> None:
        """Actors that only the other describes; of those that both do, mine stay as they are."""
        for stream in streams:
            theirs, mine = self._last(self.other, stream), self._last(self.timeline, stream)
            before = self._last(base, stream)
            if not isinstance(theirs, Described) or _says(mine, theirs) or _says(before, theirs):
                continue
            if mine is not None and mine != before:
                self._actors.append(stream.partition("/")[2])
                continue
            version = len(self.timeline.store.select_events(stream)) + 1
            self.described.append(of_theirs(theirs, self.moment.now).numbered(stream, version))

    def _expectations(self, streams: Iterable[str]) -> None:
        for stream in streams:
            theirs, mine = self._last(self.other, stream), self._last(self.timeline, stream)
            if theirs is not None and mine is None:
                version = len(self.timeline.store.select_events(stream)) + 1
                self.expected.append(of_theirs(theirs, self.moment.now).numbered(stream, version))

    @staticmethod
    def _last(timeline: Timeline, stream: str) -> Event | None:
        """What was said last of an actor or an expectation, if it was not taken back."""
        found = timeline.streams(timeline.store.select_events(stream))
        return found[0].effective_events()[-1] if found and found[0].exists else None


def _cited(timeline: Timeline) -> set[str]:
    """The answers that were cited from a timeline, and are kept beside it."""
    return {answer for answer, _ in timeline.store.citations()}


def _says(mine: Event | None, theirs: Described) -> bool:
    return isinstance(mine, Described) and mine.line == theirs.line


def _details(fact: Fact, other: Fact, fields: Sequence[str]) -> list[str]:
    """What the details of one of two facts say of the fields in which they contradict."""
    return [
        *details_in(fact.content, fields),
        *(event_line(event) for event in steps_of(fact, other, fields)),
    ]


def check_timeline(name: str) -> None:
    """Raises InvalidInput for a file that is a text of facts, and not a timeline."""
    if name.endswith((".facts", ".csv")):
        raise InvalidInput(
            f"{name} holds facts without who recorded them when; it is imported.",
            Run.of("import", name),
            code="not-a-timeline",
        )
