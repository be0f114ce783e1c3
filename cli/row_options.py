"""The options of import that say how the rows of a machine-coded source are read."""

from __future__ import annotations

from typing import Annotated

import typer

RulesOf = Annotated[
    str,
    typer.Option(
        "--rules",
        metavar="NAME",
        help="Read a machine-coded source: icews, gdelt2 …, or FILE.toml.",
        show_default=False,
    ),
]
LayerOf = Annotated[
    str,
    typer.Option(
        "--layer",
        metavar="LAYER",
        help="With --rules: the layer, instead of the rules' own.",
        show_default=False,
    ),
]
Limit = Annotated[
    int | None,
    typer.Option(
        "--limit",
        metavar="N",
        min=1,
        help="With --rules: only the first N rows.",
        show_default=False,
    ),
]
Show = Annotated[
    bool,
    typer.Option(
        "--show",
        help="With --rules: print the facts instead of recording them.",
        show_default=False,
    ),
]
Changed = Annotated[
    str,
    typer.Option(
        "--changed",
        metavar="HOW",
        help="With --rules: rows that changed correct (default) or ignore.",
        show_default=False,
    ),
]
Gone = Annotated[
    str,
    typer.Option(
        "--gone",
        metavar="HOW",
        help="With --rules: retract what the file holds no longer.",
        show_default=False,
    ),
]
RejectsTo = Annotated[
    str,
    typer.Option(
        "--rejects",
        metavar="FILE",
        help="With --rules: where rows go that cannot be read.",
        show_default=False,
    ),
]
NewOnly = Annotated[
    bool,
    typer.Option(
        "--new-only",
        help="With --rules: pass over files that were imported whole before.",
        show_default=False,
    ),
]
KeepGoing = Annotated[
    bool,
    typer.Option(
        "--keep-going",
        help="With --rules: go on with the next file where one cannot be read.",
        show_default=False,
    ),
]
