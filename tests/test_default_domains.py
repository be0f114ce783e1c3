"""A line without /DOMAIN is in the domain that its `what` is nearly always in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import pytest

from domain.content import Content
from domain.default_domains import default_domain
from domain.events import Corrected, Event
from domain.glossary import entries
from domain.kinds import DOMAINS, KINDS, What, read_what
from projections.notation.facts import header
from service.formats import table
from service.formats.facts import parse
from service.formats.write import document_text
from service.opening import bundled_registry
from service.recording import append_lines
from service.store.memory import MemoryRecorder
from service.timeline import Timeline

REGISTRY: Final = bundled_registry()
EVERY: Final = [
    What(kind.name, what) for kind in KINDS.values() for what in kind.whats or (kind.example,)
]


def line(what: What, domain: str = "") -> str:
    date = {"on": "2022-03-05", "since": "2022-03-05/..", "planned": "2022-03-05"}
    return f"{date[what.of_kind.dated_by]}  TUR > RUS  {what.written}{domain}  A title  ^a-fact\n"


def domain_of(text: str) -> str:
    (block,) = parse(text, "t.facts", REGISTRY).blocks
    return block.content.domain


@pytest.mark.parametrize(
    ("what", "domain"),
    [
        ("assault", "security"),
        ("assault:drone", "security"),
        ("mobilize:troops", "security"),
        ("retreat:disarm", "security"),
        ("retreat:ceasefire", "security"),
        ("withdraw-troops", "security"),
        ("ceasefire-call", "security"),
        ("instrument:armed-conflict", "security"),
        ("instrument:ceasefire", "security"),
        ("instrument:alliance", "security"),
        ("exercise", "defence"),
        ("arms-sale", "defence"),
        ("instrument:base", "defence"),
        ("instrument:arms-embargo", "defence"),
        ("coerce:cyber", "cyber"),
        ("leak", "intelligence"),
        ("sanction", "sanctions"),
        ("instrument:sanctions", "sanctions"),
        ("instrument:comprehensive-sanctions", "sanctions"),
        ("instrument:embargo", "trade"),
        ("instrument:trade-agreement", "trade"),
        ("instrument:trade-restriction", "trade"),
        ("instrument:transit-ban", "transit"),
        ("instrument:transit-restriction", "transit"),
        ("instrument:airspace-closed", "transport"),
        ("instrument:territorial-claim", "territory"),
        ("instrument:territorial-control", "territory"),
        ("coerce:arrest", "justice"),
        ("protest", "society"),
        ("protest:hunger", "society"),
        ("instrument:visa-free", "society"),
        ("visit", "diplomacy"),
        ("summon", "diplomacy"),
        ("accuse:disapprove", "diplomacy"),
        ("cooperate", "diplomacy"),
        ("planned:vote", "diplomacy"),
        ("stance:opposes", "diplomacy"),
        ("link:close", "diplomacy"),
        ("assessment:strained", "diplomacy"),
        ("geography:maritime-border", "diplomacy"),
    ],
)
def test_a_line_without_a_domain_has_that_of_its_what(what: str, domain: str) -> None:
    assert domain_of(line(read_what(what))) == domain


def test_the_table_names_whats_and_domains_that_there_are() -> None:
    assert {default_domain(what) for what in EVERY} <= set(DOMAINS)
    named = [what for what in entries() if default_domain(what) != "diplomacy"]
    assert len(named) > 50


def test_aid_that_names_no_domain_is_not_relief() -> None:
    """In the domain humanitarian aid pays off friction, which nobody who left it out has said."""
    assert default_domain(read_what("aid")) == "diplomacy"


def test_what_was_stored_without_a_domain_stays_diplomacy() -> None:
    """The default is for lines that are read, never for what was recorded before it was one."""
    stored = Content(
        kind="action",
        what="assault",
        actors=("TUR",),
        recipients=("RUS",),
        relation="directed",
        on="2022-03-05",
        title="A title",
    )

    assert stored.domain == "diplomacy"
    assert "assault/diplomacy" in header(stored, "a-fact")


@pytest.mark.parametrize("what", EVERY, ids=lambda what: what.written)
@pytest.mark.parametrize("domain", ["", "/diplomacy", "/energy"])
def test_the_domain_of_a_line_comes_back_from_its_canonical_form(what: What, domain: str) -> None:
    once = domain_of(line(what, domain))
    written = document_text(parse(line(what, domain), "t.facts", REGISTRY))

    assert once == (domain.removeprefix("/") or default_domain(what))
    assert domain_of(written) == once
    assert f"{what.written}/{once}" in written


@pytest.mark.parametrize(
    ("cells", "domain"),
    [
        ("assault,", "security"),
        ("assault,diplomacy", "diplomacy"),
        ("assault/defence,", "defence"),
        ("call,", "diplomacy"),
        ("call,energy", "energy"),
    ],
)
def test_a_row_without_a_domain_has_that_of_its_what(cells: str, domain: str) -> None:
    text = f"date,actors,op,recipients,what,domain,title\n2022-03-05,TUR,>,RUS,{cells},A title\n"
    (block,) = table.parse(text, "t.csv", REGISTRY).blocks

    assert block.content.domain == domain


def test_a_line_that_is_imported_again_adds_nothing() -> None:
    timeline = Timeline(MemoryRecorder(), REGISTRY, lambda: datetime(2022, 4, 1, tzinfo=UTC))
    text = line(read_what("assault"))
    for added in (1, 0):
        recorded = append_lines(timeline, timeline.read(text, "t.facts"), timeline.moment(""))
        assert len(recorded.events) == added
    timeline.close()


def test_a_line_without_a_domain_corrects_none() -> None:
    """What was recorded before a `what` had a domain of its own keeps the one it has."""
    timeline = Timeline(MemoryRecorder(), REGISTRY)
    line = "2022-03-05  TUR > RUS  assault{}  Shelling  ^shelling\n"
    timeline.record(timeline.read(line.format("/diplomacy"), "t.facts"), timeline.moment())

    recorded = append_lines(
        timeline, timeline.read(line.format(""), "t.facts"), timeline.moment(), dry_run=True
    )
    named = append_lines(
        timeline,
        timeline.read(line.format("/security"), "t.facts"),
        timeline.moment(),
        dry_run=True,
    )

    kinds: list[type[Event]] = [type(event) for event in named.edits.events]
    assert recorded.edits.events == []
    assert kinds == [Corrected]
