"""Each answer as rows and as JSON: which columns it has, and what they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, cast

from detente.listing import Listing
from detente.rows import Cell, Column, Rows, Type, columns
from projections.answer import Answer, Plain
from projections.check import Finding
from projections.diff import Diff, diff_json, reason_json
from projections.figures_json import contribution_json
from projections.hindsight import Hindsight, hindsight_json
from projections.layer import LayerState
from projections.layer_days import learned_sum_json, sum_moved_json
from projections.layer_diff import LayerDiff, layer_diff_json
from projections.layer_hindsight import LayerHindsight, layer_hindsight_json
from projections.layer_json import layer_state_json, sum_json
from projections.layer_replay import LayerReplay, layer_replay_day_json, layer_replay_json
from projections.layer_why import LayerWhy
from projections.layer_why_json import day_part_json
from projections.layer_why_json import why_json as layer_why_json
from projections.pair_fact import PairFact
from projections.questions.knew import FoundKnew
from projections.questions.learned import FoundLearned
from projections.replay import Replay, day_json, replay_json
from projections.state import State
from projections.state_json import state_json
from projections.turns import Turns
from projections.turns_json import spell_json, turns_json
from projections.why import Why, part_json, why_json
from projections.why_fact import WhyFact, step_json, why_fact_json

OfLayer = LayerState | LayerWhy | LayerDiff | LayerHindsight | LayerReplay
"""Answers of a machine-coded layer."""

OfPair = State | Why | Diff | Hindsight | FoundLearned | Replay | Turns
"""Answers of two actors, fact by fact."""

Found = OfLayer | OfPair | WhyFact | FoundKnew | Listing[Any] | Answer
"""What `as_rows` and `as_plain` take."""

ENTRIES: Final = columns(
    "fact dated first:day last:day parties kind what domain topics title status known_on:day"
    " sources"
)
ITEMS: Final = columns(
    "fact title parties what domain status planned announced_on:day slips:integer people place"
)
LINES: Final = columns(
    "actor label trend balance:number cooperation:integer friction:integer net:integer"
    " facts:integer last_fact last_day:day"
)
FOUND: Final = (*ENTRIES, *columns("found_in"))
FINDINGS: Final = columns("kind fact said expected found")

_CONTRIBUTIONS: Final = columns(
    "fact title view dimension domain counted:integer low:integer high:integer"
)
_PARTS: Final = columns(
    "fact title domain view counted:integer low:integer high:integer sources"
    " without_label without_balance:number without_net:integer"
)
_STEPS: Final = columns("known_on:day said before:integer after:integer")
_MOVES: Final = columns("fact title before after moved:integer")
_LEARNED: Final = columns("fact title learned known_on:day changes")
_STOPS: Final = columns(
    "known_on:day label balance:number fact title side counts:yes_no before after"
    " counted:integer moved:integer acts"
)
_KNOWN: Final = columns("known_on:day said")
_DAYS: Final = columns("day:day label net:integer mark fact title said domain moved:integer")
_SPELLS: Final = columns(
    "label kind first:day last:day days:integer direction interruptions:integer"
    " cooperation:integer friction:integer net:integer balance:number because fading:integer"
)
_SUMS: Final = columns(
    "what domain view weight:integer facts:integer counted:integer first:day last:day"
)
_SUMS_MOVED: Final = columns(
    "what domain view relief:yes_no entered:integer left:integer first:day last:day moved:integer"
)
_SUMS_LEARNED: Final = columns(
    "what domain view relief:yes_no facts:integer first:day last:day counted:integer"
)
_SUM_LINES: Final = columns(
    "day:day label net:integer mark what domain view relief:yes_no facts:integer moved:integer"
)
_DAY_PARTS: Final = columns(
    "day:day what domain view facts:integer counted:integer"
    " without_label without_balance:number without_net:integer"
)


def as_rows(answer: Found) -> Rows:
    """An answer as rows: the facts behind it, the strongest first, or what it lists.

    Figures in micro-units. Of a state it is what each fact counts for; of `why` also the answer
    without it; of `diff` what each fact moved; of `turns` the spells.
    """
    match answer:
        case Answer():
            found = [_flat(row) for row in answer.rows or ()]
            return table(_guessed(found), found)
        case Listing():
            return table(answer.columns, map(answer.row, answer.items))
        case State():
            return table(_CONTRIBUTIONS, map(_contribution, answer.contributions))
        case Why():
            return table(_PARTS, (part_json(part, answer.answer) for part in answer.parts))
        case WhyFact():
            return table(_STEPS, map(step_json, answer.account))
        case Diff():
            return table(_MOVES, map(reason_json, answer.reasons))
        case Hindsight():
            return table(_LEARNED, _hindsight(answer))
        case FoundLearned():
            return table(_STOPS, answer.rows())
        case FoundKnew():
            return table(_KNOWN, answer.plain()["since"])
        case Replay():
            return table(_DAYS, (line for day in answer.days for line in _lines(day_json(day))))
        case Turns():
            spells = (_spell(spell_json(spell, answer.pair)) for spell in answer.spells)
            return table(_SPELLS, spells)
        case _:
            return _layer_rows(answer)


def as_plain(answer: Found) -> Plain:
    """An answer as plain values, as JSON has them; `schema` says which.

    The same fields as those of the command line, less what names the store.
    """
    match answer:
        case Answer():
            return answer.plain
        case Listing():
            return answer.plain()
        case State():
            return state_json(answer)
        case Why():
            return why_json(answer)
        case WhyFact():
            return why_fact_json(answer)
        case Diff():
            return diff_json(answer)
        case Hindsight():
            return hindsight_json(answer)
        case FoundLearned() | FoundKnew():
            return answer.plain()
        case Replay():
            return replay_json(answer)
        case Turns():
            return turns_json(answer, "")
        case _:
            return _layer_plain(answer)


def _layer_rows(answer: OfLayer) -> Rows:
    match answer:
        case LayerState():
            return table(_SUMS, (sum_json(part, answer.pair) for part in answer.parts))
        case LayerWhy():
            return table(_DAY_PARTS, map(day_part_json, answer.days))
        case LayerDiff():
            return table(_SUMS_MOVED, map(sum_moved_json, answer.sums))
        case LayerHindsight():
            return table(_SUMS_LEARNED, map(learned_sum_json, answer.learned))
        case LayerReplay():
            return table(_SUM_LINES, _sum_lines(answer))


def _layer_plain(answer: OfLayer) -> Plain:
    match answer:
        case LayerState():
            return layer_state_json(answer)
        case LayerWhy():
            return layer_why_json(answer)
        case LayerDiff():
            return layer_diff_json(answer)
        case LayerHindsight():
            return layer_hindsight_json(answer)
        case LayerReplay():
            return layer_replay_json(answer)


def table(found: Sequence[Column], values: Iterable[Mapping[str, object]]) -> Rows:
    """Plain values as rows of some columns; a value within a value is `outer_inner`.

    Raises KeyError where a column has no value.
    """
    readers = [(column.name, _READERS[column.type]) for column in found]
    flat = map(_flat, values)
    return Rows.of(found, ([read(row[name]) for name, read in readers] for row in flat))


def _guessed(found: Sequence[Mapping[str, object]]) -> tuple[Column, ...]:
    """The columns of plain rows, by what their first cell with a value holds."""
    names = dict.fromkeys(name for row in found for name in row)
    filled = {
        name: next((row[name] for row in found if row.get(name) is not None), "") for name in names
    }
    types: dict[type, Type] = {bool: Type.YES_NO, int: Type.INTEGER, float: Type.NUMBER}
    return tuple(Column(name, types.get(type(value), Type.TEXT)) for name, value in filled.items())


def _flat(values: Mapping[str, object]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            inner = cast("Mapping[str, object]", value)  # plain values have names for keys
            found |= {f"{name}_{key}": each for key, each in inner.items()}
        else:
            found[name] = value
    return found


def _text(value: object) -> Cell:
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in cast("Sequence[object]", value))
    return None if value is None else str(value)


def _integer(value: object) -> Cell:
    if isinstance(value, list):
        return len(cast("list[object]", value))
    assert value is None or isinstance(value, int)
    return value


def _number(value: object) -> Cell:
    return None if value is None else float(str(value))


def _day(value: object) -> Cell:
    """A day as JSON writes it; None for one before the year 1 or after 9999."""
    try:
        return None if value is None else date.fromisoformat(str(value))
    except ValueError:
        return None


def _yes_no(value: object) -> Cell:
    assert isinstance(value, bool)
    return value


_READERS: Final[Mapping[Type, Callable[[object], Cell]]] = {
    Type.TEXT: _text,
    Type.INTEGER: _integer,
    Type.NUMBER: _number,
    Type.DAY: _day,
    Type.YES_NO: _yes_no,
}


def _contribution(pair_fact: PairFact) -> dict[str, object]:
    return {**contribution_json(pair_fact), "title": pair_fact.content.title}


def _hindsight(found: Hindsight) -> Iterable[dict[str, object]]:
    learned = [(each, "new", ()) for each in found.learned]
    revised = [(each.now, "revised", each.changes) for each in found.revised]
    for pair_fact, how, changes in (*learned, *revised):
        yield {
            "fact": pair_fact.handle,
            "title": pair_fact.content.title,
            "learned": how,
            "known_on": date.fromordinal(pair_fact.fact_state.known_day).isoformat(),
            "changes": list(changes),
        }


def _lines(day: Mapping[str, object]) -> Iterable[dict[str, object]]:
    lines = cast("list[dict[str, object]]", day["lines"])  # as `day_json` makes them
    return ({"day": day["day"], "label": day["label"], "net": day["net"], **x} for x in lines)


def _sum_lines(found: LayerReplay) -> Iterable[Mapping[str, object]]:
    for day in map(layer_replay_day_json, found.days):
        for line in day["sums"]:
            yield {"day": day["day"], "label": day["label"], "net": day["net"], **line}


def _spell(spell: Mapping[str, object]) -> dict[str, object]:
    because = cast("list[dict[str, object]]", spell["because"])  # as `spell_json` makes them
    return {**spell, "because": [move["fact"] for move in because]}


def finding_row(finding: Finding) -> dict[str, object]:
    """A thing to look at as plain values."""
    return {
        "kind": finding.kind,
        "fact": finding.fact or None,
        "said": finding.said,
        "expected": finding.expected or None,
        "found": finding.found or None,
    }
