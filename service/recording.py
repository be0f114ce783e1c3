"""Recording: what is read, decided and appended in one go, and the receipt for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domain import edtf
from domain.actors import STREAM as ACTORS
from domain.actors import Actor, Described
from domain.command import importing
from domain.decisions import accept, check_dates
from domain.events import Asserted, Event, Held, Undone
from domain.fact import Fact, fact_id
from domain.news import check_news, with_actor
from domain.refusal import AnyFix, Run
from domain.timing import check_timing
from projections import effects as effect
from projections.effects import Change
from projections.receipt import Matched, Receipt, Synced
from service.acts import fixes_of_field, request_of
from service.edits import Edits, edits
from service.file_imports import READ_AT_ONCE, EarlierImports, Typed
from service.formats.document import Document
from service.formats.names import resolved
from service.identity import stems
from service.moment import Moment
from service.outcomes import effects_of, listed_events, listed_fact, names_of, number_of
from service.rejected import TYPED, Rejected, differing
from service.store.interface import Conflict
from service.writable import check_characters_of, check_writable, in_one_form

if TYPE_CHECKING:
    from service.timeline import Timeline


class Overtaken(Conflict):
    """Somebody else recorded something of the same fact first.

    `theirs` are the events that they recorded since it was read, `yours` those that were not
    recorded.
    """

    def __init__(
        self, fact: str, theirs: Sequence[Event], yours: Sequence[Event], *fixes: AnyFix
    ) -> None:
        super().__init__(
            f'"{fact}" was changed just now, and yours was not recorded. Look at it, and try'
            " again.",
            *(fixes or (Run.of("history", fact),)),
            code="overtaken",
            values={"fact": fact},
        )
        self.fact = fact
        self.theirs = tuple(theirs)
        self.yours = tuple(yours)

    def with_fixes(self, *fixes: AnyFix, column: int | None = None) -> Overtaken:
        """The same refusal with other fixes; it has no column."""
        del column
        return Overtaken(self.fact, self.theirs, self.yours, *fixes)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What lines were decided to add, and the positions of the events; none if only tried.

    `stay` are the actors whose description of another file or hand stays as it is.
    """

    edits: Edits
    positions: Sequence[int] = ()
    described: Sequence[Event] = ()
    expected: Sequence[Event] = ()
    stay: Sequence[str] = ()

    @property
    def actors(self) -> int:
        """How many actors are described."""
        return len(self.described)

    @property
    def expectations(self) -> int:
        """How many expectations are stated."""
        return len(self.expected)

    @property
    def events(self) -> list[Event]:
        """All events, in the order in which they are appended."""
        return [*self.described, *self.expected, *self.edits.events]


class Handles(Mapping[str, Fact]):
    """The facts of the desk by handle, each read when it is first asked for."""

    def __init__(self, timeline: Timeline, handles: Iterable[str] = ()) -> None:
        self._timeline = timeline
        self._found: dict[str, Fact | None] = {}
        wanted = list(dict.fromkeys(handles))
        for start in range(0, len(wanted), READ_AT_ONCE):
            self._read(wanted[start : start + READ_AT_ONCE])

    @classmethod
    def of(cls, timeline: Timeline, document: Document) -> Handles:
        """Those that the lines of a document name, or are likely to be called."""
        return cls(timeline, stems(document))

    def _read(self, handles: Sequence[str]) -> None:
        found = self._timeline.facts_of([fact_id(handle) for handle in handles])
        self._found |= {handle: found.get(fact_id(handle)) for handle in handles}

    def __getitem__(self, handle: str) -> Fact:
        if handle not in self._found:
            self._read([handle])
        fact = self._found[handle]
        if fact is None:
            raise KeyError(handle)
        return fact

    def __iter__(self) -> Iterator[str]:
        return (fact.handle for fact in self._timeline.facts())

    def __len__(self) -> int:
        return len(self._timeline.facts())


# Lines -------------------------------------------------------------------------------------------


def record(
    timeline: Timeline,
    document: Document,
    moment: Moment,
    *,
    dry_run: bool = False,
    synced: Synced | None = None,
) -> Receipt:
    """Records what a document adds, in one transaction: all of it, or nothing.

    Raises Rejected with every line that has a problem, Differing with every fact that another one
    here contradicts, Overtaken where somebody else was faster, StoreError where the store cannot be
    written.
    """
    recorded = append_lines(timeline, document, moment, dry_run=dry_run)
    if recorded.edits.problems:
        raise Rejected(recorded.edits.problems)
    if recorded.edits.identified.conflicts:
        raise differing(document.name, recorded.edits.identified.conflicts)
    request = moment.request or importing(document.name)
    found = recorded.edits
    changed = effect.changes([*found.added, *found.changed], found.events)
    by_id = {change.after.id: change for change in changed}
    facts_changed = tuple(listed_fact(by_id[fact.id]) for fact in found.changed)
    return Receipt(
        verb=request.verb,
        dry_run=dry_run,
        author=moment.author,
        events=listed_events(recorded.events, recorded.positions),
        added=tuple(listed_fact(by_id[fact.id]) for fact in found.added),
        changed=facts_changed,
        unchanged=found.unchanged,
        actors=recorded.actors,
        expectations=recorded.expectations,
        command=number_of(timeline, recorded.events) if recorded.positions else None,
        effects=effects_of(timeline, changed, moment.today),
        synced=synced,
        names=names_of(timeline, found.events, facts_changed, moment.today),
        matched=_matched(document, recorded, compared=synced is not None),
    )


