"""A timeline as text: export."""

from __future__ import annotations

import re
import shlex
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final

import typer

from cli import common, exit_codes
from cli.common import KnownOn, On, Output
from cli.drawn import drawn
from cli.handoff import Wanted, hand_off, only_parquet
from cli.output import check_output, deliver_lines, goes_to_a_stream
from cli.settings import Settings
from domain.actors import STREAM as ACTORS
from domain.refusal import Failure, Fix, InvalidInput, Run, SetField, UnknownActor
from projections.typed_question import Typed
from projections.words import count
from service.formats import registry
from service.formats.citations import beside, citation_lines, keeps_citations
from service.formats.registry import Format
from service.handoff import MOST_PARTS, PARTS
from service.store.place import expanded
from service.timeline import Timeline
from service.writing import remove

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)

MOST_LOST: Final = 100
"""How many things that cannot be rescued are printed; more are counted."""

As = Annotated[
    str,
    typer.Option(
        "--as",
        metavar="NAME",
        help=f"{registry.names('export')}; else the file's ending says it.",
        show_default=False,
    ),
]
Rescue = Annotated[
    bool,
    typer.Option(
        "--rescue", help="Of a damaged timeline: what can still be read.", show_default=False
    ),
]

Layer = Annotated[
    str,
    typer.Option(
        "--layer", metavar="NAME", help="Of parquet: the machine-coded layer.", show_default=False
    ),
]
Parts = Annotated[
    int,
    typer.Option("--parts", metavar="N", help="Of parquet: how many files.", min=1, max=MOST_PARTS),
]


@app.command("export")
def export(
    context: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[A B]", help="Only the facts of two actors.")
    ] = None,
    form: As = "",
    on: On = "",
    known_on: KnownOn = "",
    output: Output = "",
    rescue: Rescue = False,
    layer: Layer = "",
    parts: Parts = PARTS,
) -> None:
    """The timeline as .facts, with everything ever recorded of each fact; or the facts of one pair.

    As csv a row for each report, for spreadsheets. As jsonl a copy of the whole timeline, event
    by event, which gives the same answers under the same ids wherever it is imported.

    To be read elsewhere, as of a day: html one page of two actors' ties, md a document with
    footnotes, sheet a row for each fact, ics what is ahead, timelinejs slides.

    As parquet, with --layer, a folder with every row of a machine-coded layer, for other engines.

    With --rescue, of a damaged timeline, every fact that can still be read whole; exit 5 where
    anything could not.
    """
    settings = common.settings_of(context)
    chosen = _to_write(form, output)
    given = {"on": on, "known_on": known_on}
    given = {name: text for name, text in given.items() if text}
    if given and not chosen.drawn and not chosen.columns:
        raise _of_no_day(chosen, given)
    if rescue:
        if words or chosen is not registry.FACTS:
            raise InvalidInput(
                "a rescue writes all that can still be read, as .facts.",
                Run.of("export", rescue=True, output="rescued.facts"),
                code="rescue-is-whole",
            )
        _rescue(settings, output)
        return
    if chosen.copy and words:
        raise _only_whole(chosen, words)
    if layer and not chosen.columns:
        raise only_parquet(layer)
    with common.opened(settings) as opened:
        if chosen.columns:
            hand_off(settings, opened, Wanted(words or [], layer, on, known_on, output, parts))
            return
        today = settings.today
        with _as_output(settings, words or []):
            pair = Typed((), {}, opened, today).pair(words, today) if words else None
        if chosen.drawn:
            check_output(settings, output)
            deliver_lines(
                settings, [drawn(settings, opened, chosen, pair, given)], output, data=True
            )
            return
        assert chosen.writes is not None, "what is not drawn is written"
        if chosen.copy and not goes_to_a_stream(output):
            _check_citations(settings, opened, beside(output))
        deliver_lines(settings, chosen.writes(opened, pair), output, data=True)
        if chosen.copy:
            _deliver_citations(settings, opened, output)
        if chosen.facts_only:
            _print_left_out(settings, opened)


