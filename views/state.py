"""The state of ties on a screen: verdict, domains, figures, and the facts behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from domain import edtf
from domain.actors import Registry
from domain.fact import DESK
from domain.refusal import InvalidInput, SetField
from projections.answer import Answer
from projections.pair_fact import PairFact
from projections.questions.state import FoundState
from projections.recent import latest_window
from projections.score import WITHOUT_FIGURES
from projections.sentence import sentence
from projections.state import Row, State
from projections.words import (
    clocks,
    count,
    day,
    figure,
    full_day,
    joined,
    ledgers,
    long_day,
    signed,
)
from views.page import Item, Page, fitting, width_of
from views.sections import SECTIONS, Wanted, sections
from views.verdict import (
    COLORS,
    figures_text,
    headline,
    may_be,
    movement_text,
    score_rows,
    short_label,
    trend_text,
    usual_text,
)
from views.view import Look, View

if TYPE_CHECKING:
    from projections.layer import Row as LayerRow

if TYPE_CHECKING:
    from projections.layer import LayerState

SILENT_DAYS: Final = 365
"""After how long without a dated fact an answer says so."""


def render(
    state: State,
    registry: Registry,
    store: str,
    page: Page,
    wanted: Wanted,
    said: Sequence[str] = (),
) -> None:
    """The answer as a page."""
    if not state.known:
        _nothing(state, registry, page, said)
        return
    _heading(state, registry, store, page)
    for line in said:
        page.text(line, style="dim")
    page.line()
    if not wanted.only:
        _verdict(state, page)
        _domains(state, page)
        figures_table(state, registry, page)
    sections(state, registry, page, wanted)
    if wanted.why:
        _contributions(state, page)
    _foot(state, page)


def _nothing(state: State, registry: Registry, page: Page, said: Sequence[str]) -> None:
    """Unknown is not neutral."""
    scope = f" on {state.scope}" if state.scope else ""
    names = page.symbol(" – ", " - ").join(_names(state, registry))
    page.text(
        f"{names}{scope}: nothing known up to {full_day(state.as_of.on)}{clocks(state.as_of)}. That"
        ' is not "neutral".'
    )
    for line in said:
        page.text(line, style="dim")
    if state.hindsight:
        page.text(f"{count(state.hindsight, 'fact')} of that time became known later.")


def _names(state: State | LayerState, registry: Registry) -> tuple[str, str]:
    return registry.name(state.pair.a, state.as_of.day), registry.name(
        state.pair.b, state.as_of.day
    )


def title(state: State | LayerState, registry: Registry) -> str:
    """`Turkey – Russia on Saturday 5 March 2022`, with what else was fixed."""
    text = f"{pair_name(state, registry)} on {long_day(state.as_of.on)}"
    if state.scope:
        text += f", {state.scope} only"
    return text + clocks(state.as_of) + of_layer(state)


def of_layer(state: State | LayerState) -> str:
    """Behind a title, the layer that the facts come from; nothing of the desk's."""
    return f", layer {state.layer}" if state.layer != DESK else ""


def pair_name(state: State | LayerState, registry: Registry) -> str:
    """`Turkey – Russia`, by the names in use on the day."""
    return " – ".join(_names(state, registry))


def _heading(state: State, registry: Registry, store: str, page: Page) -> None:
    text = title(state, registry)
    right = "sample timeline" if store == "sample" else ""
    gap = page.width - width_of(text) - len(right)
    page.heading(text, beside=" " * gap + right if right and gap > 1 else "")


def _verdict(state: State, page: Page) -> None:
    page.strong(headline(state).upper(), COLORS.get(state.label, ""))
    page.text(sentence(state))
    page.line()


def _domains(state: State, page: Page) -> None:
    rows = [
        (
            domain,
            short_label(row.verdict),
            *row_figures(row, page),
            _last_fact(row, state, page),
        )
        for domain, row in state.domains.items()
        if has_figures(row)
    ]
    if not rows:
        return
    page.table(("DOMAIN", "STATE", "30 DAYS", "FOR", "AGAINST", "LAST FACT"), rows, right=(3, 4))
    without_figures(state.domains, page)
    page.line()


def has_figures(row: Row | LayerRow) -> bool:
    """Whether a domain's row holds more than zeros."""
    return (
        row.label in WITHOUT_FIGURES
        or figure(row.score.cooperation) != "0.0"
        or figure(row.score.uneased) != "0.0"
    )


def without_figures(rows: Mapping[str, Row | LayerRow], page: Page) -> None:
    """Names the domains whose figures are all zero, in a line instead of a row each."""
    for line in named_without_figures(rows):
        page.text(line, style="dim")


def named_without_figures(rows: Mapping[str, Row | LayerRow]) -> list[str]:
    """`Nothing counts for or against in finance.`: the domains whose figures are all zero."""
    rest = {domain: row.score for domain, row in rows.items() if not has_figures(row)}
    unsure = [domain for domain, score in rest.items() if signed(score.low) != signed(score.high)]
    gone = [domain for domain in rest if domain not in unsure]
    found = [f"Not certain enough to count: {joined(unsure)}."] if unsure else []
    return [*found, f"Nothing counts for or against in {joined(gone)}."] if gone else found


def row_figures(row: Row | LayerRow, page: Page) -> tuple[str, str, str]:
    """The direction in which a domain moves, and its ledgers; empty where nothing of it counts."""
    if row.label in WITHOUT_FIGURES:
        return "", "", ""
    return (
        trend_text(row.trend, page),
        figure(row.score.cooperation),
        figure(row.score.friction),
    )


def _last_fact(row: Row, state: State, page: Page) -> str:
    words = clipped(row.latest.content.title, page.width - _BESIDE_TITLES)
    return f"{last_day_of(row.latest, page, state.as_of.day):12}  {words}".rstrip()


