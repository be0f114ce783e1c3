"""Facts that hold a text on a screen, or in a document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.actors import Registry
from projections.answer import Answer
from projections.questions.search import FoundHits
from projections.questions.timeline import limits_in_words
from projections.search import Found
from projections.words import count
from views.page import Item, Page
from views.timeline import entry_date, entry_text, heading
from views.view import Look, View

_LONGEST: Final = 40


def title(hits: FoundHits, registry: Registry) -> str:
    """What is looked for, and when: `"S-400", up to 22 Nov 2026`."""
    text = hits.text if len(hits.text) <= _LONGEST else f"{hits.text[: _LONGEST - 3]}..."
    limits = limits_in_words(hits.picked, registry, hits.as_of.day)
    return heading(", ".join(filter(None, (_quoted(text), limits))), hits.as_of, hits.period)


def _quoted(text: str) -> str:
    return text if '"' in text else f'"{text}"'


def render(hits: FoundHits, registry: Registry, page: Page, said: Sequence[str]) -> None:
    """One item for each fact: mark, date, title, what, other places of the text, and handle.

    Its sources where a page has links.
    """
    found, total, text = hits.hits, hits.total, hits.text
    page.opening(title(hits, registry), said)
    if not found:
        page.text(f"Nothing on record holds {_quoted(text)}.")
        return
    page.listed("", (_item(each, registry) for each in found), columns=(0, 22))
    left = f" of {total}; without --last all are shown" if len(found) < total else ""
    page.line()
    page.text(f"{count(len(found), 'fact')}{left}.")


def _item(found: Found, registry: Registry) -> Item:
    entry = found.entry
    links = tuple(
        (report.publisher, report.url) for _, report in entry.fact_state.reports if report
    )
    lead = f"{entry.mark} {entry_date(entry)}"
    return Item(
        lead,
        f"{entry_text(entry, registry)}{_elsewhere(found)}",
        f"^{entry.fact_state.handle}",
        links,
    )


def _elsewhere(found: Found) -> str:
    """The fields that hold the text, but for those that are there to be seen."""
    unseen = [name for name in found.fields if name not in ("title", "actors")]
    return f", in {', '.join(unseen)}" if unseen else ""


def _draw(answer: Answer, found: FoundHits, page: Page, look: Look) -> None:
    render(found, answer.registry, page, look.said)


VIEW: Final = View(
    FoundHits, title=lambda answer, found: f"Search: {title(found, answer.registry)}", draw=_draw
)
