"""Questions across time and actors: why, diff, hindsight, agenda, board."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

import typer

from cli import common, exit_codes, forms
from cli.common import Cite, Format, Json, KnownOn, Layers, LensName, On, Output, RecordedBy, When
from cli.forms import Forms
from cli.settings import Settings
from domain import kinds
from domain.fact import DESK
from domain.refusal import Fix, InvalidInput
from projections.agenda import AHEAD, OVERDUE, agenda, agenda_json, item_json
from projections.board import Line, board, board_json, layer_board, line_json
from projections.diff import diff, diff_json, reason_json
from projections.hindsight import hindsight, hindsight_json
from projections.lenses.lens import Lens
from projections.lenses.standing_flow import LENS
from projections.scope import Scope
from projections.state import state
from projections.words import clocks, long_day
from service.timeline import Timeline
from views import agenda as agenda_page
from views import board as board_page
from views import diff as diff_page
from views import hindsight as hindsight_page

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)
PROSE: Final = ("table", "plain", "json", "md")
"""The formats of an answer that is more than rows."""


@app.command("hindsight")
def in_hindsight(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="A B [DOMAIN or #TOPIC]", help="Two actors, and what of their ties."
        ),
    ] = None,
    on: On = None,
    known_on: KnownOn = None,
    recorded_by: RecordedBy = None,
    lens: LensName = "",
    cite: Cite = False,
    form: Format = "",
    as_json: Json = False,
    output: Output = "",
) -> None:
    """What is known of a day now and was not by the end of it.

    What was believed then and is denied or corrected today. With --known-on, what was known by
    then instead of now.
    """
    settings = common.settings_of(context)
    wish = forms.wish(settings, form, as_json, output, cite, PROSE)
    when = common.when(settings, on, known_on, recorded_by)
    through = common.lens(lens)
    with common.opened(settings) as opened:
        subject = common.subject(settings, opened.registry, words or [], when.as_of.on)
        found = hindsight(
            opened.pair_facts(subject.pair), subject.pair, when.as_of, subject.scope, through
        )
        answer = Forms(
            title=hindsight_page.heading(found, opened.registry),
            json=lambda: hindsight_json(found),
            page=lambda page: hindsight_page.render(found, opened.registry, page, when.said),
            verdict=hindsight_page.verdict(found).rstrip("."),
        )
        wish.give(opened, answer)
    if found.then.label == found.now.label == "unknown":
        raise typer.Exit(exit_codes.UNKNOWN)


@app.command("agenda")
def ahead(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[A] [B] [DOMAIN or #TOPIC]", help="One actor, two, or none."),
    ] = None,
    overdue: Annotated[
        bool,
        typer.Option(
            "--overdue", help="What is past its time, and no outcome known.", show_default=False
        ),
    ] = False,
    on: On = None,
    known_on: KnownOn = None,
    recorded_by: RecordedBy = None,
    cite: Cite = False,
    form: Format = "",
    as_json: Json = False,
    output: Output = "",
) -> None:
    """What was ahead on a day, as it had been announced by then, and how often it had slipped."""
    settings = common.settings_of(context)
    wish = forms.wish(settings, form, as_json, output, cite)
    when = common.when(settings, on, known_on, recorded_by)
    with common.opened(settings) as opened:
        choice = common.choice(settings, opened, words or [], when.as_of)
        found = agenda(choice.facts, when.as_of, OVERDUE if overdue else AHEAD, choice.scope)
        title = agenda_page.heading(choice.name, when.as_of, overdue=overdue)
        answer = Forms(
            title=title,
            json=lambda: agenda_json(found, choice.whose, when.as_of, overdue=overdue),
            page=lambda page: agenda_page.render(found, title, page, when.said, overdue=overdue),
            rows=lambda: [item_json(item) for item in found],
        )
        wish.give(opened, answer)


@app.command("why")
def account(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="A B [DOMAIN or #TOPIC], or FACT", help="Two actors, or a fact by its handle."
        ),
    ] = None,
    label: Annotated[
        str,
        typer.Option(
            "--label", metavar="LABEL", help="Say whether the ties were that.", show_default=False
        ),
    ] = "",
    layer: Layers = None,
    day_: Annotated[
        str,
        typer.Option(
            "--day",
            metavar="DATE",
            help="With --layer: every fact of that day.",
            show_default=False,
        ),
    ] = "",
    on: On = None,
    known_on: KnownOn = None,
    recorded_by: RecordedBy = None,
    lens: LensName = "",
    cite: Cite = False,
    form: Format = "",
    as_json: Json = False,
    output: Output = "",
) -> None:
    """The account of a figure: what each fact counts for, the answer without it.

    And how it moved in 30 days. Of one fact: what it weighs, what it counted for as it became
    known, and what hangs on it.
    """
    from cli import account as accounts

    settings = common.settings_of(context)
    asked = accounts.Asked(
        words=tuple(words or ()),
        label=accounts.read_label(label),
        when=common.when(settings, on, known_on, recorded_by),
        lens=common.lens(lens),
        wish=forms.wish(settings, form, as_json, output, cite, forms.FORMATS),
        layers=tuple(layer or ()),
        day=day_,
    )
    with common.opened(settings) as opened:
        known = accounts.give(settings, opened, asked)
    if not known:
        raise typer.Exit(exit_codes.UNKNOWN)


@app.command("diff")
def difference(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="A B [DOMAIN or #TOPIC] [DAY1 DAY2]", help="Two actors, and two days."
        ),
    ] = None,
    on: On = None,
    known_on: KnownOn = None,
    and_known_on: Annotated[
        str | None,
        typer.Option(
            "--and-known-on",
            metavar="DATE",
            help="The other day of knowing, for one --on.",
            show_default=False,
        ),
    ] = None,
    recorded_by: RecordedBy = None,
    lens: LensName = "",
    and_lens: Annotated[
        str,
        typer.Option(
            "--and-lens", metavar="NAME", help="The other lens, for one --on.", show_default=False
        ),
    ] = "",
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 if they differ.", show_default=False)
    ] = False,
    cite: Cite = False,
    form: Format = "",
    as_json: Json = False,
    output: Output = "",
) -> None:
    """What changed between two days, two days of knowing one day, or two lenses.

    And because of which facts. What the facts moved and what fading took adds up to the
    difference.
    """
    settings = common.settings_of(context)
    wish = forms.wish(settings, form, as_json, output, cite, forms.FORMATS)
    lenses = common.lens(lens), common.lens(and_lens or lens)
    clocks = (on, known_on, and_known_on, recorded_by)
    rest, points = _two_points(
        settings, words or [], clocks, one_day=bool(and_lens or and_known_on is not None)
    )
    with common.opened(settings) as opened:
        subject = common.subject(settings, opened.registry, rest, points[1].as_of.on)
        facts = opened.pair_facts(subject.pair)
        asked = zip(points, lenses, strict=True)
        found = diff(
            *(
                state(facts, subject.pair, when.as_of, subject.scope, through)
                for when, through in asked
            )
        )
        answer = Forms(
            title=diff_page.heading(found, opened.registry),
            json=lambda: diff_json(found),
            page=lambda page: diff_page.render(
                found,
                opened.registry,
                page,
                list(dict.fromkeys((*points[0].said, *points[1].said))),
            ),
            rows=lambda: [reason_json(move) for move in found.reasons],
            verdict=diff_page.difference(found).rstrip("."),
        )
        wish.give(opened, answer)
    if found.before.label == found.after.label == "unknown":
        raise typer.Exit(exit_codes.UNKNOWN)
    if exit_code and not found.empty:
        raise typer.Exit(1)


_Clocks = tuple[str | None, str | None, str | None, str | None]


def _two_points(
    settings: Settings, words: list[str], clocks: _Clocks, *, one_day: bool
) -> tuple[list[str], tuple[When, When]]:
    """The words that are left, and two points on the clocks: one day asked twice, or two days."""
    on, known_on, and_known_on, recorded_by = clocks
    if and_known_on is not None and known_on is None:
        raise InvalidInput(
            "two days of knowing are needed.",
            Fix(f"--known-on 2022-02-26 --and-known-on {and_known_on}"),
        )
    if one_day:
        first = common.when(settings, on, known_on, recorded_by)
        return words, (
            first,
            common.when(
                settings, on, known_on if and_known_on is None else and_known_on, recorded_by
            ),
        )
    if len(words) < 3 or on is not None:
        raise InvalidInput(
            "name two actors and two days.",
            Fix("detente diff turkey russia 2022-02-23 2022-03-05"),
        )
    if not any(letter.isdigit() for letter in words[-2]):
        raise InvalidInput(
            f'two days are needed, and only "{words[-1]}" is one.',
            Fix(f"detente diff turkey russia 2022-02-23 {words[-1]}"),
        )
    first, second = (common.when(settings, text, known_on, recorded_by) for text in words[-2:])
    return words[:-2], (first, second)


@app.command("board")
def all_ties(
    context: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(metavar="A", help="One actor.")] = None,
    domain: Annotated[
        str, typer.Option("--domain", metavar="DOMAIN", help="One domain only.", show_default=False)
    ] = "",
    on: On = None,
    known_on: KnownOn = None,
    recorded_by: RecordedBy = None,
    lens: LensName = "",
    layer: Layers = None,
    cite: Cite = False,
    form: Format = "",
    as_json: Json = False,
    output: Output = "",
) -> None:
    """All ties of one actor on a day, a line each, the best balance first."""
    settings = common.settings_of(context)
    wish = forms.wish(settings, form, as_json, output, cite)
    when = common.when(settings, on, known_on, recorded_by)
    through = common.lens(lens)
    scope = Scope(domain=kinds.read_domain(domain) if domain else "")
    with common.opened(settings) as opened:
        text = " ".join(words or [])
        if not text:
            raise InvalidInput("name an actor.", Fix("detente board turkey"))
        registry = opened.registry
        actor = common.actor(settings, registry, text, when.as_of.on)
        from cli import layers

        parts: list[tuple[str, Forms]] = []
        found: list[Line] = []
        for name in layers.chosen(settings, opened, layer or []):
            lines = _lines(opened, actor, Board(when, scope, through, name))
            parts.append(
                (name, _board_forms(opened, actor, lines, Board(when, scope, through, name)))
            )
            found += lines
        wish.give(opened, layers.together(parts))
    if not found:
        raise typer.Exit(exit_codes.UNKNOWN)


@dataclass(frozen=True)
class Board:
    """Which board is asked for, of which layer."""

    when: When
    scope: Scope
    lens: Lens
    layer: str


def _lines(opened: Timeline, actor: str, asked: Board) -> tuple[Line, ...]:
    """The lines of a board: a machine-coded layer sums its facts of one day."""
    as_of = asked.when.as_of
    if asked.layer != DESK and asked.lens is LENS:
        return layer_board(
            opened.held_by_all(actor, as_of, asked.layer, asked.scope), actor, as_of, asked.scope
        )
    return board(opened.actor_facts(actor, asked.layer), actor, as_of, asked.scope, asked.lens)


def _board_forms(opened: Timeline, actor: str, found: tuple[Line, ...], asked: Board) -> Forms:
    as_of, registry = asked.when.as_of, opened.registry
    limit = f", {asked.scope.domain} only" if asked.scope.domain else ""
    layer = f", layer {asked.layer}" if asked.layer != DESK else ""
    title = (
        f"{registry.name(actor, as_of.day)} on {long_day(as_of.on)}{limit}{clocks(as_of)}{layer}"
    )
    return Forms(
        title=f"All ties of {title}",
        json=lambda: board_json(found, actor, as_of, asked.scope, (asked.lens, asked.layer)),
        page=lambda page: board_page.render(found, title, registry, as_of, page, asked.when.said),
        rows=lambda: [
            {**line_json(line), "name": registry.name(line.other, as_of.day)} for line in found
        ],
        beside={"names": {line.other: registry.name(line.other, as_of.day) for line in found}},
    )