_BESIDE_TITLES: Final = 70
"""Columns that the domains' table needs before there is room for titles."""


def clipped(text: str, room: int) -> str:
    """A text cut to the room there is; nothing where there is hardly any."""
    if width_of(text) <= room:
        return text
    return f"{fitting(text, room - 1).rstrip()}…" if room >= 16 else ""


def last_day_of(pair_fact: PairFact, page: Page, on: int) -> str:
    """The last day on which anything happened to a fact; marked where the day is vague."""
    window = latest_window(pair_fact, on)
    if window.hi <= edtf.NO_FIRST:
        return "undated"
    last = day(min(window.hi, on))
    return last if window.lo == window.hi else f"{page.symbol('≤', 'by ')}{last}"


def figures_table(state: State | LayerState, registry: Registry, page: Page) -> None:
    """Writes balance, ledgers and range of the pair, each direction, and each dimension.

    What has no figures is left out.
    """
    one, other = _names(state, registry)
    arrow = page.symbol("→", "to")
    there, back = state.pair.directions
    scores = [
        ("both together", state.score),
        (f"{one} {arrow} {other}", state.directions[there]),
        (f"{other} {arrow} {one}", state.directions[back]),
        *state.dimensions.items(),
    ]
    # Where nothing counts, a figure would look like a real 0.
    head, rows = score_rows(scores, figures=state.label not in WITHOUT_FIGURES)
    if rows:
        page.table(head, rows, right=(1, 2, 3, 4))
        usual = usual_text(state.score)
        if usual:
            page.text(usual, style="dim")
        page.line()


def _contributions(state: State, page: Page) -> None:
    page.line()
    page.heading("WHY: what each fact counts for, and the least and most it may count for", 2)
    ranked = sorted(state.contributions, key=lambda t: (-abs(t.share.counted), t.handle))
    rows = [_contribution(t, state, page) for t in ranked if weighs(t)]
    page.table(("COUNTS", "MAY BE", "DOMAIN", "VIEW", "FACT"), rows, right=(0,))
    faint = len(ranked) - len(rows)
    if faint:
        page.text(f"and {count(faint, 'fact')} of which less than 0.05 is left: --json")
    page.text(f"Sum: {ledgers(state.score)}. {movement_text(state.movement, page)}")


def weighs(pair_fact: PairFact) -> bool:
    """Whether a fact counts, or may count, as far as one decimal shows."""
    return {figure(abs(micro)) for micro in pair_fact.share} != {"0.0"}


def _contribution(pair_fact: PairFact, state: State, page: Page) -> tuple[str, ...]:
    relief = ", relief" if state.relieves(pair_fact) else ""
    return (
        signed(pair_fact.share.counted),
        may_be(pair_fact.share),
        pair_fact.content.domain,
        f"{pair_fact.view.replace('>', page.symbol(' → ', ' to '))}{relief}",
        f"{pair_fact.content.title} ^{pair_fact.handle}",
    )


def _foot(state: State, page: Page) -> None:
    page.line()
    coverage = state.coverage
    text = (
        f"{count(coverage.facts, 'fact')}, {len(state.counted)} counted;"
        f" {count(coverage.origins, 'origin')}"
    )
    if coverage.single_origin:
        rest = "rests" if coverage.single_origin == 1 else "rest"
        text += (
            f"; {coverage.single_origin} {rest} on one origin alone, most on"
            f" {coverage.largest_origin} ({coverage.largest_facts}"
        )
        text += (
            f", {coverage.largest_share * 100 // coverage.total}% of the score)"
            if coverage.total
            else ")"
        )
    text += "."
    if coverage.last is not None and coverage.last < state.as_of.day - SILENT_DAYS:
        text += (
            f" The last dated fact is of {day(coverage.last)}; what came after is not known here."
        )
    if state.hindsight:
        text += f" {state.hindsight} of them became known only after that day."
    page.text(text)


# The view ----------------------------------------------------------------------------------------


def _wanted(look: Look) -> Wanted:
    """What of the state is to be shown. Raises InvalidInput for a section that is none."""
    only = look.wanted.get("only", "")
    if only and only not in SECTIONS:
        fixes = (SetField("only", name) for name in SECTIONS)
        raise InvalidInput(f'no section is called "{only}".', *fixes, code="unknown-section")
    return Wanted(only, "all" in look.wanted, "why" in look.wanted, "brief" in look.wanted)


def _draw(answer: Answer, found: FoundState, page: Page, look: Look) -> None:
    state, store = found.state, answer.record.store
    render(state, answer.registry, store, page, _wanted(look), look.said)
    if found.besides:
        page.line()
        page.listed("SAID BY", _reports(state))


def _reports(state: State) -> Iterator[Item]:
    """Who reports each fact that counts or may count, the one that counts for most first."""
    for t in sorted(state.contributions, key=lambda t: (-abs(t.share.counted), t.handle)):
        for known, report in t.fact_state.reports:
            if report is not None:
                grade = f" (grade {report.grade})" if report.grade else ""
                text = f"{report.publisher}{grade}: {t.content.title}"
                link = report.publisher, report.url
                yield Item(day(known), text, f"^{t.handle}", (link,) if report.url else ())


def _hints(answer: Answer, found: FoundState, look: Look) -> tuple[str, ...]:  # noqa: ARG001
    if not found.state.known:
        return ()
    return (*(() if "why" in look.wanted else ("Why: --why",)), "Cite: --cite")


VIEW: Final = View(
    FoundState,
    title=lambda answer, found: f"State of ties: {title(found.state, answer.registry)}",
    draw=_draw,
    verdict=lambda _, found: figures_text(found.state),
    hints=_hints,
)
