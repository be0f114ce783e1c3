"""The figures of a run as Markdown, and where they stand in `bench/TRUTH.md`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from bench.truth.asking import Archive, Said
from bench.truth.points import DIRECTIONS, TurningPoint
from bench.truth.scoring import Alarms, Outcome, Tally, added, tally

PAGE: Final = Path(__file__).parent.parent / "TRUTH.md"
BEGIN: Final = "<!-- figures: written by `make truth` -->"
END: Final = "<!-- end of figures -->"
_RIGHT: Final = (
    "RIGHT", "BY TREND", "BY LABEL", "WRONG TOO", "FIRST WORD RIGHT", "FIRST WORD WRONG"
)  # fmt: skip
KINDS: Final = {"worse": "worsening", "better": "improvement"}


def write(page: Path, figures: str) -> None:
    """Puts figures between the markers of a page, or begins a page of figures alone."""
    text = page.read_text(encoding="utf-8") if page.exists() else f"{BEGIN}\n{END}\n"
    before, found, rest = text.partition(BEGIN)
    _, closed, after = rest.partition(END)
    assert found, f"{page} lacks {BEGIN}"
    assert closed, f"{page} lacks {END}"
    page.write_text(f"{before}{BEGIN}\n\n{figures}\n{END}{after}", encoding="utf-8")


def figures(
    run: str,
    points: Sequence[TurningPoint],
    archives: Sequence[Archive],
    found: Sequence[Said],
) -> str:
    """Everything that was counted, table by table. `run` says when, of what and how long."""
    lenses = list(dict.fromkeys(lens for said in found for lens in said.alarms))
    default = lenses[0]
    parts = [
        run,
        _coverage(points, archives, found),
        "### At the turns\n\n" + _turns(points, found, lenses),
        "### Where the label went\n\n" + _labels(points, found, lenses),
        "### In quiet months\n\n" + _quiet(found, lenses),
        f"### By archive: {default}\n\n" + _by_archive(points, archives, found, default),
        f"### Turn by turn: {default}\n\n" + _each(points, found, default),
    ]
    return "\n\n".join(parts) + "\n"


def _coverage(
    points: Sequence[TurningPoint], archives: Iterable[Archive], found: Iterable[Said]
) -> str:
    shown = {name for said in found for name in said.outcomes}
    pairs = {point.pair for point in points}
    by_kind = ", ".join(
        f"{sum(point.direction == way for point in points)} of {KINDS[way]}" for way in DIRECTIONS
    )
    spans = "; ".join(f"{each.layer} {each.first} to {each.last}" for each in archives)
    return (
        f"{len(points)} turns of {len(pairs)} pairs: {by_kind}. {len(shown)} can be shown by an"
        f" archive, some by more than one; {len(points) - len(shown)} by none. Archives: {spans}."
    )


def _of(
    points: Sequence[TurningPoint],
    found: Iterable[Said],
    lens: str,
    direction: str,
    layer: str = "",
) -> list[Outcome]:
    """What a lens said at the turns of one direction, in one archive or in all."""
    wanted = {point.id for point in points if point.direction == direction}
    return [
        by_lens[lens]
        for said in found
        if layer in ("", said.layer)
        for name, by_lens in said.outcomes.items()
        if name in wanted and lens in by_lens
    ]


def _turns(points: Sequence[TurningPoint], found: Sequence[Said], lenses: Iterable[str]) -> str:
    head = ("LENS", "TURNS OF", "SCORED", *_RIGHT, "BY CHANCE")
    rows = []
    for lens in lenses:
        for way in DIRECTIONS:
            counts = tally(_of(points, found, lens, way))
            chance = tally(
                each for said in found for each in said.chance.get(lens, {}).get(way, ())
            )
            rows.append((lens, KINDS[way], _scored(counts), *_right(counts), _share(
                chance.right, chance.turns - chance.unanswered)))  # fmt: skip
    return table(head, rows)


def _scored(counts: Tally) -> str:
    silent = f", {counts.unanswered} silent" if counts.unanswered else ""
    return f"{counts.turns - counts.unanswered}{silent}"


def _right(counts: Tally) -> tuple[str, ...]:
    of = counts.turns - counts.unanswered
    each = (counts.right, counts.trend, counts.label, counts.opposed, counts.first_right,
            counts.first_wrong)  # fmt: skip
    return tuple(_share(count, of) for count in each)


def _labels(points: Sequence[TurningPoint], found: Sequence[Said], lenses: Iterable[str]) -> str:
    head = ("LENS", "TURNS OF", "SCORED", "RIGHT WAY", "WRONG WAY", "NOT AT ALL", "NO PLACE")
    rows = []
    for lens in lenses:
        if lens.startswith("volume"):
            continue
        for way in DIRECTIONS:
            counts = tally(_of(points, found, lens, way))
            of = counts.turns - counts.unanswered
            moved = (counts.moved_right, counts.moved_wrong, counts.moved_still, counts.no_place)
            rows.append((lens, KINDS[way], str(of), *(_share(count, of) for count in moved)))
    return table(head, rows)


def _quiet(found: Sequence[Said], lenses: Iterable[str]) -> str:
    head = ("LENS", "QUIET MONTHS", "TAKES A SIDE", "IMPROVING", "WORSENING", "VOLATILE")
    rows = []
    for lens in lenses:
        counts = added(said.alarms.get(lens, Alarms()) for said in found)
        each = (counts.improving + counts.worsening, *counts[1:])
        rows.append((lens, str(counts.months), *(_share(count, counts.months) for count in each)))
    return table(head, rows)


def _by_archive(
    points: Sequence[TurningPoint],
    archives: Iterable[Archive],
    found: Sequence[Said],
    lens: str,
) -> str:
    head = ("ARCHIVE", "TURNS OF", "SCORED", *_RIGHT, "QUIET MONTHS", "TAKES A SIDE")
    rows = []
    for archive in archives:
        here = [said for said in found if said.layer == archive.layer]
        months = added(said.alarms.get(lens, Alarms()) for said in here)
        sides = _share(months.improving + months.worsening, months.months)
        for way in DIRECTIONS:
            counts = tally(_of(points, here, lens, way))
            if not counts.turns + months.months:
                continue
            rows.append((archive.layer, KINDS[way], _scored(counts), *_right(counts),
                         str(months.months), sides))  # fmt: skip
    return table(head, rows)


def _each(points: Sequence[TurningPoint], found: Sequence[Said], lens: str) -> str:
    head = ("DAY", "PAIR", "TURN", "", "WHAT WAS SAID")
    by_point: dict[str, list[str]] = {}
    for said in found:
        for name, by_lens in said.outcomes.items():
            if lens in by_lens:
                by_point.setdefault(name, []).append(f"{said.layer}: {_word(by_lens[lens])}")
    return table(
        head,
        [
            (
                point.day.isoformat(),
                "-".join(point.pair),
                point.id,
                point.direction,
                "; ".join(by_point.get(point.id, ["no archive"])),
            )
            for point in sorted(points, key=lambda point: (point.day, point.id))
        ],
    )


def _word(each: Outcome) -> str:
    """A turn in a few words: who said it, if anybody, and where the label went."""
    if not each.answered:
        return "silent"
    by = [name for name, said in (("trend", each.trend), ("label", each.label)) if said]
    first = ", first word wrong" if each.first == "wrong" else ""
    return f"{'right by ' + ' and '.join(by) if by else 'MISSED'}{first}; label {each.moved}"


def _share(count: int, of: int) -> str:
    return f"{count} of {of} ({count / of:.0%})" if of else "none"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def run_line(day: date, lens: str, seconds: float) -> str:
    """When the figures were counted, of which lens, and how long it took."""
    return f"{day.isoformat()}, default lens {lens}; {seconds:.0f} seconds."
