"""The chart as a picture, as blocks on a screen, and as a command."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.clocks import AsOf
from domain.fact import Fact
from domain.kinds import POINT
from domain.refusal import PLACEHOLDERS
from projections.series import Series, series
from projections.state import state
from projections.words import day, signed
from tests import strategies
from tests.builders import PAIR, a_day, a_fact, denied, moved, resumed, suspended
from tests.console import Console
from tests.effort import examples
from views.chart import BLOCKS, LEAD, TAIL, Scale, render, weightiest
from views.page import MarkdownPage, Page
from views.svg.axis import dates, round_up, rounded
from views.svg.chart import svg
from views.svg.sheet import WIDTH, wide

PICTURE = Path(__file__).parent.parent / "docs" / "pictures" / "turkey-russia-2014-2023.svg"
TEN_YEARS = ["chart", "turkey", "russia", "--from", "2014", "--to", "2023"]
NAMES = "Russia", "Turkey"
NS = "{http://www.w3.org/2000/svg}"

anything = st.text(st.characters(exclude_categories=()), max_size=30)
"""Any letters, those too that XML cannot hold."""


@pytest.fixture
def console(tmp_path: Path) -> Console:
    return Console(tmp_path)


def a_series(*facts: Fact, first: str = "2022-01-01", last: str = "2022-03-31") -> Series:
    return series(facts, PAIR, (a_day(first), AsOf(a_day(last))))


def drawn(found: Series, title: str = "Russia – Turkey", foot: str = "") -> ET.Element:
    return ET.fromstring(svg(found, NAMES, title, foot))


def of_class(root: ET.Element, *looks: str) -> list[ET.Element]:
    return [
        element for element in root.iter() if set(looks) <= set(element.get("class", "").split())
    ]


def titled(root: ET.Element) -> dict[str, ET.Element]:
    """The marks and bars by their handles."""
    groups = [(group, group.findtext(f"{NS}title")) for group in root.iter(f"{NS}g")]
    return {title.partition(" ^")[2].partition(";")[0]: group for group, title in groups if title}


def told(root: ET.Element, handle: str) -> str:
    return titled(root)[handle].findtext(f"{NS}title") or ""


# Where things lie ---------------------------------------------------------------------------------


def visited(path: str) -> Iterator[tuple[float, float]]:
    """The points that a path of ours goes through."""
    x = y = 0.0
    for command, numbers in re.findall(r"([MLHVlhvmz])([-\d. ]*)", path):
        values = [float(value) for value in re.findall(r"-?[\d.]+", numbers)]
        if command in "HhVv":
            for value in values:
                x = {"H": value, "h": x + value}.get(command, x)
                y = {"V": value, "v": y + value}.get(command, y)
                yield x, y
            continue
        for one, other in zip(values[::2], values[1::2], strict=True):
            x, y = (one, other) if command.isupper() else (x + one, y + other)
            yield x, y


def extents(root: ET.Element, shift: tuple[float, float] = (0, 0)) -> Iterator[tuple[float, float]]:
    """The corners of all that is drawn."""
    for element in root:
        if element.tag in (f"{NS}defs", f"{NS}style"):
            continue
        x, y = (float(element.get(name, 0)) + by for name, by in zip("xy", shift, strict=True))
        if element.tag == f"{NS}path":
            yield from ((shift[0] + a, shift[1] + b) for a, b in visited(element.get("d", "")))
        elif element.tag == f"{NS}rect":
            yield from (
                (x, y),
                (x + float(element.get("width", 0)), y + float(element.get("height", 0))),
            )
        elif element.tag == f"{NS}text":
            yield from words_extent(element, x, y)
        moved_by = re.match(r"translate\(([\d.]+) ([\d.]+)\)", element.get("transform", ""))
        yield from extents(element, (float(moved_by[1]), float(moved_by[2])) if moved_by else shift)


def words_extent(element: ET.Element, x: float, y: float) -> Iterator[tuple[float, float]]:
    size = int(element.get("font-size", 0))
    width = wide(element.text or "", size, bold="bold" in element.get("class", ""))
    left = x - {"middle": width / 2, "end": width}.get(element.get("text-anchor", ""), 0)
    yield from ((left, y - size), (left + width, y + size / 4))


def sheet_of(root: ET.Element) -> tuple[float, float]:
    _, _, width, height = map(float, root.get("viewBox", "").split())
    return width, height


class Scaled(NamedTuple):
    """Heights read back as points: where 0 lies, and how many pixels a point takes."""

    zero: float
    point: float

    @classmethod
    def of(cls, root: ET.Element) -> Scaled:
        ends = [
            text
            for text in root.iter(f"{NS}text")
            if text.get("text-anchor") == "end" and re.fullmatch(r"[-+\d.]+", text.text or "")
        ]
        heights = {float(text.text or ""): float(text.get("y", "")) - 4 for text in ends}
        low, high = min(heights), max(heights)
        return cls(heights[0], (heights[low] - heights[high]) / (high - low))


def net_at(root: ET.Element, found: Series, day: date, *, dashed: bool) -> float:
    """What the solid or the dashed line says of a day, in points."""
    (line,) = [
        line
        for line in of_class(root, "line")
        if ("dashed" in line.get("class", "")) == dashed and line.find(f"{NS}title") is not None
    ]
    corners = list(visited(line.get("d", "")))
    left, right = corners[0][0], corners[-1][0]
    x = left + (right - left) * (day.toordinal() + 0.5 - found.first) / (
        found.last + 1 - found.first
    )
    y = next(y for (before, y), (after, _) in pairwise(corners) if before <= x < after)
    scale = Scaled.of(root)
    return (scale.zero - y) / scale.point


# The picture --------------------------------------------------------------------------------------

EXAMPLE = (
    a_fact(
        handle="visit",
        what="visit",
        parties="TUR = RUS",
        dated="2022-01-20",
        known="2022-01-20",
        title="A visit",
    ),
    a_fact(handle="accused", dated="2022-02-10", known="2022-02-10", title="An accusation"),
    a_fact(
        denied("2022-02-27"),
        handle="claim",
        what="assault",
        parties="RUS > TUR",
        dated="2022-02-26",
        known="2022-02-26",
    ),
    a_fact(
        handle="vague", what="cooperate", parties="TUR = RUS", dated="2022-02", known="2022-03-01"
    ),
    a_fact(handle="asked", what="request", dated="2022-02-14", known="2022-03-01"),
    a_fact(
        moved("2022-03-30", "2022-03-01"),
        handle="plan",
        what="planned:summit",
        dated="2022-03-10",
        known="2022-02-20",
    ),
    a_fact(
        suspended("2022-02-10"),
        resumed("2022-02-20"),
        handle="treaty",
        what="instrument:treaty",
        dated="2022-01-25",
        known="2022-01-25",
    ),
    a_fact(handle="dim", what="instrument:sanctions", dated="2022-02/2022-03", known="2022-03-01"),
    a_fact(
        denied("2022-02-27"),
        handle="denied",
        what="instrument:embargo",
        dated="2022-02-12",
        known="2022-02-26",
    ),
)


@pytest.mark.parametrize(
    "day", ["2022-01-01", "2022-01-20", "2022-02-09", "2022-02-10", "2022-02-28", "2022-03-31"]
)
def test_both_lines_lie_where_the_figures_of_a_day_are(day: str) -> None:
    base = a_fact(
        handle="base", what="cooperate", parties="TUR = RUS", dated="2021-12-30", known="2021-12-30"
    )
    found = a_series(base, *EXAMPLE)
    root = drawn(found)
    answer = state([base, *EXAMPLE], PAIR, AsOf(a_day(day)))
    pixel = 0.11 / Scaled.of(root).point
    there, back = (score.net / POINT for score in answer.directions.values())

    assert net_at(root, found, a_day(day), dashed=False) == pytest.approx(there, abs=pixel)
    assert net_at(root, found, a_day(day), dashed=True) == pytest.approx(back, abs=pixel)


def test_lines_are_broken_where_nothing_is_known() -> None:
    found = a_series(*EXAMPLE)
    (line,) = [
        line
        for line in of_class(drawn(found), "line", "dashed")
        if line.find(f"{NS}title") is not None
    ]
    corners = list(visited(line.get("d", "")))
    share = (a_day("2022-01-20").toordinal() - found.first) / (found.last + 1 - found.first)

    assert corners[0][0] == pytest.approx(62 + share * (corners[-1][0] - 62), abs=0.2)


def test_where_nothing_is_known_a_sentence_stands_and_no_line() -> None:
    root = drawn(a_series())

    assert of_class(root, "line") == []
    assert 'That is not "neutral".' in " ".join(root.itertext())


def extremes(found: Series, side: int) -> str:
    """The first lowest and the first highest net of a direction, with their days."""
    nets = [
        (point.directions[side].net, point.day)
        for point in found.points
        if point.label != "unknown"
    ]
    lowest, highest = min(nets), max(nets, key=lambda each: (each[0], -each[1]))
    return (
        f"lowest net {signed(lowest[0])} on {day(lowest[1])}, highest {signed(highest[0])} on"
        f" {day(highest[1])}"
    )


def test_the_picture_says_in_words_what_it_shows() -> None:
    root = drawn(a_series(*EXAMPLE), "Russia – Turkey, January to March 2022")
    title, desc = (root.find(f"{NS}{name}") for name in ("title", "desc"))
    assert title is not None
    assert desc is not None
    text = desc.text or ""

    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert title.text == "Russia – Turkey, January to March 2022"
    assert "from 1 Jan 2022 to 31 Mar 2022" in text
    assert "A figure every" not in text
    assert "The ties are unknown at first and" in text
    assert "On their days: 6 facts, 2 not counted. In force: 3 instruments, 1 not counted." in text
    assert f"Turkey → Russia: {extremes(a_series(*EXAMPLE), 1)}." in text


def test_a_picture_of_years_says_that_its_extremes_are_those_of_the_days_drawn() -> None:
    found = a_series(*EXAMPLE, first="2012-01-01")

    assert f"A figure every {found.step} days." in "".join(drawn(found).itertext())
    assert found.step > 1


@pytest.mark.parametrize(
    ("handle", "look"), [("visit", "ink"), ("claim", "paper"), ("plan", "paper"), ("asked", "ink")]
)
def test_a_mark_is_filled_only_if_it_counts(handle: str, look: str) -> None:
    mark = of_class(titled(drawn(a_series(*EXAMPLE)))[handle], "mark")[0]

    assert look in mark.get("class", "").split()


def test_what_speaks_for_the_ties_points_up_and_what_speaks_against_down() -> None:
    root = drawn(a_series(*EXAMPLE))
    spans = {
        name: [y for _, y in visited(of_class(titled(root)[name], "mark")[0].get("d", ""))]
        for name in ("visit", "accused", "asked")
    }

    assert spans["visit"][0] < spans["visit"][1]
    assert spans["accused"][0] > spans["accused"][1]
    assert len(spans["asked"]) == 4


def test_a_vague_day_has_a_whisker_over_its_window() -> None:
    root = drawn(a_series(*EXAMPLE))

    assert len(of_class(titled(root)["vague"], "axis")) == 1
    assert of_class(titled(root)["visit"], "axis") == []


@pytest.mark.parametrize(
    ("handle", "looks"),
    [
        ("treaty", ["mark ink ink-line"] * 2),
        ("dim", ["mark ink-line", "mark ink ink-line"]),
        ("denied", ["mark ink-line dashed"]),
    ],
)
def test_a_bar_is_solid_hatched_or_dashed(handle: str, looks: list[str]) -> None:
    group = titled(drawn(a_series(*EXAMPLE)))[handle]

    assert [bar.get("class") for bar in group.iter(f"{NS}rect")] == looks


def test_a_mark_and_a_bar_say_what_they_stand_for() -> None:
    root = drawn(a_series(*EXAMPLE))

    assert told(root, "visit") == "20 Jan 2022: A visit ^visit; mutual; weighs +4.0"
    assert (
        told(root, "claim")
        == "26 Feb 2022: assault ^claim; Russia → Turkey; weighs -9.0; not counted: disputed"
    )
    assert (
        told(root, "plan")
        == "planned for 30 Mar 2022: planned:summit ^plan; Turkey → Russia; weighs +4.0; not"
        " counted: unconfirmed"
    )
    assert told(root, "asked") == "14 Feb 2022: request ^asked; Turkey → Russia; weighs nothing"
    assert (
        told(root, "dim")
        == "Feb 2022 until Mar 2022: instrument:sanctions ^dim; Turkey → Russia; weighs -4.0"
    )


def test_what_is_planned_for_after_the_span_has_no_mark() -> None:
    assert "plan" not in titled(drawn(a_series(*EXAMPLE, last="2022-03-20")))


def test_marks_and_bars_are_cut_at_the_span() -> None:
    long = a_fact(handle="long", what="instrument:treaty", dated="2021-01-01", known="2021-01-01")
    vague = a_fact(handle="year", dated="2022", known="2022-01-05")
    root = drawn(a_series(long, vague))
    (bar,) = titled(root)["long"].iter(f"{NS}rect")
    whisker = list(visited(of_class(titled(root)["year"], "axis")[0].get("d", "")))

    assert float(bar.get("x", "")) == whisker[0][0]
    assert float(bar.get("width", "")) == pytest.approx(whisker[1][0] - whisker[0][0], abs=0.1)


def test_titles_of_bars_lie_on_no_other_title() -> None:
    bars = [
        a_fact(
            handle=f"bar-{i}",
            what="instrument:treaty",
            dated=f"2022-0{1 + i % 3}-0{1 + i % 9}",
            known="2022-03-05",
            title=f"Treaty {'x' * i}",
        )
        for i in range(40)
    ]
    boxes = []
    for group in titled(drawn(a_series(*bars))).values():
        (words,) = group.iter(f"{NS}text")
        (left, top), (right, _) = words_extent(
            words, float(words.get("x", "")), float(words.get("y", ""))
        )
        boxes.append((top, left, right))
    boxes.sort()

    assert all(one[0] != other[0] or one[2] < other[1] for one, other in pairwise(boxes))


def test_a_picture_brings_all_it_needs() -> None:
    text = svg(a_series(*EXAMPLE), NAMES, "Title", "Foot")

    assert "prefers-color-scheme:dark" in text
    assert "@media print" in text
    assert "system-ui,sans-serif" in text
    assert not re.search(r"<script|https?://(?!www\.w3\.org/2000/svg)|@import|@font-face", text)


def test_two_pictures_on_one_page_share_no_ids() -> None:
    found = a_series(*EXAMPLE)
    ids = [
        re.findall(r'id="([^"]+)"', svg(found, NAMES, "Title", foot))
        for foot in ("answer 1", "answer 2")
    ]

    assert not {*ids[0]} & {*ids[1]}


@settings(max_examples=examples(60), deadline=None)
@given(
    strategies.histories(),
    strategies.days,
    st.integers(0, 3000),
    st.tuples(anything, anything),
    anything,
    anything,
)
def test_a_picture_is_whole_and_stays_on_its_sheet(
    facts: list[Fact], last: date, longer: int, names: tuple[str, str], title: str, foot: str
) -> None:
    found = series(facts, PAIR, (last - timedelta(days=longer), AsOf(last)))
    text = svg(found, names, title, foot)
    root = ET.fromstring(text)
    width, height = sheet_of(root)

    assert text == svg(found, names, title, foot)
    assert text.encode()
    assert all(-1 <= x <= width + 1 and 0 <= y <= height for x, y in extents(root))


@given(
    st.text(min_size=1, max_size=200).filter(lambda text: text.strip() not in ("", *PLACEHOLDERS))
)
def test_any_title_of_a_fact_can_be_drawn(title: str) -> None:
    facts = [
        a_fact(title=title, handle="mark"),
        a_fact(title=title, handle="bar", what="instrument:treaty"),
    ]
    root = drawn(a_series(*facts), title)

    assert all(x <= WIDTH for x, _ in extents(root))


def test_what_xml_reserves_is_escaped() -> None:
    root = drawn(a_series(a_fact(title='<b>&"\x07\x1b[31m')), '<script>&"')

    assert root.findtext(f"{NS}title") == '<script>&"'
    assert told(root, "fact").startswith('5 Mar 2022: <b>&"\ufffd\ufffd[31m ^fact')


# Axes ---------------------------------------------------------------------------------------------


@given(st.integers(1, date.max.toordinal()), st.integers(0, 12), st.integers(2, 12))
def test_dates_on_an_axis_lie_in_the_span_and_are_few(first: int, power: int, most: int) -> None:
    last = min(date.max.toordinal(), first + 4**power)
    ticks = dates(first, last, most)

    assert 1 <= len(ticks) <= most
    assert all(first <= tick.day <= last for tick in ticks)


@pytest.mark.parametrize(
    ("span", "names"),
    [
        ("2014-01-01 2023-12-31", "2014 2015 2016 2017 2018 2019 2020 2021 2022 2023"),
        ("2021-06-01 2022-12-31", "Jul 2021, Sep, Nov, Jan 2022, Mar, May, Jul, Sep, Nov"),
        ("2021-12-20 2022-01-10", "20 Dec 2021, 27 Dec, 3 Jan 2022, 10 Jan"),
        ("2021-12-30 2022-01-02", "30 Dec 2021, 31 Dec, 1 Jan 2022, 2 Jan"),
    ],
)
def test_dates_are_named_as_finely_as_there_is_room_for(span: str, names: str) -> None:
    first, last = (a_day(day).toordinal() for day in span.split())

    assert [tick.text for tick in dates(first, last, 10)] == (
        names.split(", ") if "," in names else names.split()
    )


@given(st.integers(-(10**10), 10**10), st.integers(0, 10**10))
def test_a_scale_holds_what_it_must_and_zero(low: int, more: int) -> None:
    least, most, step = rounded(low, low + more)

    assert least <= min(low, 0) <= max(low + more, 0) <= most
    assert least % step == most % step == 0
    assert 1 <= (most - least) // step <= 8


@given(st.integers(1, 10**12))
def test_a_round_figure_is_not_less(value: int) -> None:
    assert value <= round_up(value) <= max(value * 4 // 3 + 1, POINT)


# The screen ---------------------------------------------------------------------------------------


def shown(console: Console, *command: str, width: int = 80) -> list[str]:
    console.environ["COLUMNS"] = str(width)
    return console.apart([*command])[0].splitlines()


@pytest.mark.parametrize("width", [40, 80, 120])
def test_blocks_fill_the_screen_and_no_line_is_longer(console: Console, width: int) -> None:
    lines = shown(console, *TEN_YEARS, width=width)
    rows = [line for line in lines if line.startswith(("  for", "  against"))]

    assert [len(row) for row in rows] == [width] * 4
    assert all(set(row[LEAD:-TAIL]) <= set(BLOCKS) for row in rows)
    assert [line for line in lines[1:] if len(line) > width] == []


def test_plain_has_digits_and_nothing_but_ascii(console: Console) -> None:
    lines = shown(console, "chart", "turkey", "russia", "--from", "2014", "--to", "2021", "--plain")
    rows = [line for line in lines if line.startswith(("  for", "  against"))]

    assert "\n".join(lines).isascii()
    assert all(row[LEAD:-TAIL].isdigit() for row in rows)
    assert "Turkey to Russia" in lines


def test_both_ledgers_of_both_directions_end_in_the_figures_of_the_last_day(
    console: Console,
) -> None:
    answer = json.loads(
        console.apart(["state", "turkey", "russia", "--on", "2023-12-31", "--json"])[0]
    )
    rows = [line for line in shown(console, *TEN_YEARS) if line.startswith(("  for", "  against"))]
    ledgers = [
        answer["directions"][view][side]
        for view in ("TUR>RUS", "RUS>TUR")
        for side in ("cooperation", "friction")
    ]

    assert [row.split()[-1] for row in rows] == [f"{micro / POINT:.1f}" for micro in ledgers]


@pytest.mark.parametrize(
    ("value", "symbol"),
    [(0, " "), (49_999, " "), (50_000, "▁"), (2_500_000, "▁"), (2_500_001, "▂"), (20 * POINT, "█")],
)
def test_a_block_shows_figures_up_to_its_own(value: int, symbol: str) -> None:
    assert Scale(BLOCKS, "·", 20 * POINT).symbol(value) == symbol


def test_each_column_is_the_last_day_of_its_days() -> None:
    facts = [
        a_fact(dated="2022-03-30", known="2022-03-30"),
        a_fact(handle="old", what="request", dated="2021-12-01"),
    ]
    page = Page(width=LEAD + 30 + TAIL)
    render(a_series(*facts, first="2022-03-02"), NAMES, "Title", page, ())
    (row,) = [line for line in page.lines if line.startswith("  against") and "█" in line]

    assert row[LEAD:-TAIL].count(" ") == 28


def test_days_of_which_nothing_is_known_are_not_blank() -> None:
    page = Page(width=LEAD + 30 + TAIL)
    render(a_series(a_fact(dated="2022-03-31"), first="2022-03-02"), NAMES, "Title", page, ())
    rows = [line[LEAD:-TAIL] for line in page.lines if line.startswith(("  for", "  against"))]

    assert [row[:29] for row in rows] == ["·" * 29] * 4
    assert any(
        "· where nothing that counts is known" in line for line in " ".join(page.lines).split(",")
    )


def test_in_markdown_the_rows_are_a_block_of_code(console: Console) -> None:
    text = console.apart([*TEN_YEARS, "--format", "md"])[0]
    block = text.partition("```text\n")[2].partition("```")[0].splitlines()

    assert [len(line) for line in block if line.startswith(("  for", "  against"))] == [80] * 4
    assert block[-1].startswith(" " * LEAD + "2014  2015")
    assert "## What counted most" in text


def test_a_figure_cannot_be_left_by_what_it_holds() -> None:
    page = MarkdownPage()
    page.figure(["a", "```", "b"])

    assert page.lines == ["````text", "a", "```", "b", "````", ""]


def test_the_story_is_told_by_both_sides_in_order_and_across_the_span() -> None:
    facts = [
        a_fact(handle=f"{what}-{day}", what=what, dated=f"2022-{day}", known=f"2022-{day}")
        for what in ("cooperate", "assault")
        for day in ("01-01", "01-02", "01-03", "02-15", "03-30")
    ]
    handles = [pair_fact.handle for pair_fact in weightiest(a_series(*facts))]

    assert handles == [
        f"{what}-{day}" for day in ("01-01", "02-15", "03-30") for what in ("assault", "cooperate")
    ]


def test_the_story_leaves_out_what_does_not_count_and_what_may_lie_outside() -> None:
    facts = [
        a_fact(denied("2022-03-06"), handle="denied"),
        a_fact(handle="vague", dated="2022"),
        a_fact(handle="sure"),
    ]

    assert [pair_fact.handle for pair_fact in weightiest(a_series(*facts))] == ["sure"]


# The command --------------------------------------------------------------------------------------


def test_the_picture_in_the_docs_is_what_the_command_draws(console: Console) -> None:
    console.apart([*TEN_YEARS, "-o", "chart.svg"])
    today = (console.folder / "chart.svg").read_text(encoding="utf-8")
    if os.environ.get("UPDATE"):
        PICTURE.parent.mkdir(exist_ok=True)
        PICTURE.write_text(today, encoding="utf-8")
        return

    assert PICTURE.read_text(encoding="utf-8") == today, "run `UPDATE=1 pytest tests/test_chart.py`"


def test_a_picture_bears_what_names_its_answer(console: Console) -> None:
    answer = json.loads(console.apart([*TEN_YEARS, "--json"])[0])
    drawing = console.apart([*TEN_YEARS, "--format", "svg"])[0]

    assert (
        f"Détente · standing-flow@2 · answer {answer['stamp']['answer']} · sample timeline at"
        " position" in drawing
    )
    assert answer["schema"] == "detente/series@1"


def test_without_a_span_it_is_two_years_and_says_so(console: Console) -> None:
    lines = shown(console, "chart", "turkey", "russia", "--on", "2022-02-28")

    assert lines[0] == "Turkey – Russia, 29 February 2020 to 28 February 2022"
    assert lines[1] == "The two years up to 28 Feb 2022; --from and --to ask for others."


@pytest.mark.parametrize(
    ("options", "span"),
    [
        (["--to", "2022-06"], ("2020-07-01", "2022-06-30")),
        (["-p", "2022-Q1"], ("2022-01-01", "2022-03-31")),
        (["--from", "2022-02-01", "--on", "2022-03-05"], ("2022-02-01", "2022-03-05")),
        (["-p", "since 2026"], ("2026-01-01", "2026-11-22")),
        (["--on", "2020-02-29"], ("2018-03-01", "2020-02-29")),
        (["--on", "0002-01-01"], ("0001-01-01", "0002-01-01")),
    ],
    ids=str,
)
def test_the_last_day_is_the_day_asked_about(
    console: Console, options: list[str], span: tuple[str, str]
) -> None:
    answer = json.loads(console.apart(["chart", "turkey", "russia", *options, "--json"])[0])

    assert (answer["from"], answer["to"]) == span
    assert answer["on"] == span[1]


@pytest.mark.parametrize(
    "options",
    [["--on", "2022", "--to", "2023"], ["--from", "2024", "--on", "2023"], ["--from", "2027"]],
    ids=str,
)
def test_a_span_that_cannot_be_is_refused(console: Console, options: list[str]) -> None:
    _, err, code = console.apart(["chart", "turkey", "russia", *options])

    assert code == 2
    assert "error:" in err


def test_where_nothing_is_known_it_says_so_and_exits_with_3(console: Console) -> None:
    out, _, code = console.apart(["chart", "turkey", "fiji"])

    assert code == 3
    assert 'That is not "neutral".' in out
    assert "▁" not in out


def test_rows_have_plain_columns_and_none_where_nothing_is_known(console: Console) -> None:
    out, _, _ = console.apart(
        [
            "chart",
            "turkey",
            "russia",
            "--to",
            "2022-03-05",
            "--from",
            "2022-03-01",
            "--format",
            "csv",
        ]
    )
    rows = list(csv.DictReader(io.StringIO(out)))
    nothing, _, _ = console.apart(["chart", "turkey", "fiji", "--format", "jsonl"])

    assert [row["day"] for row in rows] == [f"2022-03-0{i}" for i in range(1, 6)]
    assert {"a", "b", "label", "net", "a_b_cooperation", "b_a_friction"} <= rows[0].keys()
    assert json.loads(nothing.splitlines()[0])["net"] is None


def test_a_chart_can_be_cited(console: Console) -> None:
    out, _, _ = console.apart([*TEN_YEARS, "--cite"])
    last = json.loads(console.apart([*TEN_YEARS, "--json"])[0])["points"][-1]

    assert "How ties went: Türkiye – Russia, 1 January 2014 to 31 December 2023" in " ".join(
        out.split()
    )
    said = f"{last['label']} (balance {float(last['balance']):.2f}) on 31 Dec 2023"
    assert last["label"] == "neutral"
    assert said.replace("neutral", "mixed" if last["mixed"] else "neutral") in " ".join(out.split())


def test_one_domain_may_be_drawn(console: Console) -> None:
    out, _, _ = console.apart(["chart", "turkey", "russia", "energy", "--on", "2022-03-05"])

    assert out.startswith("Turkey – Russia, 6 March 2020 to 5 March 2022, energy only\n")
