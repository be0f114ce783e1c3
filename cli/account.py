"""The account of a figure, as asked for by `why`: of two actors' ties, or of one fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from cli import common, layers
from cli.common import When
from cli.forms import Forms, Wish
from cli.settings import Settings
from domain.expectation import LABELS
from domain.fact import Fact
from domain.refusal import Fix, InvalidInput
from projections.lenses.lens import Lens
from projections.lenses.standing_flow import LENS
from projections.why import part_json, why, why_json
from projections.why_fact import step_json, why_fact, why_fact_json
from service.timeline import Timeline, UnknownFact
from views import why as page_of


@dataclass(frozen=True)
class Asked:
    """What is to be accounted for, at which point on the clocks, through which lens.

    And in what form.
    """

    words: tuple[str, ...]
    label: str
    when: When
    lens: Lens
    wish: Wish
    layers: tuple[str, ...] = ()
    day: str = ""


def read_label(text: str) -> str:
    """A label of ties. Raises InvalidInput with the closest ones."""
    plain = "-".join(text.lower().split())
    if plain and plain not in LABELS:
        near = get_close_matches(plain, LABELS, n=3, cutoff=0.5) or LABELS[:3]
        raise InvalidInput(f'no ties are called "{text}".', *map(Fix, near))
    return plain


def give(settings: Settings, opened: Timeline, asked: Asked) -> bool:
    """Gives the account of a fact where the one word names one, else of a pair.

    Whether anything was known.
    """
    if asked.day and not asked.layers:
        raise InvalidInput("--day opens a day of a machine-coded layer.", Fix("--layer icews"))
    if asked.layers:
        return _of_layers(settings, opened, asked)
    fact = _fact(opened, asked.words)
    return (
        _of_pair(settings, opened, asked)
        if fact is None
        else _of_fact(settings, opened, fact, asked)
    )


def _fact(opened: Timeline, words: tuple[str, ...]) -> Fact | None:
    if len(words) != 1:
        return None
    try:
        return opened.fact(words[0])
    except UnknownFact:
        if words[0].startswith("^") or "/" in words[0]:
            raise
        return None


def _of_layers(settings: Settings, opened: Timeline, asked: Asked) -> bool:
    """Gives the account of a pair's figures in each of some layers, or of one day of theirs.

    Whether anything was known.
    """
    if asked.lens is not LENS or asked.label:
        said = (
            "the account of a layer is given through standing-flow@1, and says what the ties are"
            " called."
        )
        raise InvalidInput(said, Fix("detente state A B --layer icews --lens plover-net@1"))
    subject = common.subject(settings, opened.registry, asked.words, asked.when.as_of.on)
    parts: list[tuple[str, Forms]] = []
    known = False
    for name in layers.chosen(settings, opened, asked.layers):
        of_layer = layers.Asked(opened, name, subject, asked.when)
        forms, answer = (
            layers.day_forms(settings, of_layer, asked.day)
            if asked.day
            else layers.why_forms(of_layer)
        )
        parts.append((name, forms))
        known = known or answer.known
    asked.wish.give(opened, layers.together(parts))
    return known


def _of_pair(settings: Settings, opened: Timeline, asked: Asked) -> bool:
    as_of = asked.when.as_of
    subject = common.subject(settings, opened.registry, asked.words, as_of.on)
    found = why(opened.pair_facts(subject.pair), subject.pair, as_of, subject.scope, asked.lens)
    said = (*asked.when.said, *_were_they(asked.label, found.answer.label))
    answer = Forms(
        title=page_of.heading(found, opened.registry),
        json=lambda: why_json(found),
        page=lambda page: page_of.render(found, opened.registry, page, said),
        rows=lambda: [part_json(part) for part in found.parts],
        beside=_asked_label(asked.label, found.answer.label),
    )
    asked.wish.give(opened, answer)
    return found.answer.label != "unknown"


def _were_they(label: str, found: str) -> tuple[str, ...]:
    if not label:
        return ()
    return (
        (f"They were {label}.",)
        if label == found
        else (f"They were not {label}: they were {found}.",)
    )


def _asked_label(label: str, found: str) -> Mapping[str, object]:
    return {"asked_label": label, "were_they": label == found} if label else {}


def _of_fact(settings: Settings, opened: Timeline, fact: Fact, asked: Asked) -> bool:
    if asked.label:
        raise InvalidInput(
            "a fact has no label; name two actors.",
            Fix(f"detente why turkey russia --label {asked.label}"),
        )
    found = why_fact(fact, opened.pair_facts, asked.when.as_of, asked.lens)
    if found is None:
        common.print_to(
            settings,
            "\n".join(
                (*asked.when.said, common.not_known(settings, opened, fact, asked.when.as_of))
            ),
        )
        return False
    answer = Forms(
        title=page_of.fact_heading(found),
        json=lambda: why_fact_json(found),
        page=lambda page: page_of.fact_render(found, opened.registry, page, asked.when.said),
        rows=lambda: [step_json(step) for step in found.account],
    )
    asked.wish.give(opened, answer)
    return True
