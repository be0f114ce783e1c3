"""Facts that hold a text on a screen, or in a document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.actors import Registry
from domain.fact import DESK
from projections.answer import Answer
from projections.questions.search import FoundHits, SearchQuestion
from projections.questions.timeline import limits_in_words
from projections.search import Found
from projections.words import count, joined
from views.command import command
from views.page import Item, Page
from views.timeline import entry_date, entry_text, heading
from views.view import Look, View

_LONGEST: Final = 40


def title(hits: FoundHits, registry: Registry) -> str:
    """What is looked for, and when: `"S-400", up to 22 Nov 2026`."""
    text = hits.text if len(hits.text) <= _LONGEST else f"{hits.text[: _LONGEST - 3]}..."
    limits = limits_in_words(hits.picked, registry, hits.as_of.day)
    layer = "" if hits.layer == DESK else f"layer {hits.layer}"
    parts = (_quoted(text), limits, layer)
    return heading(", ".join(filter(None, parts)), hits.as_of, hits.period)


def _quoted(text: str) -> str:
    return text if '"' in text else f'"{text}"'


def render(hits: FoundHits, registry: Registry, page: Page, said: Sequence[str]) -> None:
    """One item for each fact: mark, date, title, what, other places of the text, and handle.

    Its sources where a page has links.
    """
    found, total = hits.hits, hits.total
    page.opening(title(hits, registry), said)
    if not found:
        page.text(_nothing(hits))
        return
    page.listed("", (_item(each, registry) for each in found), columns=(0, 22))
    left = f" of {total}; without --last all are shown" if len(found) < total else ""
    page.line()
    page.text(f"{count(len(found), 'fact')}{left}.")


def _nothing(hits: FoundHits) -> str:
    """What was searched in vain."""
    where = "on the desk" if hits.others else "on record"
    if hits.layer != DESK:
        where = f"in layer {hits.layer}"
    return f"Nothing {where} holds {_quoted(hits.text)}."


def _item(found: Found, registry: Registry) -> Item:
    entry = found.entry
    links = tuple(
        (report.publisher, report.url) for _, report in entry.fact_state.reports if report
    )
    lead = f"{entry.mark} {entry_date(entry)}"
    return Item(
        lead,
        f"{entry_text(entry, registry)}{_elsewhere(found)}",
        f"^{entry.fact_state.name}",
        links,
    )


def _elsewhere(found: Found) -> str:
    """The fields that hold the text, but for those that are there to be seen."""
    unseen = [name for name in found.fields if name not in ("title", "actors")]
    return f", in {', '.join(unseen)}" if unseen else ""


def _draw(answer: Answer, found: FoundHits, page: Page, look: Look) -> None:
    render(found, answer.registry, page, look.said)


def _hints(answer: Answer, found: FoundHits, look: Look) -> tuple[str, ...]:  # noqa: ARG001
    """The same search in the layers that were not searched."""
    if not found.others or not isinstance(answer.question, SearchQuestion):
        return ()
    elsewhere = answer.question.model_copy(update={"layer": ",".join(found.others)})
    were = "Layer {} was" if len(found.others) == 1 else "Layers {} were"
    return (f"{were.format(joined(found.others))} not searched: {command(elsewhere)}",)


VIEW: Final = View(
    FoundHits,
    title=lambda answer, found: f"Search: {title(found, answer.registry)}",
    draw=_draw,
    hints=_hints,
)
