"""Ties of states as facts tell them, on any day, as known on any day: the Python API.

>>> import detente
>>> with detente.open("sample") as sample:
...     state = sample.state("turkey", "russia", on="2022-03-05")
>>> state.label, state.verdict.mixed, state.trend, state.score.net
('neutral', True, 'worsening', 1617642)
"""

from __future__ import annotations

TYPE_CHECKING = False  # not imported: see cli.stopping
if TYPE_CHECKING:
    import os
    from datetime import date
    from typing import Final

    from cli import __version__ as __version__
    from detente.errors import BadLines as BadLines
    from detente.errors import Failure as Failure
    from detente.errors import InvalidInput as InvalidInput
    from detente.errors import NotADate as NotADate
    from detente.errors import NotInstalled as NotInstalled
    from detente.errors import UnknownActor as UnknownActor
    from detente.listing import Listing as Listing
    from detente.receipt import Receipt as Receipt
    from detente.rows import Column as Column
    from detente.rows import Rows as Rows
    from detente.tables import as_plain as as_plain
    from detente.tables import as_rows as as_rows
    from detente.timeline import Timeline as Timeline
    from detente.values import Answer as Answer
    from detente.values import Question as Question

__all__ = [
    "Answer",
    "BadLines",
    "Column",
    "Failure",
    "InvalidInput",
    "Listing",
    "NotADate",
    "NotInstalled",
    "Question",
    "Receipt",
    "Rows",
    "Timeline",
    "UnknownActor",
    "__version__",
    "as_plain",
    "as_rows",
    "open",
]

SAMPLE: Final = "sample"
"""The name of the timeline that comes with detente."""


def open(
    where: str | os.PathLike[str] = SAMPLE,
    *,
    today: str | date | None = None,
    create: bool = False,
) -> Timeline:
    """The timeline in a file or at a database URL, or the bundled sample, which is read-only.

    `today` stands in for the day on which questions without a day are asked; `create` begins a
    new timeline where there is none. Leave it with `with`, or by its `close`. Raises Failure where
    there is no timeline, NotADate for a day that is none.
    """
    from datetime import date

    from detente.input import last_day
    from detente.timeline import Timeline
    from service.opening import open_sample, open_store

    day = None if today is None else last_day(today, date.today())  # noqa: DTZ011  # the user's own
    if where == SAMPLE:
        return Timeline(open_sample(), day)
    return Timeline(open_store(str(where), create=create), day)


_MODULES: Final = {
    "errors": (
        "BadLines", "Failure", "InvalidInput", "NotADate", "NotInstalled", "UnknownActor"
    ),
    "listing": ("Listing",),
    "values": ("Answer", "Question"),
    "receipt": ("Receipt",),
    "rows": ("Column", "Rows"),
    "tables": ("as_plain", "as_rows"),
    "timeline": ("Timeline",),
}  # fmt: skip
"""Where each name lives, which is imported when it is first used: the script begins here too."""


def __getattr__(name: str) -> object:
    if name == "__version__":
        from cli import __version__

        return __version__
    from importlib import import_module

    for module, names in _MODULES.items():
        if name in names:
            found: object = getattr(import_module(f".{module}", __name__), name)
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
