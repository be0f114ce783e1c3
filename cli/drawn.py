"""An export to be read elsewhere: as a page, a document, a calendar, slides or a spreadsheet."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from cli.pages import check_drawable, site_of_files
from cli.settings import Settings
from domain.refusal import Fix, InvalidInput, Run
from projections.pairs import Pair, pairs_of
from projections.typed_question import Typed
from projections.words import count
from service.formats.registry import Format
from service.timeline import Timeline
from views.page import MarkdownPage
from views.view import Look

if TYPE_CHECKING:
    from views.exports import Export


def drawn(
    settings: Settings,
    timeline: Timeline,
    form: Format,
    pair: Pair | None,
    given: Mapping[str, str],
) -> str:
    """What is exported of two actors or of all, as of the day that the options say, or today.

    Raises InvalidInput for a page of other than two actors.
    """
    from views.exports import Export

    typed = Typed(tuple(pair or ()), given, timeline, settings.today)
    if form.name == "html":
        return _page(settings, timeline, typed)
    export = Export(
        timeline.ask, pair, typed.on(), typed.day("known_on"),
        timeline.last_instant(),
    )  # fmt: skip
    return _text(form.name, export)


def _text(name: str, export: Export) -> str:
    match name:
        case "md":
            from views.footnotes import document

            return document(export)
        case "sheet":
            from views.sheet import sheet

            return sheet(export)
        case "ics":
            from views.agenda import VIEW
            from views.renderings import rendered

            answer, _ = export.ahead()
            look = Look(recorded=lambda: export.recorded)
            return rendered("ics", answer, VIEW, look, MarkdownPage())
        case _:
            from views.timelinejs import slides

            return slides(export)


_FEW: Final = 3


def _of_two(settings: Settings, timeline: Timeline) -> list[Fix]:
    """The command for each of the pairs that most facts are of, as it was typed for the rest."""
    facts = Counter(pair for fact in timeline.facts() for pair in pairs_of(fact.content))
    most = facts.most_common(_FEW) or [(("A", "B"), 0)]
    place = settings.argv.index("export") + 1
    return [
        Fix(
            shlex.join(["detente", *settings.argv[:place], one, other, *settings.argv[place:]]),
            count(number, "fact") if number else "",
        )
        for (one, other), number in most
    ]


def _page(settings: Settings, timeline: Timeline, typed: Typed) -> str:
    if not typed.words:
        said = "a page is of two actors."
        others = Run.of("publish", "DIR", meaning="every pair, as a folder of pages")
        raise InvalidInput(said, *_of_two(settings, timeline), others, code="two-actors-needed")
    check_drawable()
    from views.html.brief import whole
    from views.html.ties import TiesPage

    site = site_of_files(timeline, settings.today)
    return whole(TiesPage.read(typed), timeline.ask, site)
