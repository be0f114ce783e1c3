"""Pages that are written to files: whether they can be drawn here, and the place they stand in."""

from __future__ import annotations

from datetime import date
from importlib.util import find_spec
from typing import TYPE_CHECKING

from cli import __version__
from domain.refusal import Failure
from service.extras import installs
from service.timeline import Timeline

if TYPE_CHECKING:
    from views.html.site import Site


def check_drawable() -> None:
    """Raises Failure where what draws pages is not installed."""
    if find_spec("jinja2") is None:
        said = "what draws pages is not installed."
        raise Failure(said, *installs("pages"), code="not-installed")


def site_of_files(timeline: Timeline, today: date, *, says_how_far: bool = True) -> Site:
    """A place without a server; unless it `says_how_far`, nothing says how far the record came."""
    from views.html.site import Site

    head = timeline.head()
    return Site(
        store=timeline.store_name,
        today=today,
        version=__version__,
        link=lambda address: address.text,
        asset=lambda name: name,
        held=f"{head.position}:{head.digest.hex()}" if says_how_far else "",
        live=False,
    )