@contextmanager
def _as_output(settings: Settings, words: Sequence[str]) -> Generator[None]:
    """Offers the option for a file that was typed among the actors: `export x.html`."""
    try:
        yield
    except UnknownActor as refused:
        file = next((word for word in words if _FILE.fullmatch(word)), "")
        if not file or file not in settings.argv:
            raise
        place = settings.argv.index(file)
        put = shlex.join(["detente", *settings.argv[:place], "-o", *settings.argv[place:]])
        raise refused.with_fixes(Fix(put, "where it is written")) from None


_FILE: Final = re.compile(r"\S+\.(?:facts|csv|jsonl?|html|md|ics)")


def _of_no_day(chosen: Format, given: Mapping[str, str]) -> InvalidInput:
    """The refusal of a day for what has everything, whenever it was known."""
    return InvalidInput(
        f"{chosen.name} has everything that was ever recorded, and is not as of a day.",
        Run("export", ("A", "B"), (("as", "md"), *given.items())),
        Run("export", fields=(("as", chosen.name),)),
        code="not-of-a-day",
    )


def _only_whole(chosen: Format, words: Sequence[str]) -> InvalidInput:
    """The refusal of a copy of one pair."""
    return InvalidInput(
        f"only a whole timeline is written as {chosen.name}, for each event there is linked to"
        " the one before.",
        Run("export", fields=(("as", chosen.name),)),
        Run("export", tuple(words), (("as", registry.FACTS.name),)),
        code="only-whole",
    )


def _rescue(settings: Settings, output: str) -> None:
    """Writes what can still be read, and prints what cannot."""
    from service.rescue import rescued

    with common.opened(settings) as opened:
        found = rescued(opened)
    deliver_lines(settings, [found.text], output, data=True)
    lost = list(found.lost[:MOST_LOST])
    if len(found.lost) > MOST_LOST:
        lost.append(f"… and {len(found.lost) - MOST_LOST:,} more.")
    common.print_to(settings, f"{count(found.facts, 'fact')} rescued.", *lost)
    if found.lost:
        raise typer.Exit(exit_codes.BROKEN)


def _print_left_out(settings: Settings, opened: Timeline) -> None:
    """Says what a table has no rows for."""
    actors = sum(stream.exists for stream in opened.streams(opened.store.select_layer(ACTORS)))
    expectations = len(opened.expectations())
    parts = [f"{count(actors, 'actor')} of your own"] * bool(actors) + [
        count(expectations, "expectation")
    ] * bool(expectations)
    if parts:
        common.print_to(
            settings, f"Not in a table: {' and '.join(parts)}. --as facts has them too."
        )


def _deliver_citations(settings: Settings, opened: Timeline, output: str) -> None:
    """Writes the answers that were cited beside a copy of the timeline, where there are any."""
    lines = list(citation_lines(opened.store))
    streamed = goes_to_a_stream(output)
    if not lines:
        if not streamed:
            _remove_citations(settings, Path(expanded(beside(output))))
        return
    if streamed:
        cited = count(len(lines), "cited answer")
        common.print_to(settings, f"Not in this copy: {cited}. With -o a file beside it has them.")
        return
    _check_citations(settings, opened, beside(output))
    deliver_lines(settings, lines, beside(output))


def _check_citations(settings: Settings, opened: Timeline, file: str) -> None:
    """Raises Failure where the citations of a copy would replace what no export has written."""
    check_output(settings, file, chosen=True)
    there = Path(expanded(file))
    if there.exists() and not keeps_citations(there) and opened.store.citations():
        raise Failure(
            f"{file} holds something else than citations, which would be written there; nothing is"
            " written over it.",
            SetField("output", "FILE"),
            code="file-exists",
        )


def _remove_citations(settings: Settings, file: Path) -> None:
    """Removes the citations of the copy that another was written over, for they are not of it."""
    if not file.is_file():
        return
    if keeps_citations(file):
        remove(file)
        said = f"Removed {file}, the citations of another copy: nothing was cited in this one."
    else:
        said = f"{file} is not of this copy, in which nothing was cited: keep the two apart."
    common.print_to(settings, said)


def _to_write(form: str, file: str) -> Format:
    """The format that is asked for, or that the ending of a file says.

    Raises InvalidInput for a name or an ending of none.
    """
    return registry.named(form, "export") if form else registry.to_write(file)
