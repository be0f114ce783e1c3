"""The question for how figures went: chart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Final

import typer

from cli import common, exit_codes, forms
from cli.common import (
    Cite,
    From,
    Json,
    KnownOn,
    Layers,
    LensName,
    On,
    Output,
    RecordedBy,
    Subject,
    To,
    When,
    Within,
)
from cli.forms import Forms
from cli.layers import chosen, together
from cli.settings import Settings
from domain import edtf
from domain.clocks import AsOf
from domain.fact import DESK
from domain.refusal import Fix, InvalidInput, NotADate
from projections.layer_series import layer_series
from projections.lenses.lens import Lens
from projections.lenses.standing_flow import LENS
from projections.series import Point, Series, series, series_json
from projections.state_json import score_json
from projections.words import day
from service.timeline import Timeline

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)
SVG: Final = "svg"


@app.command("chart")
def chart(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="A B [DOMAIN or #TOPIC]", help="Two actors, and what of their ties."
        ),
    ] = None,
    start: From = "",
    end: To = "",
    within: Within = "",
    on: On = None,
    known_on: KnownOn = None,
    recorded_by: RecordedBy = None,
    lens: LensName = "",
    layer: Layers = None,
    cite: Cite = False,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="NAME",
            help="table, plain, svg, json, jsonl, csv or md.",
            show_default=False,
        ),
    ] = "",
    as_json: Json = False,
    output: Output = "",
) -> None:
    """How the figures of two actors' ties went.

    Both ledgers of each direction, as blocks, or as a picture with -o x.svg. The last day is that
    of --to or --on, or else today; the first that of --from, or two years before. Every figure is
    as known now, unless --known-on says otherwise.
    """
    from views.svg.chart import known

    settings = common.settings_of(context)
    wish = forms.wish(settings, form, as_json, output, cite, (*forms.FORMATS, SVG))
    first, when = _span(
        settings, (start, end, within), on, common.when(settings, on, known_on, recorded_by)
    )
    through = common.lens(lens)
    with common.opened(settings) as opened:
        subject = common.subject(settings, opened.registry, words or [], when.as_of.on)
        names = _layers(settings, opened, layer, wish.form)
        charts = [
            (name, _series(opened, subject, (first, when.as_of), through, name)) for name in names
        ]
        wish.give(opened, together([(name, _forms(opened, found, when)) for name, found in charts]))
    if not any(known(found) for _, found in charts):
        raise typer.Exit(exit_codes.UNKNOWN)


def _layers(settings: Settings, opened: Timeline, names: list[str] | None, form: str) -> list[str]:
    """The layers asked for; a picture shows one."""
    found = chosen(settings, opened, names or [])
    if form == SVG and len(found) > 1:
        raise InvalidInput(
            "a picture shows one layer.", *(Fix(f"--layer {name}") for name in found)
        )
    return found


def _series(
    opened: Timeline, subject: Subject, span: tuple[date, AsOf], lens: Lens, layer: str
) -> Series:
    """The figures of a span of days: a machine-coded layer sums its facts of one day."""
    if layer == DESK or lens is not LENS:
        found = series(
            opened.pair_facts(subject.pair, layer), subject.pair, span, subject.scope, lens
        )
        return replace(found, answer=replace(found.answer, layer=layer))
    held = opened.held(subject.pair, span[1], layer, subject.scope, span[0].toordinal())
    return layer_series(held, subject.pair, span, subject.scope)


def _forms(opened: Timeline, found: Series, when: When) -> Forms:
    from views import chart as page_of
    from views.svg.chart import known, svg

    one, other = (opened.registry.name(actor, found.last) for actor in found.answer.pair)
    title = page_of.heading(found, opened.registry)
    return Forms(
        title=f"How ties went: {title}",
        json=lambda: series_json(found),
        page=lambda page: page_of.render(found, (one, other), title, page, when.said),
        rows=lambda: [_flat(point, found) for point in found.points],
        svg=lambda foot: svg(found, (one, other), title, foot),
        verdict=page_of.went(found),
        beside={"names": dict(zip(found.answer.pair, (one, other), strict=True))},
        hints=("Picture: -o x.svg", "Cite: --cite") if known(found) else (),
    )


def _span(
    settings: Settings, asked: tuple[str, str, str], on: str | None, when: When
) -> tuple[date, When]:
    """The first day, and the point on the clocks whose day is the last.

    Says so where the first was not asked for.
    """
    start, end, within = asked
    period = common.period(settings, start, end, within)
    if on is not None and period.last not in (None, when.as_of.on):
        raise InvalidInput(
            "two last days are one too many.", Fix(f"--to {on}"), Fix(f"--to {period.last}")
        )
    last = period.last or when.as_of.on
    found = replace(when, as_of=replace(when.as_of, on=last))
    if period.first is None:
        said = f"The two years up to {day(last)}; --from and --to ask for others."
        return _two_years_up_to(last), replace(found, said=(*when.said, said))
    if period.first > last:
        raise NotADate(
            f"the span from {period.first} to {last} ends before it begins.",
            Fix(f"--from {last} --to {period.first}"),
        )
    return period.first, found


def _two_years_up_to(last: date) -> date:
    """The day after the same day two years before; the first day of all where there is none."""
    if last.year <= 2:
        return date.min
    year = last.year - 2
    return date(year, last.month, min(last.day, edtf.month_days(year, last.month))) + timedelta(
        days=1
    )


def _flat(point: Point, found: Series) -> dict[str, object]:
    """One day's figures as a row of plain columns: of the pair, from A to B, and from B to A.

    None where nothing is known.
    """
    pair = found.answer.pair
    scores = (("", point.score), ("a_b_", point.directions[0]), ("b_a_", point.directions[1]))
    figures = {
        f"{name}{key}": value for name, score in scores for key, value in score_json(score).items()
    }
    told = figures if point.label != "unknown" else dict.fromkeys(figures)
    return {"day": edtf.written(point.day), "a": pair.a, "b": pair.b, "label": point.label, **told}
