"""Links that lead nowhere in a file: plain text in their place."""

from __future__ import annotations

import re
from typing import Final

NOWHERE: Final = "about:not-here"
"""Where a link leads whose page is not there."""

_LINKS: Final = re.compile(
    rf'<(?:a (?P<of>[^>]*)href="{NOWHERE}[^"]*"(?P<more>[^>]*)>(?P<text>.*?)</a>'
    rf'|link [^>]*href="{NOWHERE}[^"]*"[^>]*>)',
    re.DOTALL,
)
_CURRENT: Final = 'aria-current="true"'


def unlinked(html: str) -> str:
    """A page with plain text in the place of each link that leads nowhere.

    >>> unlinked('<a class="fact" href="about:not-here">Call</a>')
    '<span class="unlinked">Call</span>'
    """
    return _LINKS.sub(_text, html)


def _text(found: re.Match[str]) -> str:
    if found["text"] is None:
        return ""
    current = f" {_CURRENT}" if _CURRENT in found["of"] + found["more"] else ""
    return f'<span class="unlinked"{current}>{found["text"]}</span>'
