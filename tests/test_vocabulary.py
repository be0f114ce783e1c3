"""The vocabulary and the actors as plain values."""

from __future__ import annotations

from datetime import date

from domain.actors import Registry
from domain.kinds import KINDS
from projections.actors import actor_json, actors_json
from projections.lenses.named import LENSES
from projections.vocabulary import kinds_json, lenses_json

ACTORS = Registry.parse(
    "@actor SUN Soviet Union | USSR {abbreviation, 1922-12-30/1991-12-26}  type=state iso3=SUN\n"
    "@actor georgia-us Georgia (US)  type=elsewhere\n"
)

FREE_SLUG = {kind.name for kind in KINDS.values() if kind.whats is None}


def test_every_kind_is_listed_and_those_that_take_any_word_come_last() -> None:
    found = kinds_json()["kinds"]
    free = [what for what in found if what["half_life_days"] is None]

    assert {what["kind"] for what in found} == set(KINDS)
    assert [what["kind"] for what in found[-len(free) :]] == sorted(FREE_SLUG)
    assert len(found) == sum(len(kind.whats or {}) for kind in KINDS.values()) + len(FREE_SLUG)


def test_one_kind_is_listed_alone() -> None:
    assert {what["kind"] for what in kinds_json("contact")["kinds"]} == {"contact"}
    assert kinds_json("assessment")["kinds"] == [
        {"kind": "assessment", "written": "assessment:SLUG", "weight": 0, "half_life_days": None}
    ]


def test_the_default_lens_comes_first() -> None:
    assert [lens["lens"] for lens in lenses_json()["lenses"]] == [lens.name for lens in LENSES]


def test_a_name_says_from_when_until_when_it_was_in_use() -> None:
    found = ACTORS.get("SUN")
    assert found is not None
    plain = actor_json(found)

    assert [(name["from"], name["until"]) for name in plain["names"]] == [
        (None, None),
        ("1922-12-30", "1991-12-26"),
    ]
    assert plain["attributes"]["iso3"] == "SUN"


def test_namesakes_that_are_no_actors_are_not_listed() -> None:
    found = actors_json(ACTORS, date(1950, 1, 1))

    assert (found["on"], [actor["id"] for actor in found["actors"]]) == ("1950-01-01", ["SUN"])
