"""Templates filled in: every value is escaped, and no character in them is hidden."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from domain.characters import visible
from views.html.address import Address
from views.html.site import Site

HERE: Final = Path(__file__).parent
STATIC: Final = HERE / "static"
"""The files that every page uses: style, script, icon."""


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(pc=percent, minus=minus, quoted=quoted, web=web_address)
    return made


def fill(template: str, site: Site, values: Mapping[str, object]) -> str:
    """A page of text from a template and its values."""

    def link(address: Address) -> str:
        return site.link(address)

    whole = (
        _environment()
        .get_template(template)
        .render(site=site, link=link, asset=site.asset, **values)
    )
    return visible(re.sub(r"\n\s*\n+", "\n", whole))


def percent(value: float) -> str:
    """A place on a picture: `43.2%`, two decimals at most."""
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"


def minus(text: str) -> str:
    """Figures with a true minus."""
    return text.replace("-", "−")


def quoted(text: str) -> Markup:
    """A title between quotation marks, as one that is denied is written."""
    return Markup("“{}”").format(text)


def web_address(url: str) -> str:
    """An address of the web as a link has it; empty for one that leads anywhere else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""
