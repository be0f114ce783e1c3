"""Whether a timeline is sound: its store, the events of each fact, what is kept beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from domain.answer import Cited, answer_stream
from domain.refusal import Broken, InvalidInput, Run
from projections.held import Compared, Held, broken_promises, compared
from projections.words import count
from service.indexing import index_entry_of
from service.kept_citation import read_kept
from service.put_together import before_moving, is_borne_out, old_file_of
from service.store.citation_tally import number_in, tally_of
from service.store.errors import VERIFY, Damaged
from service.store.interface import Flaw, Head, Verdict
from service.store.remembered import BACKUP_KEY, CITED_KEY
from service.store.verification import MOST_LISTED, noting_continued

if TYPE_CHECKING:
    from service.judging import Judge
    from service.timeline import Timeline

CITED_BEFORE: Final = "cited-before"
"""The kind of what is noticed of an answer that a note alone says to be of another record."""

OF_DAMAGE: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What reading raises where a store holds what nobody wrote there, and that was not foreseen."""


class Backup(NamedTuple):
    """A backup that was made: where and when."""

    file: Path
    made: datetime


def verified(timeline: Timeline, judge: Judge | None = None, *, sums: bool = True) -> Verdict:
    """Whether a timeline is sound.

    Its store; whether each fact could have its events; and what is kept beside the
    events: citations, and the last backup. With a judge, also what it notices. Without `sums`,
    those of batches are not compared with their rows.
    """
    continued: dict[str, None] = {}
    entry_of = noting_continued(index_entry_of(timeline, judge), continued)
    again = index_entry_of(timeline)
    found = timeline.store.verified(entry_of, timeline.words, sums=sums, again=again)
    if any(flaw.kind == "file" for flaw in found.flaws):
        return found  # what cannot be read is not read once more
    beside = [*_beside(timeline, found.head)]
    of_before = tuple(each for each in beside if each.kind == CITED_BEFORE)
    flaws = [
        *_misplaced(timeline, continued, found, judge),
        *(each for each in beside if each.kind != CITED_BEFORE),
    ]
    room = max(0, MOST_LISTED - len(found.flaws))
    notices = (*of_before, *judge.noticed(timeline), *found.notices) if judge else ()
    return replace(
        found,
        flaws=(*found.flaws, *flaws[:room]),
        more=found.more + max(0, len(flaws) - room),
        notices=notices[:MOST_LISTED],
        more_notices=(
            judge.more + found.more_notices + max(0, len(notices) - MOST_LISTED) if judge else 0
        ),
    )


def verified_against(
    timeline: Timeline, held: Sequence[Held]
) -> tuple[Verdict, tuple[Compared, ...]]:
    """Whether a timeline is sound and has the digests that somebody held, and each compared.

    The chain itself is verified first: so a stored digest is that of the events before it.
    """
    from service.judging import Judge  # noqa: PLC0415  # only a verification waits for it

    found = verified(timeline, Judge(timeline.now().date()))
    there = compared(held, found.head.position, timeline.store.digest_at)
    because = _of_before(timeline, there)
    flaws = tuple(
        Flaw("held", said + because) for said in broken_promises(there, found.head.position)
    )
    return replace(found, flaws=(*flaws, *found.flaws)), there


def _of_before(timeline: Timeline, there: Iterable[Compared]) -> str:
    """What follows where digests were held from before rows were put together."""
    try:
        moved = before_moving(timeline.store)
    except Damaged:
        return ""  # which is a flaw of its own
    if moved is None or all(each.held.position <= moved.same for each in there):
        return ""
    return (
        f" Rows were put together here since: digests from position {moved.same + 1} on are others,"
        " and those of before are verified with the old file."
    )


def damage(timeline: Timeline) -> Damaged | None:
    """The refusal of a timeline that is damaged, by what a verification finds first; else None."""
    try:
        found = verified(timeline)
    except InvalidInput as refused:
        return refused if isinstance(refused, Damaged) else None
    if found.sound:
        return None
    fix = Run.of("rebuild") if found.fixable else VERIFY
    said = f"{timeline.store_name} is damaged: {found.flaws[0].said}"
    return Damaged(said, fix, code="damaged")


def check_events(timeline: Timeline) -> None:
    """Raises Damaged where what was recorded is not whole, by what a verification finds first.

    An index that a rebuild puts right, and citations, are not looked at.
    """
    flaw = next((each for each in verified(timeline, sums=False).flaws if not each.copyable), None)
    if flaw is not None:
        raise Damaged(f"{timeline.store_name} is damaged: {flaw.said}", VERIFY, code="damaged")


