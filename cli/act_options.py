"""The options of acts on a fact: when it was, when that was known, and who says so where."""

from __future__ import annotations

from typing import Annotated, Final

import typer

FactName = Annotated[str, typer.Argument(metavar="FACT", help="Its handle.")]
When = Annotated[
    str,
    typer.Option(
        "--on",
        metavar="DATE",
        help="When it happened; as vague as the source has it.",
        show_default=False,
    ),
]
KnownOn = Annotated[
    str | None,
    typer.Option(
        "--known-on",
        metavar="DATE",
        help="When the source said so; else the day it is recorded.",
        show_default=False,
    ),
]
KnownByThen = Annotated[
    str | None,
    typer.Option(
        "--known-on",
        metavar="DATE",
        help=(
            "When the source said so; else the last day of the date given, or the day it is"
            " recorded if that is yet to come."
        ),
        show_default=False,
    ),
]
KnownOfPlan = Annotated[
    str | None,
    typer.Option(
        "--known-on",
        metavar="DATE",
        help=(
            "When the source said so; else the last day of --held if that is not to come, or the"
            " day it is recorded."
        ),
        show_default=False,
    ),
]
Source = Annotated[
    str, typer.Option("--source", metavar="NAME", help="Who says so.", show_default=False)
]
Url = Annotated[str, typer.Option("--url", metavar="URL", help="Where.", show_default=False)]
Origin = Annotated[
    str,
    typer.Option(
        "--origin",
        metavar="NAME",
        help="Whom the source rests on, if on another.",
        show_default=False,
    ),
]
Voice = Annotated[
    str, typer.Option("--voice", metavar="WORD", help="official, leaked, ...", show_default=False)
]
Grade = Annotated[
    str,
    typer.Option(
        "--grade", metavar="B2", help="How reliable, and how credible.", show_default=False
    ),
]
Quote = Annotated[
    str,
    typer.Option(
        "--quote", metavar="TEXT", help="What the source says, word for word.", show_default=False
    ),
]
Archived = Annotated[
    str,
    typer.Option("--archived", metavar="URL", help="A copy of it that stays.", show_default=False),
]
Sha256 = Annotated[
    str,
    typer.Option("--sha256", metavar="DIGITS", help="The hash of that copy.", show_default=False),
]
_CALLED_OFF: Final = "Which of its actors called it off; with --cancelled."
By = Annotated[
    str, typer.Option("--by", metavar="ACTOR", help="Whose own denial it is.", show_default=False)
]
CalledOffBy = Annotated[
    str, typer.Option("--by", metavar="ACTOR", help=_CALLED_OFF, show_default=False)
]
Because = Annotated[
    str,
    typer.Option(
        "--because", metavar="REASON", help="Why; kept with the record.", show_default=False
    ),
]
