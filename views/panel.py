"""The ties of many pairs on many days on a screen."""

from __future__ import annotations

from typing import Final

from projections.answer import Answer
from projections.panel import PanelLine
from projections.phases import By
from projections.questions.panel import FoundPanel
from projections.scope import Whose
from projections.words import balance, clocks, count, day, figure, signed
from views.page import Page
from views.verdict import short_label
from views.view import Look, View


def heading(found: FoundPanel) -> str:
    """`All ties at the end of every month, 1 Jan 2022 to 31 Mar 2022`, with what else was fixed."""
    panel = found.panel
    first, as_of = panel.span
    asked = panel.whose
    all_ties = Whose("All ties").of_layers(asked.layers).name
    of = asked.name if asked.actors or asked.scope.written else all_ties
    known = ", each as known then" if panel.by is By.KNOWN else ""
    span = f"{day(first)} to {day(as_of.on)}"
    return f"{of} at the end of every {panel.every}, {span}{known}{clocks(as_of)}"


def _draw(answer: Answer, found: FoundPanel, page: Page, look: Look) -> None:  # noqa: ARG001
    panel = found.panel
    page.opening(heading(found), look.said)
    if not panel.rows:
        page.text('Nothing is known of any ties. That is not "neutral".')
        return
    joint = " > " if panel.directed else page.symbol("–", "-")
    rows = [_row(line, joint) for line in panel.lines]
    head = ("DAY", "BETWEEN", "STATE", "BALANCE", "FOR", "AGAINST", "NET", "FACTS")
    page.table(head, rows, right=(3, 4, 5, 6, 7))
    page.line()
    pairs, days = len({row.pair for row in panel.rows}), len(panel.days)
    page.text(f"{count(pairs, 'pair')} on {count(days, 'day')}, {count(len(rows), 'row')}.")


def _row(line: PanelLine, joint: str) -> tuple[str, ...]:
    row, score = line.row, line.score
    figures = ("", "", "", "")
    if score is not None:
        ledgers = figure(score.cooperation), figure(score.friction), signed(score.net)
        figures = (balance(score.balance), *ledgers)
    return (
        day(row.day),
        joint.join((line.a, line.b)),
        short_label(row.verdict),
        *figures,
        f"{row.facts:,}",
    )


def _hints(answer: Answer, found: FoundPanel, look: Look) -> tuple[str, ...]:  # noqa: ARG001
    return ("Table: -o p.csv",)


VIEW: Final = View(
    FoundPanel,
    title=lambda answer, found: heading(found),  # noqa: ARG005  # every view is given both
    draw=_draw,
    hints=_hints,
)
