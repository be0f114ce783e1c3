"""The account of a figure on a screen: of a pair's, or of one fact's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.actors import Registry
from domain.fact import FactState
from domain.kinds import What
from projections.answer import Answer
from projections.diff import Diff, status_word
from projections.events import describe
from projections.pair_fact import PairFact, origins
from projections.questions.why import FoundWhy
from projections.questions.why_fact import FoundWhyFact
from projections.score import WITHOUT_FIGURES, Score
from projections.state import State
from projections.why import Part, Why
from projections.why_fact import Step, Tie, WhyFact
from projections.words import (
    balance,
    clocks,
    count,
    dated_fact,
    day,
    figure,
    in_words,
    ledgers,
    long_day,
    signed,
    verdict,
)
from views.page import Item, Page
from views.sections import date_of, links
from views.state import title, weighs
from views.verdict import may_be, movement_text, moves_text, short_label
from views.view import Look, View


def heading(found: Why, registry: Registry) -> str:
    """`Turkey – Russia on Saturday 5 March 2022: why cordial`."""
    verdict = found.answer.verdict
    label = "mixed" if verdict.mixed else in_words(verdict.label)
    return f"{title(found.answer, registry)}: why {label}"


def render(found: Why, registry: Registry, page: Page, said: Sequence[str]) -> None:
    """Every part with the answer without it, what does not count and why.

    Then how the net moved in the last 30 days.
    """
    answer = found.answer
    page.opening(heading(found, registry), said)
    if not answer.known:
        page.text('Nothing is known. That is not "neutral".')
        return
    weighty = [part for part in found.parts if weighs(part.pair_fact)]
    if weighty:
        page.table(
            ("COUNTS", "MAY BE", "WITHOUT IT", "FACT"),
            [_part(part, answer) for part in weighty],
            right=(0,),
        )
    if len(weighty) < len(found.parts):
        faint = count(len(found.parts) - len(weighty), "fact")
        page.text(f"and {faint} of which less than 0.05 is left: --json")
    said_of_all = together(answer.label, answer.score)
    page.text(f"{said_of_all}; {count(len(answer.not_counted), 'fact')} not counted.")
    page.line()
    _moves(answer, page)
    page.listed(
        "NOT COUNTED",
        [_not_counted(pair_fact, answer.as_of.day) for pair_fact in answer.not_counted],
    )
    page.line()
    if {found.account.before.label, answer.label} - WITHOUT_FIGURES:
        _account(found.account, page)


def together(label: str, score: Score) -> str:
    """What all parts come to, unless nothing counts; and the relief that found nothing to ease."""
    if label in WITHOUT_FIGURES:
        return "Together: nothing counts"
    said = f"Together: {ledgers(score)}, balance {balance(score.balance)}"
    left = figure(score.relief - score.eased)
    said += f"; relief of {left} is left over" if left != "0.0" else ""
    return f"{said}; usual traffic {figure(score.traffic)}"


def _moves(answer: State, page: Page) -> None:
    """What is behind the trend: each fact that moved ties in 30 days, and the usual month."""
    moved = {handle: moves.now for handle, moves in answer.moves.items() if any(moves.now)}
    facts = [t for t in answer.pair_facts if t.handle in moved]
    facts.sort(key=lambda t: (-max(moved[t.handle]), t.handle))
    items = [
        Item(moves_text(moved[t.handle], page), t.content.title, f"^{t.handle}") for t in facts
    ]
    page.listed("MOVES", items)
    if answer.has_trend:
        page.text(f"{movement_text(answer.movement, page)} That is: {answer.trend}.")
        page.line()


def _part(part: Part, answer: State) -> tuple[str, ...]:
    pair_fact = part.pair_fact
    relief = "relief, " if answer.relieves(pair_fact) else ""
    return (
        signed(pair_fact.share.counted),
        may_be(pair_fact.share),
        verdict(part.label, part.score),
        f"{pair_fact.content.title} ({relief}{_sources(pair_fact.fact_state)}) ^{pair_fact.handle}",
    )


def _sources(fact_state: FactState) -> str:
    """Where a fact comes from, in short."""
    found = sorted(origins(fact_state))
    if not found:
        return "no source"
    return found[0] if len(found) == 1 else f"{found[0]} and {len(found) - 1} more"


def _not_counted(pair_fact: PairFact, on: int) -> Item:
    return Item(
        date_of(pair_fact, on),
        f"{pair_fact.content.title} ({pair_fact.reason})",
        f"^{pair_fact.handle}",
        links(pair_fact.fact_state),
    )


def _account(account: Diff, page: Page) -> None:
    """Before, each fact that changed, what fading took, after: the lines add up."""
    page.heading(f"THE NET SINCE {day(account.before.as_of.on).upper()}", 2)
    page.item(f"{signed(account.before.score.net):>6}", "before", "", "", columns=(8, 19))
    for move in account.reasons:
        if move.moved:
            text = f"{move.pair_fact.content.title} ({_sources(move.pair_fact.fact_state)})"
            page.item(
                f"{signed(move.moved):>6}",
                status_word(move.after),
                text,
                f"^{move.handle}",
                columns=(8, 19),
            )
    if figure(account.eased) != "0.0":
        page.item(
            f"{signed(account.eased):>6}",
            "eased",
            "what relief pays off, more or less than before",
            "",
            columns=(8, 19),
        )
    page.item(
        f"{signed(account.fading):>6}", "fading", "what time alone moved", "", columns=(8, 19)
    )
    page.item(f"{signed(account.after.score.net):>6}", "after", "", "", columns=(8, 19))


def fact_heading(found: WhyFact) -> str:
    """`Straits closed to warships ^straits on Saturday 5 March 2022: why it counts -2.0`."""
    counts = (
        f"why it counts {signed(found.share.counted)}"
        if not found.reason
        else f"why it does not count ({found.reason})"
    )
    return (
        f"{found.fact_state.content.title} ^{found.fact_state.name} on"
        f" {long_day(found.as_of.on)}{clocks(found.as_of)}: {counts}"
    )


def fact_render(found: WhyFact, registry: Registry, page: Page, said: Sequence[str]) -> None:
    """Its weight, what is left of that, how that came about, and what depends on it."""
    page.opening(fact_heading(found), said)
    for label, text in (
        ("WEIGHS", _weight(found)),
        ("DATED", dated_fact(found.fact_state, found.as_of.day)),
        ("COUNTS", _counts(found)),
    ):
        page.item(label, "", text, "", columns=(9, 0))
    page.line()
    page.heading("AS IT BECAME KNOWN", 2)
    for step in found.account:
        page.item(
            f"{signed(step.after - step.before):>6}",
            day(step.known_day),
            _said(step, registry),
            "",
            columns=(8, 14),
        )
    page.item(
        f"{signed(found.share.counted):>6}",
        "now",
        found.reason and f"not counted: {found.reason}",
        "",
        columns=(8, 14),
    )
    if found.ties:
        page.line()
        page.table(
            ("TIES", "COUNTS", "WITH IT", "WITHOUT IT"),
            [_tie(tie, registry) for tie in found.ties],
            right=(1,),
        )


def _weight(found: WhyFact) -> str:
    content = found.fact_state.content
    own = f"its own weight{f', because {content.weight_because}' if content.weight_because else ''}"
    why = f"as {What(content.kind, content.what).written}" if content.weight is None else own
    return f"{signed(content.weighs)} ({why})"


def _counts(found: WhyFact) -> str:
    if found.reason:
        return f"nothing: {found.reason}"
    share = found.share
    doubt = (
        f", and may count {signed(share.low)} to {signed(share.high)}"
        if share.low != share.high
        else ""
    )
    if found.stale:
        return f"nothing while its evidence is stale{doubt}"
    if found.status == "yes":
        return f"{signed(share.counted)}, in full while it holds{doubt}"
    if found.status == "possible":
        return f"{signed(share.counted)}: it may hold or not{doubt}"
    return f"{signed(share.counted)} by {found.lens.name}{_half_life(found)}{doubt}"


def _half_life(found: WhyFact) -> str:
    return (
        f", half of its weight is left after {found.half_life} days"
        if found.lens.name.startswith("standing-flow")
        else ""
    )


def _said(step: Step, registry: Registry) -> str:
    def named(actor: str) -> str:
        return registry.name(actor, step.known_day)

    return "; ".join(describe(event, named) for event in step.events)


def _tie(tie: Tie, registry: Registry) -> tuple[str, ...]:
    pair = " – ".join(registry.name(actor, tie.answer.as_of.day) for actor in tie.answer.pair)
    counts = tie.pair_fact.reason or signed(tie.pair_fact.share.counted)
    return pair, counts, verdict(tie.answer.label, tie.answer.score), verdict(tie.label, tie.score)


# The views ---------------------------------------------------------------------------------------


NOT_KNOWN: Final = ("unknown", "disputed", "dormant", "not-assessable")
"""Labels that do not say that ties are not another one."""


def _draw(answer: Answer, found: FoundWhy, page: Page, look: Look) -> None:
    label, asked = short_label(found.why.answer.verdict), in_words(found.asked_label)
    if not found.were_they and found.why.answer.label in NOT_KNOWN:
        said = f"Whether they were {asked} is not known: they were {label}."
    else:
        said = f"They were {'' if found.were_they else 'not '}{asked}"
        said += "." if found.were_they else f": they were {label}."
    were = (said,)
    render(found.why, answer.registry, page, (*look.said, *(were if asked else ())))


def _draw_fact(answer: Answer, found: FoundWhyFact, page: Page, look: Look) -> None:
    fact_render(found.why, answer.registry, page, look.said)


VIEW: Final = View(
    FoundWhy, title=lambda answer, found: heading(found.why, answer.registry), draw=_draw
)
FACT_VIEW: Final = View(
    FoundWhyFact, title=lambda _, found: fact_heading(found.why), draw=_draw_fact
)
