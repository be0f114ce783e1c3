"""A brief: the page of two actors' ties as one file, to be printed, sent and kept."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from typing import Final

from views.html.paper import STATIC
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
    still = replace(site, link=lambda _: NOWHERE, asset=lambda name: name, live=False)
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
