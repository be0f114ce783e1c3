"""A machine-coded layer as a folder of Parquet files: `export --as parquet`."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from contextlib import closing
from importlib.util import find_spec
from typing import NamedTuple

from cli import common
from cli.progress import Progress
from cli.settings import Settings, store_file
from domain import typed
from domain.fact import DESK
from domain.layers import machine_coded
from domain.refusal import Failure, InvalidInput, Run, SetField
from projections.typed_question import Typed
from projections.words import count
from service.extras import installs
from service.timeline import Timeline
from service.writing import limit_of


class Wanted(NamedTuple):
    """What was asked for: words and options as they were typed, and into how many parts."""

    words: Sequence[str]
    layer: str
    on: str
    known_on: str
    output: str
    parts: int


def hand_off(settings: Settings, opened: Timeline, wanted: Wanted) -> None:
    """Writes a layer to a folder, and says how much that is.

    Raises InvalidInput for what it cannot be asked for, Failure where it cannot be written.
    """
    layer = _checked(settings, opened, wanted)
    known_on = typed.asked(wanted.known_on, settings.today).day if wanted.known_on else None
    if any(find_spec(name) is None for name in ("numpy", "pyarrow")):
        said = "what writes Parquet is not installed."
        raise Failure(said, *installs("archives"), code="not-installed")
    from service.handoff.export import export

    limit = limit_of(store_file(settings))
    with closing(Progress(settings, "facts")) as progress:
        found = export(
            opened, layer, wanted.output, limit, known_on,
            parts=wanted.parts, said=lambda facts: progress.at(facts, None),
        )  # fmt: skip
    alone = f", {count(found.others, 'fact')} beside them" if found.others else ""
    rows = f"{count(found.rows, 'row')} of {layer} in {count(found.parts, 'file')}{alone}"
    common.print_to(settings, f"Written to {wanted.output}: {rows}.")


def _checked(settings: Settings, opened: Timeline, wanted: Wanted) -> str:
    """The layer that is to be written. Raises InvalidInput for what cannot be."""
    as_parquet = (("as", "parquet"), ("output", "DIR"))
    coded = [each for each in opened.layers() if machine_coded((each,))]
    fixes = [Run("export", fields=(("layer", each), *as_parquet)) for each in coded]
    layers = (wanted.layer,) if wanted.layer else ()
    try:
        layer, *others = Typed((), {}, opened, settings.today, layers).chosen_layers()
    except InvalidInput as refused:
        raise refused.with_fixes(*fixes) from None
    if layer == DESK or others:
        said = "parquet has one machine-coded layer: say which."
        desk = Run.of("export", **{"as": "csv"}, meaning="the facts of the desk")
        raise InvalidInput(said, *fixes, desk, code="layer-needed")
    whole = Run("export", fields=(("layer", layer), *as_parquet))
    if wanted.words:
        said = f"parquet has all of a layer, and not {shlex.join(wanted.words)} alone."
        raise InvalidInput(said, whole, code="only-whole")
    if wanted.on:
        said = "parquet has facts of every day, and is not as of one."
        known = SetField("known_on", wanted.on, "what was known by then")
        raise InvalidInput(said, whole, known, code="not-of-a-day")
    if wanted.output in ("", "-"):
        said = "parquet is a folder of files: say which folder."
        raise InvalidInput(said, SetField("output", layer), code="folder-needed")
    return layer


def only_parquet(layer: str) -> InvalidInput:
    """The refusal of a layer for a format that has the desk's facts."""
    return InvalidInput(
        "only parquet has a machine-coded layer; all other formats have the desk's facts, or"
        " everything.",
        Run("export", fields=(("layer", layer), ("as", "parquet"), ("output", "DIR"))),
        Run("export", fields=(("as", "jsonl"),), meaning="everything, event by event"),
        code="layer-of-parquet",
    )
