"""What a check of a store says of its batches, where it has any."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from service.store.batches import check_extra, has_extra
from service.store.errors import Damaged
from service.store.row_store import NewRun
from service.store.verification import MOST_LISTED, Differences, Flaw, Verdict

if TYPE_CHECKING:
    from service.store.interface import TimelineRecorder


def with_batches(found: Verdict, store: TimelineRecorder, *, sums: bool) -> Verdict:
    """A verdict, with what is wrong with batches. Raises Failure where these cannot be read here.

    Where the events themselves cannot be read batches are not looked at; what is summed of them
    only with `sums`.
    """
    if any(flaw.kind in ("file", "event") for flaw in found.flaws) or not store.batches.layers(()):
        return found
    check_extra()
    from service.archives import checks, notices  # noqa: PLC0415  # need an extra

    kept, noticed = checks.Kept(store, store), notices.Notices()
    room = max(0, MOST_LISTED - len(found.flaws))
    try:
        flaws = checks.flaws(kept, noticed)
        listed = tuple(islice(flaws, room))
        more = sum(1 for _ in flaws)
        if sums and not listed and not more:
            differ = checks.differences(kept)
            listed = differ.flaws[:room]
            more = max(0, differ.rows - len(listed))
    except Damaged as refused:
        listed, more = (Flaw("event", refused.said),), 0
    return replace(
        found,
        flaws=(*found.flaws, *listed),
        more=found.more + more,
        notices=tuple(noticed.listed),
        more_notices=noticed.more,
    )


def differences(store: TimelineRecorder) -> Differences:
    """How what is summed of batches differs from their rows."""
    if not store.batches.layers(()):
        return Differences()
    check_extra()
    from service.archives import checks  # noqa: PLC0415  # needs an extra

    return checks.differences(checks.Kept(store, store))


def put_right(store: TimelineRecorder) -> Differences:
    """Sums again what differs from the rows of batches, and what is not summed; how it differed."""
    if not store.batches.layers(()):
        return Differences()
    check_extra()
    from service.archives import checks  # noqa: PLC0415  # needs an extra

    found = Differences()
    for number, differ, layer, run in checks.compared(checks.Kept(store, store)):
        found = found.and_of(differ)
        if differ.rows:
            store.drop_runs([number])
            if run is not None:
                store.keep_run(NewRun(layer, run.head.data), run.sums())
    sum_again(store)
    return found


def sum_again(store: TimelineRecorder) -> None:
    """Sums the batches that are in no run, those of an import that was cut short too.

    And many small runs as one.

    Where what reads them is not installed they stay as they are.
    """
    if not store.batches.layers(()) or not has_extra():
        return
    from service.archives import checks  # noqa: PLC0415  # needs an extra

    kept = checks.Kept(store, store)
    for layer, run in checks.runs(kept):
        store.keep_run(NewRun(layer, run.head.data), run.sums())
    for layer, numbers, run in checks.joined_runs(kept):
        store.keep_run(NewRun(layer, run.head.data, numbers), run.sums())