def _matched(document: Document, recorded: Recorded, *, compared: bool) -> Matched | None:
    """How lines were found, where that wants saying; who compares hears of what is gone anyway."""
    found = recorded.edits.identified
    matched = Matched(
        document.name,
        tuple(found.renamed),
        tuple(found.recognised),
        tuple(found.left_out),
        0 if compared else found.gone,
        document.unnamed,
        actors=tuple(recorded.stay),
    )
    return matched if matched != Matched(document.name) else None


def append_lines(
    timeline: Timeline,
    document: Document,
    moment: Moment,
    *,
    dry_run: bool = False,
) -> Recorded:
    """Reads the facts that a document names, decides what it adds to them, and appends that.

    Nothing is appended where any line has a problem, or wants a choice. Raises as `record` does for
    the rest.
    """
    there = Handles.of(timeline, document)
    found = edits(document, there, moment, _earlier(timeline, document, moment))
    described, left = _described(timeline, document, moment)
    expected = _expected(timeline, document, moment)
    recorded = Recorded(found, (), described, expected, left)
    if dry_run or found.refused or not recorded.events:
        return recorded
    if moment.request is None:
        moment = replace(moment, request=importing(document.name))
    try:
        return replace(recorded, positions=timeline.record_command(recorded.events, moment))
    except Conflict as conflict:
        facts = [*found.added, *found.changed]
        raise _overtaken(timeline, effect.changes(facts, found.events)) or conflict from None


def _earlier(timeline: Timeline, document: Document, moment: Moment) -> EarlierImports:
    """What is known of the file of a document; lines that are typed have none."""
    verb = moment.request.verb if moment.request else "import"
    if document.name == TYPED or verb != "import":
        return Typed()
    return EarlierImports(timeline, document)


def _described(
    timeline: Timeline, document: Document, moment: Moment
) -> tuple[list[Event], list[str]]:
    """The actors that a document describes, and those that were described elsewhere before.

    Of these the description stays: one id may be two firms in the files of two people.
    """
    events: list[Event] = []
    stay: list[str] = []
    versions: dict[str, int] = {}
    earlier = _earlier(timeline, document, moment)
    for item in document.actors:
        known = timeline.registry.get(item.actor.id)
        if known is not None and _adds_nothing(known, item.actor):
            continue
        stream = f"{ACTORS}/{item.actor.id}"
        if stream not in versions:
            found = timeline.streams(timeline.store.select_events(stream))
            versions[stream] = found[0].version if found else 0
            if found and found[0].exists and not earlier.describes(stream):
                stay.append(item.actor.id)
        if item.actor.id in stay:
            continue
        versions[stream] += 1
        described = Described(line=item.actor.line, known_on=moment.today, assumed=True)
        events.append(moment.stamp(described).numbered(stream, versions[stream]))
    return events, stay


def _adds_nothing(known: Actor, described: Actor) -> bool:
    same = all(known.attributes.get(key) == value for key, value in described.attributes.items())
    return same and {name.text for name in described.names} <= {name.text for name in known.names}


def _expected(timeline: Timeline, document: Document, moment: Moment) -> list[Event]:
    events: dict[str, Event] = {}
    for item in document.expectations:
        stream = item.expected.stream
        if stream not in events:
            there = timeline.streams(timeline.store.select_events(stream))
            if not there or not there[0].exists:
                version = there[0].version + 1 if there else 1
                events[stream] = moment.stamp(item.expected).numbered(stream, version)
    return list(events.values())


# Acts --------------------------------------------------------------------------------------------


def act(
    timeline: Timeline, fact: Fact, news: Sequence[Event], moment: Moment, *, dry_run: bool = False
) -> Receipt:
    """Records what is reported about one fact, as the fact accepts it.

    Raises InvalidInput where it does not, or where no line of `.facts` could hold it; Overtaken
    where somebody was faster.
    """
    request = moment.request or request_of(fact, news)
    after = fact
    for event in map(in_one_form, news):
        check_characters_of(event)
        with fixes_of_field(event):
            read = moment.stamp(event)
            if fact.exists:
                read = resolved(read, fact.asserted.content, timeline.registry)
            for each in with_actor(after.effective_events(), read):
                taken = accept(after, moment.stamp(each))
                check_timing(after, taken, moment.today)
                after = after.and_then(taken)
    check_dates(after)
    events = after.events[fact.version :]
    for event in events:
        check_news(after, event)
        if not isinstance(event, Asserted | Undone):
            check_writable(event)
    change = Change(fact, after)
    positions: Sequence[int] = ()
    if not dry_run:
        try:
            positions = timeline.record_command(events, replace(moment, request=request))
        except Conflict as conflict:
            raise _overtaken(timeline, [change]) or conflict from None
    recorded = listed_fact(change)
    held = [edtf.days(event.on).hi for event in events if isinstance(event, Held)]
    return Receipt(
        verb=request.verb,
        dry_run=dry_run,
        author=moment.author,
        events=listed_events(events, positions),
        changed=(recorded,),
        command=number_of(timeline, events) if positions else None,
        effects=effects_of(timeline, [change], moment.today, held[0] if held else None),
        names=names_of(timeline, events, [recorded], moment.today),
    )


def _overtaken(timeline: Timeline, changed: Sequence[Change]) -> Overtaken | None:
    """The refusal for the first fact that somebody else changed since it was read."""
    now = timeline.facts_of(change.before.id for change in changed)
    for before, after in changed:
        fact = now.get(before.id, before)
        if fact.version > before.version:
            theirs, yours = fact.events[before.version :], after.events[before.version :]
            return Overtaken(fact.name, theirs, yours)
    return None
