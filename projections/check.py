"""What a careful editor looks at: failed expectations, thin evidence, duplicates, overdue plans."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field
from typing_extensions import TypeAliasType, TypedDict

from domain import edtf
from domain.actors import Registry
from domain.clocks import AsOf
from domain.content import Content
from domain.decisions import impossible
from domain.denial import Denial
from domain.expectation import Expected
from domain.fact import DESK, Fact, FactState
from domain.folding import slug
from domain.refusal import Run
from projections.agenda import OVERDUE, agenda
from projections.fixes import RunJson, run_json
from projections.pair_fact import origins
from projections.pairs import Pair, pairs_of
from projections.plain import (
    Count,
    Handle,
    Label,
    LayerClocksJson,
    Text,
    Unique,
    one_of,
)
from projections.scope import Scope
from projections.state import state
from projections.state_json import clocks_json

KINDS: Final[Mapping[str, str]] = {
    "expectation": "Expectations that do not hold",
    "impossible-order": "Beginnings and endings in an impossible order",
    "unknown-actor": "Actors that nobody described",
    "duplicate": "Facts that may be the same",
    "same-title": "Facts of one title that two recordings brought",
    "denial-by-whom": "Official denials that do not say whose they are",
    "overdue": "Plans past their time without an outcome",
    "no-source": "Facts without a source",
    "single-origin": "Facts that rest on one origin",
}
"""What is looked for, in the order in which it is shown."""


OFFICIAL: Final = "official"
"""The voice of a source that speaks for a state or an organisation."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: its kind, its fact, what it is in a few words, and what would fix it.

    `fact` is empty for an expectation, which alone has a label `expected` and one that was `found`.
    """

    kind: str
    fact: str
    said: str
    fix: Run
    expected: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """What is checked: facts and their states, what is expected of them, and who is who."""

    facts: Sequence[Fact]
    fact_states: Sequence[FactState]
    expectations: Sequence[Expected]
    registry: Registry
    as_of: AsOf


def check(
    facts: Iterable[Fact],
    expectations: Iterable[Expected],
    registry: Registry,
    as_of: AsOf,
    kinds: Collection[str] = tuple(KINDS),
) -> tuple[Finding, ...]:
    """What there is to look at, kind by kind, in facts as known and recorded at a point in time.

    Retracted facts are left out.
    """
    there = [
        (fact, fact_state)
        for fact in facts
        if (fact_state := fact.as_of(as_of.known_day, as_of.recorded_instant)) is not None
    ]
    kept = [(fact, fact_state) for fact, fact_state in there if not fact_state.retracted]
    desk = Desk(
        [fact for fact, _ in kept],
        [fact_state for _, fact_state in kept],
        list(expectations),
        registry,
        as_of,
    )
    return tuple(
        finding for kind, look in _LOOKS.items() if kind in kinds for finding in look(desk)
    )


def _unmet(desk: Desk) -> Iterator[Finding]:
    by_pair: dict[tuple[str, str], list[Fact]] = {}
    for fact, fact_state in zip(desk.facts, desk.fact_states, strict=True):
        for key in pairs_of(fact_state.content):
            by_pair.setdefault(key, []).append(fact)
    for expected in desk.expectations:
        pair = Pair.of(expected.a, expected.b)
        on = date.fromordinal(edtf.window(expected.on).hi)
        as_of = AsOf(on, desk.as_of.known_on, desk.as_of.recorded_by)
        found = state(by_pair.get(pair.key, []), pair, as_of, Scope(domain=expected.domain)).label
        if found != expected.label:
            asked = [word for word in (expected.a, expected.b, expected.domain) if word]
            said = f"{' '.join(asked)} on {expected.on}: expected {expected.label}, found {found}"
            fix = Run.of("why", *asked, on=str(on), label=expected.label)
            yield Finding("expectation", "", said, fix, expected.label, found)


_FIELDS: Final = {"since": "since", "until": "until", "expiry": "expires", "ended": "until"}
"""The field to correct where a beginning or ending of that name is wrong."""


def _impossible(desk: Desk) -> Iterator[Finding]:
    for fact_state in desk.fact_states:
        late = impossible(fact_state.changes) if fact_state.changes else None
        if late is not None:
            before, after = (change.name for change in late)
            field = _FIELDS.get(after)
            handle = fact_state.handle
            fix = (
                Run.of("correct", handle, field=field, value="DATE", because="REASON")
                if field
                else Run.of("history", handle)
            )
            said = f'no day is left for "{after}" after "{before}"'
            yield Finding("impossible-order", handle, said, fix)


def _unknown_actors(desk: Desk) -> Iterator[Finding]:
    for fact_state in desk.fact_states:
        for actor in dict.fromkeys((*fact_state.content.actors, *fact_state.content.recipients)):
            if desk.registry.get(actor) is None:
                fix = Run.of("add", f"@actor {actor}  NAME  type=state")
                yield Finding("unknown-actor", fact_state.handle, f"nobody described {actor}", fix)


def _duplicates(desk: Desk) -> Iterator[Finding]:
    first: dict[tuple[object, ...], FactState] = {}
    for fact_state in sorted(
        desk.fact_states, key=lambda fact_state: (fact_state.known_day, fact_state.handle)
    ):
        other = first.setdefault(_alike(fact_state), fact_state)
        if other is not fact_state:
            said = f"same dates, parties and what as ^{other.handle}"
            fix = Run.of("retract", fact_state.handle, because="REASON")
            yield Finding("duplicate", fact_state.handle, said, fix)


def _alike(fact_state: FactState) -> tuple[object, ...]:
    """What two facts have in common that may be one: dates, who does it to whom, kind and what."""
    content = fact_state.content
    sides = [frozenset(content.actors), frozenset(content.recipients)]
    parties = tuple(sides) if content.relation == "directed" else frozenset(sides)
    return content.kind, content.what, content.dated, fact_state.held, parties


def _same_titles(desk: Desk) -> Iterator[Finding]:
    """Facts whose handles were made from one title, in two recordings or by two people.

    Those that one recording brought were meant to be several.
    """
    first: dict[str, Fact] = {}
    for fact in sorted(desk.facts, key=lambda fact: (fact.events[0].recorded_at, fact.handle)):
        stem = slug(fact.asserted.content.title)
        number = fact.handle.removeprefix(stem)
        if not stem or not re.fullmatch(r"(-[1-9][0-9]*)?", number):
            continue
        other = first.setdefault(stem, fact)
        if _origin(other) != _origin(fact):
            said = f"its title is that of ^{other.handle}, recorded {_by(other)}before"
            yield Finding("same-title", fact.handle, said, Run.of("show", fact.handle))


def _origin(fact: Fact) -> tuple[object, ...]:
    """Who recorded a fact first, and when."""
    first = fact.asserted
    return first.author, first.recorded_at


def _by(fact: Fact) -> str:
    return f"by {fact.asserted.author} " if fact.asserted.author else ""


def _unnamed_denials(desk: Desk) -> Iterator[Finding]:
    """Denials in an official voice, by a party as far as anyone can tell, without their actor."""
    for fact_state in desk.fact_states:
        for denial in fact_state.denials:
            if denial.open and not denial.by and denial.report.voice == OFFICIAL:
                by = _speaks_for(fact_state.content, denial, desk.registry)
                said = f"denied by {denial.report.publisher}, and for whom is not said"
                fix = _deny(fact_state, denial, by)
                yield from [Finding("denial-by-whom", fact_state.handle, said, fix)] if by else ()


def _speaks_for(content: Content, denial: Denial, registry: Registry) -> str:
    """The party whose name or metonym the source of a denial is; else the placeholder.

    Empty where it is that of somebody else.
    """
    speaker = registry.meant(denial.report.source, denial.known_day)
    parties = (*content.actors, *content.recipients)
    if speaker is None or speaker.id in parties:
        return speaker.id if speaker else "ACTOR"
    # A person speaks officially, and the registry does not say for which office.
    return "ACTOR" if speaker.attributes.get("of") in parties else ""


def _deny(fact_state: FactState, denial: Denial, by: str) -> Run:
    """The same denial, with the actor whose own it is."""
    report = denial.report
    fields = {
        "by": by,
        "source": report.publisher,
        "known_on": edtf.written(denial.known_day),
        "url": report.url,
        "origin": report.origin,
        "voice": report.voice,
        "grade": report.grade,
        "quote": report.quote,
        "archived": report.archived,
        "sha256": report.sha256,
    }
    given = {name: text for name, text in fields.items() if text}
    return Run.of("deny", fact_state.handle, **given)


def _overdue(desk: Desk) -> Iterator[Finding]:
    for item in agenda(desk.facts, desk.as_of, OVERDUE):
        handle = item.fact_state.handle
        fix = Run.of("settle", handle, held="DATE")
        yield Finding("overdue", handle, f"planned for {item.planned}", fix)


def _unsourced(desk: Desk) -> Iterator[Finding]:
    for fact_state in desk.fact_states:
        if not origins(fact_state):
            yield Finding("no-source", fact_state.handle, "nobody says so", _report(fact_state))


def _single(desk: Desk) -> Iterator[Finding]:
    for fact_state in desk.fact_states:
        found = origins(fact_state)
        if len(found) == 1:
            yield Finding(
                "single-origin",
                fact_state.handle,
                f"{next(iter(found))} alone",
                _report(fact_state),
            )


def _report(fact_state: FactState) -> Run:
    return Run.of("report", fact_state.handle, source="PUBLISHER", known_on="DATE")


_LOOKS: Final[Mapping[str, Callable[[Desk], Iterator[Finding]]]] = {
    "expectation": _unmet,
    "impossible-order": _impossible,
    "unknown-actor": _unknown_actors,
    "duplicate": _duplicates,
    "same-title": _same_titles,
    "denial-by-whom": _unnamed_denials,
    "overdue": _overdue,
    "no-source": _unsourced,
    "single-origin": _single,
}
assert _LOOKS.keys() == KINDS.keys(), "every kind is looked for"


# Plain values -------------------------------------------------------------------------------------

FindingKind = TypeAliasType(
    "FindingKind",
    Annotated[
        str,
        Field(json_schema_extra=one_of(*KINDS), description="What was looked for."),
    ],
)


class FindingJson(TypedDict):
    """One thing to look at."""

    kind: FindingKind
    fact: Handle | None
    """The fact by its handle; null: it is about an expectation."""
    said: Text
    """What there is to look at, in a few words."""
    expected: Label | None
    """The label that was expected; null: it is about a fact."""
    found: Label | None
    """The label that was found; null: it is about a fact."""
    fix: RunJson
    """What would fix it, or show more of it."""


class CheckJson(LayerClocksJson):
    """What a careful editor would look at."""

    schema: Literal["detente/check@1"]
    facts: Count
    """Facts that were looked at."""
    counts: dict[FindingKind, Count]
    """How many findings there are of each kind that was asked for."""
    findings: Unique[FindingJson]
    """Kind by kind, in the order of the counts."""


def check_json(
    found: Sequence[Finding], facts: int, as_of: AsOf, kinds: Iterable[str]
) -> CheckJson:
    """The findings as plain values, with the number of facts and of findings of each kind asked."""
    number = Counter(finding.kind for finding in found)
    return {
        "schema": "detente/check@1",
        **clocks_json(as_of),
        "layer": DESK,
        "facts": facts,
        "counts": {kind: number[kind] for kind in kinds},
        "findings": [finding_json(finding) for finding in found],
    }


def finding_json(finding: Finding) -> FindingJson:
    """A finding as plain values."""
    return {
        "kind": finding.kind,
        "fact": finding.fact or None,
        "said": finding.said,
        "expected": finding.expected or None,
        "found": finding.found or None,
        "fix": run_json(finding.fix),
    }
