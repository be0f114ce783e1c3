"""Answers of machine-coded layers: which layers are asked, and each answer in its forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import cast

from cli import common
from cli.common import Subject, When
from cli.forms import Forms
from cli.settings import Settings
from domain import typed
from domain.fact import DESK
from domain.refusal import Fix, InvalidInput
from projections.layer import LayerState
from projections.layer_json import (
    day_part_json,
    day_rows,
    layer_state_json,
    open_day_json,
    sum_json,
    why_json,
)
from projections.layer_why import ACCOUNT_DAYS, layer_why
from projections.layers import LayerAnswerJson, layers_json
from service.timeline import Timeline
from views import layer as page_of
from views.page import Page
from views.state import told_figures


def chosen(settings: Settings, opened: Timeline, names: Sequence[str]) -> list[str]:
    """The layers asked for, each once; the desk where none is named.

    Raises InvalidInput for one that holds nothing.
    """
    plain = list(dict.fromkeys(part.strip().lower() for name in names for part in name.split(",")))
    there = opened.layers()
    for name in plain:
        if name not in there:
            near = get_close_matches(name, there, n=3, cutoff=0.5) or there
            raise InvalidInput(
                f'no layer is called "{name}" here.',
                *(Fix(settings.instead(name, found)) for found in near),
            )
    return plain or [DESK]


def together(parts: Sequence[tuple[str, Forms]]) -> Forms:
    """The answers of several layers, one after the other: no layer drowns another."""
    if len(parts) == 1:
        return parts[0][1]

    def page(shown: Page) -> None:
        for name, form in parts:
            shown.line()
            shown.heading(f"LAYER {name.upper()}", 2)
            shown.line()
            form.page(shown)

    return Forms(
        title="; ".join(f"{form.title} (layer {name})" for name, form in parts),
        json=lambda: layers_json(
            {
                name: cast(LayerAnswerJson, form.json()) for name, form in parts
            }  # as its schema has it
        ),
        page=page,
        rows=_rows(parts) if all(form.rows for _, form in parts) else None,
        hints=("Cite: --cite",),
    )


def _rows(parts: Sequence[tuple[str, Forms]]) -> Callable[[], list[dict[str, object]]]:
    return lambda: [
        {"layer": name, **row} for name, form in parts if form.rows for row in form.rows()
    ]


@dataclass(frozen=True)
class Asked:
    """A question of one layer."""

    opened: Timeline
    layer: str
    subject: Subject
    when: When


def state_forms(asked: Asked) -> tuple[Forms, LayerState]:
    """The state of ties as a layer has them."""
    opened, when = asked.opened, asked.when
    answer = opened.layer_state(asked.subject.pair, when.as_of, asked.layer, asked.subject.scope)
    names = {actor: opened.registry.name(actor, when.as_of.day) for actor in answer.pair}
    forms = Forms(
        title=f"State of ties: {page_of.title(answer, opened.registry)}",
        json=lambda: layer_state_json(answer),
        page=lambda page: page_of.render(answer, opened.registry, page, when.said),
        rows=lambda: [sum_json(part, answer.pair) for part in answer.parts],
        verdict=told_figures(answer),
        beside={"names": names},
        hints=(f"Why: {page_of.why_command(answer)}", "Cite: --cite") if answer.known else (),
    )
    return forms, answer


def why_forms(asked: Asked) -> tuple[Forms, LayerState]:
    """The account of a layer's figure, by day and sort."""
    opened, when, scope = asked.opened, asked.when, asked.subject.scope
    since = max(1, when.as_of.day - ACCOUNT_DAYS)
    found = layer_why(
        opened.held(asked.subject.pair, when.as_of, asked.layer, scope, since),
        asked.subject.pair,
        when.as_of,
        scope,
    )
    forms = Forms(
        title=page_of.why_title(found, opened.registry),
        json=lambda: why_json(found),
        page=lambda page: page_of.why(found, opened.registry, page, when.said),
        rows=lambda: [day_part_json(part) for part in found.days],
        hints=(
            (
                (
                    f"One day: {page_of.why_command(found.answer)} --day"
                    f" {date.fromordinal(found.days[0].day)}"
                ),
            )
            if found.days
            else ()
        ),
    )
    return forms, found.answer


def day_forms(settings: Settings, asked: Asked, text: str) -> tuple[Forms, LayerState]:
    """Every fact of one day behind a layer's figure."""
    opened, when, scope = asked.opened, asked.when, asked.subject.scope
    with common.for_option("--day"):
        day = typed.asked(text, settings.today)
    if day.partial:
        raise InvalidInput(f"--day {text} is more than one day.", Fix(f"--day {day.day}"))
    answer = opened.layer_state(asked.subject.pair, when.as_of, asked.layer, scope)
    found = opened.layer_day(answer, day.day.toordinal(), scope)
    forms = Forms(
        title=page_of.day_title(found, opened.registry),
        json=lambda: open_day_json(found),
        page=lambda page: page_of.day(found, opened.registry, page, when.said),
        rows=lambda: day_rows(found.pair_facts),
    )
    return forms, answer
