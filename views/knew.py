"""Whether anybody could know of a fact on a day, on a screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from domain.actors import Registry
from domain.fact import FactState
from projections.answer import Answer
from projections.events import describe
from projections.fact_record import status
from projections.knew import Acquaintance, Knew
from projections.questions.knew import FoundKnew
from projections.words import day, full_day, recorded
from views.page import Item, Page
from views.view import PROSE, Look, View

_WORDS: Final = {Knew.YES: "YES", Knew.NO: "NO", Knew.NOT_YET: "NOT YET", Knew.DISPUTED: "DISPUTED"}


def heading(found: Acquaintance) -> str:
    """`^passage-dropped: was it known on 26 February 2022?`."""
    as_of = found.as_of
    return f"^{found.fact.name}: was it known on {full_day(as_of.on)}{recorded(as_of)}?"


def render(found: FoundKnew, registry: Registry, page: Page, look: Look) -> None:
    """The answer in a sentence, then what was known of the fact by then, and what came later."""
    asked = found.acquaintance
    page.opening(heading(asked), look.said)
    page.strong(_WORDS[asked.knew])
    page.text(_quoted(found.sentence.partition(": ")[2], page))
    page.line()
    if asked.then is not None:
        page.listed("REPORTED", _reported(asked.then))
        page.listed("DENIED", _denied(asked.then, registry))
        state = status(asked.then, asked.as_of.day)
        how = f", {asked.then.how}" if asked.then.how and asked.then.how != state else ""
        page.listed("THAT DAY", [Item(day(asked.as_of.on), f"{state}{how}")])
    page.listed("LATER", _later(asked, registry))


def _reported(fact_state: FactState) -> Iterator[Item]:
    for known, report in fact_state.reports:
        if report is not None:
            grade = f" (grade {report.grade})" if report.grade else ""
            link = (report.publisher, report.url)
            yield Item(day(known), f"{report.publisher}{grade}", "", (link,) if report.url else ())


def _denied(fact_state: FactState, registry: Registry) -> Iterator[Item]:
    for denial in fact_state.denials:
        publisher = denial.report.publisher
        name = registry.name(denial.by, denial.known_day) if denial.by else ""
        settled = "" if denial.open else ", confirmed since"
        yield Item(
            day(denial.known_day), (f"{name} ({publisher})" if name else publisher) + settled
        )


def _later(found: Acquaintance, registry: Registry) -> Iterator[Item]:
    """What became known of it since."""
    for event in found.since:
        said = describe(event, lambda actor: registry.name(actor, found.as_of.day))
        yield Item(day(event.known_on), said)


def _quoted(text: str, page: Page) -> str:
    return text.replace("“", page.symbol("“", '"')).replace("”", page.symbol("”", '"'))


def _draw(answer: Answer, found: FoundKnew, page: Page, look: Look) -> None:
    render(found, answer.registry, page, look)


VIEW: Final = View(
    FoundKnew,
    title=lambda _, found: heading(found.acquaintance),
    draw=_draw,
    verdict=lambda _, found: found.sentence.rstrip("."),
    formats=PROSE,
)
