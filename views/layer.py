"""A layer's answers on a screen.

The state of ties, the account of its figures, and one day's facts.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import Final

from domain.actors import Registry
from domain.kinds import What
from projections.answer import Answer
from projections.flows import FlowKey
from projections.layer import LayerState
from projections.layer_sentence import layer_sentence
from projections.layer_why import LayerWhy, OpenDay
from projections.lenses.lens import Ledger
from projections.pair_fact import PairFact, origins
from projections.pairs import MUTUAL
from projections.questions.layer_day import FoundDay
from projections.questions.layer_state import FoundLayerState
from projections.questions.why import FoundLayerWhy
from projections.words import clocks, count, full_day, in_words, long_day, signed, verdict
from projections.words import day as day_text
from views.page import Page
from views.state import figures_table, has_figures, row_figures, without_figures
from views.verdict import COLORS, figures_text, headline, movement_text, short_label
from views.view import Look, View
from views.why import together

MOST = 12
"""How many sums a page shows; --json has all."""


def title(answer: LayerState, registry: Registry) -> str:
    """`Turkey – Russia on Saturday 5 March 2022, layer icews`, with what else was fixed."""
    names = " – ".join(registry.name(actor, answer.as_of.day) for actor in answer.pair)
    text = f"{names} on {long_day(answer.as_of.on)}"
    if answer.scope:
        text += f", {answer.scope} only"
    text += clocks(answer.as_of)
    return f"{text}, layer {answer.layer}"


def why_command(answer: LayerState) -> str:
    """The command that gives the account of the answer."""
    scope = [answer.scope] if answer.scope else []
    known = ["--known-on", answer.as_of.known_on.isoformat()] if answer.as_of.known_on else []
    recorded = (
        ["--recorded-by", answer.as_of.recorded_by.isoformat()] if answer.as_of.recorded_by else []
    )
    command = [
        "detente",
        "why",
        *answer.pair,
        *scope,
        "--layer",
        answer.layer,
        "--on",
        answer.as_of.on.isoformat(),
        *known,
        *recorded,
    ]
    return shlex.join(command)


def render(answer: LayerState, registry: Registry, page: Page, said: Sequence[str]) -> None:
    """Verdict, domains, figures, what counts most, and how much there is."""
    page.opening(title(answer, registry), said)
    if not answer.known:
        page.text(
            f"Nothing is known up to {full_day(answer.as_of.on)}{clocks(answer.as_of)}. That is not"
            ' "neutral".'
        )
        return
    page.strong(headline(answer).upper(), COLORS.get(answer.label, ""))
    page.text(layer_sentence(answer))
    page.line()
    _domains(answer, page)
    figures_table(answer, registry, page)
    _sums(answer, page)
    _others(answer.others, page)
    _foot(answer, page)


def _domains(answer: LayerState, page: Page) -> None:
    rows = [
        (
            name,
            short_label(row.verdict),
            *row_figures(row, page),
            f"{row.facts:,}",
            day_text(row.last) if row.last else "undated",
        )
        for name, row in answer.domains.items()
        if has_figures(row)
    ]
    if rows:
        page.table(
            ("DOMAIN", "STATE", "30 DAYS", "FOR", "AGAINST", "FACTS", "LAST"), rows, right=(3, 4, 5)
        )
        without_figures(answer.domains, page)
        page.line()


def _sums(answer: LayerState, page: Page) -> None:
    rows = [
        (
            signed(part.counted),
            f"{part.facts:,}",
            _what(part.sort),
            part.sort.domain,
            side(part.sort, part.view(answer.pair), page),
            day_text(part.last),
        )
        for part in answer.parts[:MOST]
        if answer.label != "dormant" or signed(part.counted) != "0.0"
    ]
    if rows:
        page.table(("COUNTS", "FACTS", "OF ONE DAY", "DOMAIN", "VIEW", "LAST"), rows, right=(0, 1))
    if rows and len(answer.parts) > MOST:
        page.text(f"and {len(answer.parts) - MOST} more sums: --json")
    page.line()


def _others(pair_facts: Sequence[PairFact], page: Page) -> None:
    """The facts that are not summed, the strongest first."""
    shown = sorted(
        pair_facts, key=lambda pair_fact: (-abs(pair_fact.share.counted), pair_fact.handle)
    )
    rows = [
        (
            pair_fact.reason or signed(pair_fact.share.counted),
            pair_fact.content.domain,
            f"{pair_fact.content.title} ^{pair_fact.fact_state.id}",
        )
        for pair_fact in shown[:MOST]
    ]
    if rows:
        page.table(("COUNTS", "DOMAIN", "OTHER FACTS"), rows)
        if len(shown) > MOST:
            page.text(f"and {len(shown) - MOST} more: --json")
        page.line()


def _foot(answer: LayerState, page: Page) -> None:
    text = f"{count(answer.facts, 'fact')} that may still count, {answer.counted:,} counted"
    if answer.first is not None:
        text += f"; the first on record is of {day_text(answer.first)}"
    if answer.last is not None:
        text += f", the last of {day_text(answer.last)}"
    text += ". Facts of one day are summed; machine-coded, nobody has read them one by one."
    if answer.hindsight:
        text += f" {answer.hindsight:,} of them became known only after that day."
    page.text(text)


def _what(sort: FlowKey) -> str:
    return What(sort.kind, sort.what).written


def side(sort: FlowKey, view: str, page: Page) -> str:
    """From which side facts concern a pair, and whether they only ease friction."""
    return f"{_arrow(view, page)}{', relief' if sort.ledger is Ledger.RELIEF else ''}"


def _arrow(view: str, page: Page) -> str:
    return "mutual" if view == MUTUAL else view.replace(">", page.symbol(" → ", " to "))


# Why ----------------------------------------------------------------------------------------------


def why_title(found: LayerWhy, registry: Registry) -> str:
    """`Turkey – Russia on Saturday 5 March 2022, layer icews: why mixed`."""
    verdict = found.answer.verdict
    label = "mixed" if verdict.mixed else in_words(verdict.label)
    return f"{title(found.answer, registry)}: why {label}"


def why(found: LayerWhy, registry: Registry, page: Page, said: Sequence[str]) -> None:
    """The share of each day's facts of a sort, the largest first, and how the net moved.

    The net is followed over the last 30 days.
    """
    answer = found.answer
    page.opening(why_title(found, registry), said)
    if not answer.known:
        page.text('Nothing is known. That is not "neutral".')
        return
    rows = [
        (
            signed(part.counted),
            day_text(part.day),
            f"{part.facts:,}",
            _what(part.sort),
            side(part.sort, part.view, page),
            verdict(part.label, part.without),
        )
        for part in found.days[: 2 * MOST]
    ]
    if rows:
        page.table(
            ("COUNTS", "DAY", "FACTS", "OF ONE DAY", "VIEW", "WITHOUT THEM"), rows, right=(0, 2)
        )
    rest = found.days[2 * MOST :]
    if rest:
        page.text(
            f"and {len(rest):,} more, which count {signed(sum(part.counted for part in rest))}"
            " together: --json"
        )
    page.line()
    _others(answer.others, page)
    page.text(f"{together(answer.label, answer.score)}.")
    if answer.has_trend:
        page.text(f"{movement_text(answer.movement, page)} That is: {answer.trend}.")
    page.line()
    page.heading(f"THE NET IN {found.account_days} DAYS", 2)
    steps = (
        ("before", found.before),
        ("what happened since", found.new),
        ("what relief pays off, more or less than before", found.eased),
        ("what time took", found.fading),
        ("after", answer.score.net),
    )
    for name, moved in steps:
        if moved or name != steps[2][0]:
            page.item(f"{signed(moved):>6}", "", name, "", columns=(8, 0))


def day_title(found: OpenDay, registry: Registry) -> str:
    """`What happened on 12 Jun 2018: Turkey – Russia ..`."""
    return (
        f"What happened on {day_text(found.day)}, as it counts for {title(found.answer, registry)}"
    )


def one_day(found: OpenDay, registry: Registry, page: Page, said: Sequence[str]) -> None:
    """Every fact of the day, the strongest first."""
    page.opening(
        title(found.answer, registry),
        (f"What happened on {day_text(found.day)}, and what it counts for.", *said),
    )
    if not found.pair_facts:
        page.text("Nothing is on record that may have happened on that day.")
        return
    ranked = sorted(
        found.pair_facts, key=lambda pair_fact: (-abs(pair_fact.share.counted), pair_fact.handle)
    )
    rows = [
        (
            pair_fact.reason or signed(pair_fact.share.counted),
            _arrow(pair_fact.view, page),
            (
                f"{pair_fact.content.title}"
                f" ({', '.join(sorted(origins(pair_fact.fact_state))) or 'no source'})"
                f" ^{pair_fact.fact_state.id}"
            ),
        )
        for pair_fact in ranked
    ]
    page.table(("COUNTS", "VIEW", "FACT"), rows)
    net = signed(sum(pair_fact.share.counted for pair_fact in found.pair_facts))
    page.text(f"{count(len(found.pair_facts), 'fact')}; together {net}.")


# The views ---------------------------------------------------------------------------------------


def _draw_state(answer: Answer, found: FoundLayerState, page: Page, look: Look) -> None:
    render(found.state, answer.registry, page, look.said)


def _state_hints(answer: Answer, found: FoundLayerState, look: Look) -> tuple[str, ...]:  # noqa: ARG001
    return (f"Why: {why_command(found.state)}", "Cite: --cite") if found.state.known else ()


def _draw_why(answer: Answer, found: FoundLayerWhy, page: Page, look: Look) -> None:
    why(found.why, answer.registry, page, look.said)


def _why_hints(answer: Answer, found: FoundLayerWhy, look: Look) -> tuple[str, ...]:  # noqa: ARG001
    day = found.strongest_day
    return (f"One day: {why_command(found.why.answer)} --day {day}",) if day else ()


def _draw_day(answer: Answer, found: FoundDay, page: Page, look: Look) -> None:
    one_day(found.opened, answer.registry, page, look.said)


STATE_VIEW: Final = View(
    FoundLayerState,
    title=lambda answer, found: f"State of ties: {title(found.state, answer.registry)}",
    draw=_draw_state,
    verdict=lambda _, found: figures_text(found.state),
    hints=_state_hints,
)
WHY_VIEW: Final = View(
    FoundLayerWhy,
    title=lambda answer, found: why_title(found.why, answer.registry),
    draw=_draw_why,
    hints=_why_hints,
)
DAY_VIEW: Final = View(
    FoundDay,
    title=lambda answer, found: day_title(found.opened, answer.registry),
    draw=_draw_day,
)
