"""A brief: the page of two actors' ties as one file, to be printed, sent and kept."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from typing import Final

from domain.actors import Registry
from projections.questions.timeline import FoundTimeline, TimelineQuestion
from projections.timeline import Entry
from views.html.address import Address
from views.html.journal import JournalItem
from views.html.paper import STATIC, fill
from views.html.parts import sources_of
from views.html.site import Ask, Site
from views.html.ties import TiesPage
from views.html.unlinked import NOWHERE, unlinked

_HEAD: Final = re.compile(r'<link rel="(?:stylesheet|alternate)"[^>]*>|<script [^>]*></script>')
_SCREEN_ONLY: Final = re.compile(
    r'<header class="top">.*?</header>|<dialog.*?</dialog>|<p class="toast".*?</p>'
    r'|<p class="spans">.*?</p>|<p class="learned"><span class="pn">.*?</span> ?<span>',
    re.DOTALL,
)


def brief(page: TiesPage, ask: Ask, site: Site) -> str:
    """The page as one file that loads nothing: verdict, reasons, doubt, evidence and sources.

    Its first sheet is the brief. Raises InvalidInput as the questions of the page do.
    """
    return _alone(page, ask, replace(site, link=lambda _: NOWHERE))


def whole(page: TiesPage, ask: Ask, site: Site) -> str:
    """The same with a timeline behind it: every fact with all of its sources.

    Whatever names a fact leads to its place there. Raises InvalidInput likewise.
    """
    asked = page.question
    answer = ask(
        TimelineQuestion(
            on=asked.on, known_on=asked.known_on, recorded_by=asked.recorded_by,
            actors=(asked.a, asked.b), domain=asked.domain, topic=asked.topic,
        )
    )  # fmt: skip
    found = answer.found
    assert isinstance(found, FoundTimeline)
    places = {entry.fact_state.name for entry in found.entries}

    def link(address: Address) -> str:
        kind, *names = address.words or ("",)
        return f"#{_place(names[0])}" if kind == "facts" and {*names} & places else NOWHERE

    still = replace(site, link=link)
    items = [
        (
            _place(entry.fact_state.name) if not entry.again else "",
            _with_all_sources(entry, answer.registry, found.as_of.day),
        )
        for entry in found.entries
    ]
    timeline = fill("whole.html", still, {"items": items})
    return _alone(page, ask, still).replace("</main>", f"{unlinked(timeline)}</main>", 1)


def _place(handle: str) -> str:
    """The place of a fact in the file."""
    return f"fact-{handle}"


def _with_all_sources(entry: Entry, registry: Registry, on: int) -> JournalItem:
    item = JournalItem.of(entry, registry, on, {}, full=True)
    return replace(item, sources=sources_of(entry.fact_state), more_sources=0)


def _alone(page: TiesPage, ask: Ask, site: Site) -> str:
    """The page as a file that needs no other."""
    still = replace(site, asset=lambda name: name, live=False)
    html = page.draw(ask, still).html
    html = _SCREEN_ONLY.sub(
        lambda found: (
            '<p class="learned"><span>' if found.group().startswith('<p class="learned') else ""
        ),
        html,
    )
    html = unlinked(_HEAD.sub("", html))
    style = (STATIC / "style.css").read_text(encoding="utf-8")
    icon = b64encode((STATIC / "icon.svg").read_bytes()).decode()
    html = html.replace('href="icon.svg"', f'href="data:image/svg+xml;base64,{icon}"')
    return html.replace("</head>", f"<style>{style}</style></head>", 1)
