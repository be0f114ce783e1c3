"""How the answer of a day changed as knowledge came in, on a screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from domain.actors import Registry
from projections.answer import Answer
from projections.events import Named, describe
from projections.knowing import Sight
from projections.learned import Learned, Learning, Side
from projections.questions.learned import FoundLearned
from projections.score import WITHOUT_FIGURES
from projections.words import balance, balance_of, count, day, long_day, recorded
from views.page import Page
from views.verdict import short_label
from views.view import Look, View

_NAMED: Final = 4
"""How many facts of a stop are named."""

_SYMBOLS: Final[dict[tuple[Side, bool], tuple[str, str]]] = {
    ("for", True): ("▲", "+"),
    ("against", True): ("▼", "-"),
    ("neither", True): ("◆", "="),
    ("for", False): ("△", "(+)"),
    ("against", False): ("▽", "(-)"),
    ("neither", False): ("◇", "(=)"),
}
"""What a fact is for the ties; hollow, or in brackets, where it does not count."""


def heading(found: Learning, registry: Registry) -> str:
    """`Turkey – Russia on Saturday 5 March 2022, as it became known`."""
    on = found.as_of
    names = " – ".join(registry.name(actor, on.day) for actor in found.pair)
    scope = f", {found.scope.written} only" if found.scope.written else ""
    by = f" by {day(on.known_on)}" if on.known_on else ""
    return f"{names} on {long_day(on.on)}{scope}, as it became known{by}{recorded(on)}"


def render(found: FoundLearned, title: str, page: Page, said: Sequence[str]) -> None:
    """A line for each day of knowledge: how the answer read from then on, and through what."""
    page.opening(title, said)
    learning = found.learning
    page.text(verdict(found))
    page.line()
    if not learning.stops:
        if found.known:
            page.text(f"{_news(learning)} None of it changed the answer.")
        return
    rows = [
        (
            day(stop.day),
            short_label(stop.sight.verdict),
            balance_of(stop.sight.label, stop.sight.score),
            "; ".join(_reasons(stop.learned, found.named, page)),
        )
        for stop in learning.stops
    ]
    page.table(("KNOWN", "STATE", "BALANCE", "LEARNED"), rows, right=(2,))
    page.line()
    page.text(_count(learning))


def verdict(found: FoundLearned) -> str:
    """How the answer read on its day and how it reads now, in a sentence."""
    learning = found.learning
    if not found.known:
        return 'Nothing is known of that day. That is not "neutral".'
    on, known = learning.as_of.on, learning.as_of.known_on
    now = f"as known on {day(known)}" if known else "as known now"
    then, last = _reads(learning.then), _reads(learning.now)
    if known is not None and known <= on:
        return f"The state is {last}, {now}."
    if then == last:
        return f"The state is the same as known that day and {now}: {last}."
    return f"The state is {then} as known that day, and {last} {now}."


def _reads(sight: Sight) -> str:
    """`mixed (0.19)`; the label alone where nothing counts."""
    label = short_label(sight.verdict)
    return label if sight.label in WITHOUT_FIGURES else f"{label} ({balance(sight.score.balance)})"


def _count(learning: Learning) -> str:
    """On how many days the answer changed, and on how many anything became known."""
    shown = len(learning.stops)
    changed = f"The answer changed on {count(shown, 'day')}."
    if learning.earlier:
        which = f"These are the last {shown} of" if shown > 1 else "This is the last of"
        changed = f"{which} {shown + learning.earlier} days that changed the answer."
    return f"{changed} {_news(learning)}"


def _news(learning: Learning) -> str:
    since = f" from {day(learning.since)} on" if learning.since else ""
    return f"Something became known of its facts on {count(learning.days, 'day')}{since}."


def _reasons(learned: Sequence[Learned], named: Named, page: Page) -> Iterator[str]:
    """`▲ Russia drops a warship passage (reported by Axios) ^passage-dropped`."""
    for each in learned[:_NAMED]:
        mark = page.symbol(*_SYMBOLS[each.side, each.counts])
        title, handle = each.move.pair_fact.content.title, each.move.handle
        yield f"{mark} {title} ({_said(each, named)}) ^{handle}"
    if len(learned) > _NAMED:
        yield f"and {len(learned) - _NAMED} more"


def _said(learned: Learned, named: Named) -> str:
    """What became known of a fact, the first report standing for all others of the day."""
    acts = list(dict.fromkeys(describe(event, named) for event in learned.events))
    reports = [act for act in acts if act.startswith("reported by")]
    others = [act for act in acts if act not in reports]
    more = f" and {len(reports) - 1} more" if len(reports) > 1 else ""
    return ", ".join([*(f"{act}{more}" for act in reports[:1]), *others]) or "same episode"


def _title(answer: Answer, found: FoundLearned) -> str:
    return heading(found.learning, answer.registry)


def _draw(answer: Answer, found: FoundLearned, page: Page, look: Look) -> None:
    render(found, _title(answer, found), page, look.said)


VIEW: Final = View(
    FoundLearned,
    title=_title,
    draw=_draw,
    verdict=lambda _, found: verdict(found).rstrip("."),
)