def last_backup(timeline: Timeline) -> Backup | None:
    """The last backup that the timeline remembers; None where it remembers none.

    Raises Damaged where what it remembers cannot be read.
    """
    text = timeline.store.remembered(BACKUP_KEY)
    if not text:
        return None
    instant, _, file = str(text).partition(" ")
    try:
        return Backup(_read_back(file), datetime.fromisoformat(instant))
    except ValueError:
        said = f'what the store remembers of its last backup cannot be read: "{str(text)[:80]}".'
        raise Damaged(said, Run.of("backup"), code="damaged-note") from None


_ESCAPED: Final = re.compile(r"\\u(dc[89a-f][0-9a-f])")
"""A byte of a name that is not text, as it is written out."""


def _read_back(text: str) -> Path:
    return Path(_ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), text))


# What the store does not see by itself ------------------------------------------------------------


def _misplaced(
    timeline: Timeline, names: Iterable[str], found: Verdict, judge: Judge | None
) -> Iterator[Flaw]:
    """Flaws of streams whose events can be read one by one, and not one after the other."""
    known = {flaw.stream for flaw in found.flaws}
    for name in names:
        if name in known:
            continue
        try:
            facts = timeline.streams(timeline.store.select_events(name))
            if judge is not None:
                judge.look_at(facts)
        except InvalidInput as refused:
            yield Flaw("event", refused.said, _last_of(timeline, name), name)


def _last_of(timeline: Timeline, name: str) -> int:
    """The position of the last event of a stream."""
    layer = name.partition("/")[0]
    rows = timeline.store.select_numbered(layer)
    return max((row.id for row in rows if row.originator_id == name), default=0)


def _beside(timeline: Timeline, head: Head) -> Iterator[Flaw]:
    """Flaws of what is kept beside the events, and what is noticed of answers of another record."""
    before, citations = timeline.store.remembered(CITED_KEY), timeline.store.citations()
    excused = frozenset[str]()
    try:
        moved = before_moving(timeline.store)
        if moved is not None and is_borne_out(timeline, moved):
            excused = moved.answers
    except Damaged as refused:
        yield Flaw("note", refused.said)
    spoiled = False
    for answer, state in citations:
        wrong = wrong_citation(timeline, answer, state, head)
        if wrong and answer in excused and not wrong_citation(timeline, answer, state, None):
            yield from _of_another_record(timeline, answer, read_kept(answer, state))
        elif wrong:
            spoiled = True
            yield Flaw("citation", f'what was kept of answer "{answer}" {wrong}.')
    # Who cites meanwhile changes both: nothing is wrong then.
    if not spoiled and before == timeline.store.remembered(CITED_KEY):
        yield from _miscounted(before, citations)
    try:
        last_backup(timeline)
    except Damaged as refused:
        yield Flaw("note", refused.said)


def _of_another_record(timeline: Timeline, answer: str, cited: Cited) -> Iterator[Flaw]:
    """What is noticed of an answer that a note says to be of before rows were put together.

    Nothing where the old file is there that it was cited from.
    """
    if old_file_of(timeline, cited) is None:
        said = (
            f'answer "{answer}" does not fit the record here. A note beside the events says that it'
            " was cited before rows were put together; no old file beside the timeline shows that."
        )
        yield Flaw(CITED_BEFORE, said, max(cited.position, 1), answer_stream(answer), 1)


def _miscounted(tally: str | None, citations: Sequence[tuple[str, bytes]]) -> Iterator[Flaw]:
    """Flaws where other citations are kept than the store remembers, each of them whole.

    A store that has cited nothing since citations are counted remembers none.
    """
    if tally is None:
        if any(read_kept(*each).seal for each in citations):
            yield Flaw("citation", "how many answers were cited is forgotten: some may be gone.")
    elif tally != tally_of(citations):
        number = number_in(tally)
        were = "nobody can read how many were" if number is None else f"{number:,} were"
        were = "as many were" if number == len(citations) else were
        said = f"{count(len(citations), 'cited answer')} found, and {were} kept"
        yield Flaw("citation", f"{said}: one was taken out, put in or changed.")


def wrong_citation(timeline: Timeline, answer: str, state: bytes, head: Head | None) -> str:
    """What is wrong with a citation, as the end of a sentence; empty where nothing is.

    Without a head it is of a record whose digests were others, and is only looked at by itself.
    """
    try:
        cited = read_kept(answer, state)
    except Broken as refused:
        return refused.said.partition('" ')[2].rstrip(".")
    if head is None:
        return ""
    if cited.position <= head.position:
        there = timeline.store.digest_at(cited.position)
        if (there or b"").hex() == cited.digest:
            return ""
        return f"names another digest at position {cited.position} than is there"
    return f"is from position {cited.position}, and the timeline ends at {head.position}"
