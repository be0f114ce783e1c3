"""What a careful editor would look at is found, and nothing else."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection
from pathlib import Path
from typing import Final

import pytest

from domain.actors import Registry
from domain.clocks import AsOf
from domain.events import Denied, Event
from domain.expectation import Expected
from domain.fact import Fact, fact_id
from domain.report import Report
from projections.check import KINDS, Finding, check, check_json
from tests.builders import (  # fmt: skip
    REUTERS,
    a_content,
    a_day,
    a_fact,
    an_assertion,
    confirmed,
    denied,
    ended,
    held,
    reported,
    resumed,
    retracted,
    suspended,
    with_events,
)
from tests.console import Console
from views.spelling import command as spelled

TODAY: Final = AsOf(a_day("2022-06-01"))
ODD: Final = """
@assert 2022-03-05  TUR RUS  mixed
2022-03-05  TUR > RUS  accuse  One  ^one
    report Reuters, 2022-03-05
    report AFP, 2022-03-05
2022-03-05  TUR > RUS  accuse  The same  ^other
    report AFP, 2022-03-06
2022-03-06  TUR = RUS  planned:call  A call  ^call
    announced 2022-03-05, Kalin
    report AFP, 2022-03-05
2022-03-07  RUS > TUR  accuse  Nobody says so  ^bare
"""


def found(
    registry: Registry,
    *facts: Fact,
    expected: Collection[Expected] = (),
    only: Collection[str] = tuple(KINDS),
    as_of: AsOf = TODAY,
) -> list[Finding]:
    return list(check(facts, expected, registry, as_of, only))


def kinds(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.kind, finding.fact) for finding in findings]


def sourced(*later: Event, handle: str = "fact", **fields: str) -> Fact:
    """A fact that two origins attest."""
    return with_events(a_fact(handle=handle, **fields), reported("2022-03-06"), *later)  # type: ignore[arg-type]  # texts alone


def expect(
    label: str, on: str = "2022-03-05", domain: str = "", a: str = "TUR", b: str = "RUS"
) -> Expected:
    return Expected(on=on, a=a, b=b, domain=domain, label=label, known_on=a_day("2022-06-01"))


def unchecked(what: str, dated: str, *later: Event) -> Fact:
    """A fact as no command records it."""
    fact = Fact(fact_id("fact"))
    for version, event in enumerate(
        (an_assertion(a_content(what, dated)), reported("2022-03-06"), *later), 1
    ):
        fact = fact.and_then(event.numbered(fact.id, version))
    return fact


def test_a_fact_that_two_origins_attest_is_fine(registry: Registry) -> None:
    assert found(registry, sourced()) == []


# Expectations


def test_an_expectation_that_holds_is_no_finding(registry: Registry) -> None:
    assert found(registry, sourced(), expected=[expect("strained")]) == []
    assert found(registry, expected=[expect("unknown")]) == []


def test_an_expectation_that_does_not_hold_says_what_was_found(registry: Registry) -> None:
    (finding,) = found(registry, sourced(), expected=[expect("warm")])

    assert (finding.expected, finding.found) == ("warm", "strained")
    assert finding.said == "TUR RUS on 2022-03-05: expected warm, found strained"
    assert spelled(finding.fix).paste == "detente why TUR RUS --on 2022-03-05 --label warm"


def test_an_expectation_of_a_domain_is_of_that_domain(registry: Registry) -> None:
    (finding,) = found(registry, sourced(), expected=[expect("strained", domain="energy")])

    assert finding.said == "TUR RUS energy on 2022-03-05: expected strained, found unknown"


def test_an_expectation_of_a_month_is_of_its_last_day(registry: Registry) -> None:
    (finding,) = found(registry, sourced(), expected=[expect("warm", on="2022-03")])

    assert finding.fix.fields == (("on", "2022-03-31"), ("label", "warm"))


def test_an_expectation_is_told_in_the_order_of_its_pair_or_the_other(registry: Registry) -> None:
    assert found(registry, sourced(), expected=[expect("strained", a="RUS", b="TUR")]) == []


# Evidence


def test_a_fact_without_a_source_is_found(registry: Registry) -> None:
    assert kinds(found(registry, a_fact(report=None))) == [("no-source", "fact")]


def test_a_fact_on_one_origin_is_found_however_many_repeat_it(registry: Registry) -> None:
    repeated = a_fact(reported("2022-03-06", "Mirror", origin="Reuters"))

    assert kinds(found(registry, repeated)) == [("single-origin", "fact")]
    assert found(registry, repeated)[0].said == "Reuters alone"


def test_a_retracted_fact_is_nobodys_concern(registry: Registry) -> None:
    assert found(registry, a_fact(retracted("2022-04-01"))) == []


def test_a_disputed_fact_is_looked_at_like_any_other(registry: Registry) -> None:
    assert kinds(found(registry, a_fact(denied("2022-04-01")))) == [("single-origin", "fact")]


def denied_by(source: str, *, voice: str = "official", by: str = "", origin: str = "") -> Event:
    report = Report(publisher=source, published="2022-04", voice=voice, origin=origin)
    return Denied(report=report, by=by, known_on=a_day("2022-04-30"))


@pytest.mark.parametrize(
    ("denial", "by"),
    [
        (denied_by("Foreign Ministry"), "ACTOR"),
        (denied_by("Kremlin"), "RUS"),
        (denied_by("Ankara"), "TUR"),
        (denied_by("Reuters", origin="kremlin"), "RUS"),
        (denied_by("Putin"), "ACTOR"),  # a person speaks for a state, but is none
        (denied_by("White House"), ""),  # not a party
        (denied_by("Biden"), ""),
        (denied_by("Foreign Ministry", by="RUS"), ""),
        (denied_by("Foreign Ministry", voice="leaked"), ""),
        (denied_by("Foreign Ministry", voice=""), ""),
    ],
)
def test_an_official_denial_without_its_actor_is_found_and_none_is_invented(
    registry: Registry, denial: Event, by: str
) -> None:
    findings = found(registry, sourced(denial), only=["denial-by-whom"])
    report = getattr(denial, "report", REUTERS)
    origin = f" --origin {report.origin}" if report.origin else ""

    assert [spelled(each.fix).paste.replace('"', "") for each in findings] == (
        [
            f"detente deny fact --by {by} --source {report.publisher} --known-on 2022-04-30{origin}"
            " --voice official"
        ]
        if by
        else []
    )


def test_a_denial_that_was_confirmed_away_is_nobodys_concern(registry: Registry) -> None:
    fact = sourced(denied_by("Kremlin"), confirmed("2022-05-01"))

    assert found(registry, fact, only=["denial-by-whom"]) == []


def test_what_is_pasted_names_the_actor_of_that_denial(console: Console) -> None:
    (console.folder / "a.facts").write_text(
        "2022-03-05  TUR > RUS  mobilize  Ships  ^ships\n    report AFP, 2022-03-05\n"
        "    denied Foreign Ministry, 2022-03, https://a.example/b, voice=official\n",
        encoding="utf-8",
    )
    console.run(["import", "a.facts"])
    found = console.run(["check", "--only", "denial-by-whom"])[0]
    fix = " ".join(found.split()).partition("for whom is not said ")[2].partition(" answer")[0]

    assert "OFFICIAL DENIALS THAT DO NOT SAY WHOSE THEY ARE  1\n" in found
    assert '"ACTOR" is a placeholder' in console.type(fix)
    assert "contested, and counted" in console.type(fix.replace("ACTOR", "TUR"))
    assert console.run(["check", "--only", "denial-by-whom"])[1] == 0
    assert console.apart(["export"])[0].count("denied ") == 1


def test_an_actor_that_nobody_described_is_found_once_a_fact(registry: Registry) -> None:
    strange = sourced(parties="XQX > RUS,XQX")
    (finding,) = found(registry, strange)

    assert (finding.kind, finding.said) == ("unknown-actor", "nobody described XQX")
    assert spelled(finding.fix).paste == 'detente add "@actor XQX  NAME  type=state"'


# Dates


def test_an_ending_before_the_beginning_is_found(registry: Registry) -> None:
    """No command records it; a file that was changed by hand, or an undo between two corrections.

    May leave it.
    """
    (finding,) = found(
        registry, unchecked("instrument:sanctions", "2022-03-05", ended("2021-01-01"))
    )

    assert (finding.kind, finding.said) == (
        "impossible-order",
        'no day is left for "ended" after "since"',
    )
    assert spelled(finding.fix).paste == "detente correct fact --set until=DATE --because REASON"


def test_what_resumed_on_the_day_it_was_suspended_is_found(registry: Registry) -> None:
    (finding,) = found(
        registry,
        unchecked(
            "instrument:sanctions", "2022-03-05", suspended("2022-03-10"), resumed("2022-03-10")
        ),
    )

    assert finding.said == 'no day is left for "resumed" after "suspended"'
    assert spelled(finding.fix).paste == "detente history fact"


def test_dates_in_order_are_fine(registry: Registry) -> None:
    assert found(registry, sourced(ended("2022-04-01"), what="instrument:sanctions")) == []


def test_a_plan_past_its_time_is_found_until_it_is_settled(registry: Registry) -> None:
    plan = sourced(what="planned:call", dated="2022-03-10", handle="call")

    assert kinds(found(registry, plan)) == [("overdue", "call")]
    assert found(registry, plan, as_of=AsOf(a_day("2022-03-10"))) == []
    assert found(registry, with_events(plan, held("2022-03-10"))) == []


# Twins


def test_of_two_facts_alike_the_later_known_is_found(registry: Registry) -> None:
    first, second = (
        sourced(handle="zz-first", known="2022-03-01"),
        sourced(handle="aa-second", known="2022-03-05"),
    )
    (finding,) = found(registry, second, first)

    assert (finding.kind, finding.fact) == ("duplicate", "aa-second")
    assert spelled(finding.fix).paste == "detente retract aa-second --because REASON"


def test_of_three_facts_alike_two_are_found(registry: Registry) -> None:
    assert len(found(registry, *(sourced(handle=handle) for handle in ("a", "b", "c")))) == 2


@pytest.mark.parametrize(
    "other",
    [
        {"dated": "2022-03-06"},
        {"parties": "RUS > TUR"},
        {"parties": "TUR = RUS"},
        {"parties": "TUR,USA > RUS"},
        {"what": "call"},
    ],
    ids=str,
)
def test_facts_that_differ_in_date_parties_or_what_are_two(
    registry: Registry, other: dict[str, str]
) -> None:
    assert found(registry, sourced(handle="one"), sourced(handle="other", **other)) == []


def test_who_is_named_first_makes_no_difference_where_it_is_mutual(registry: Registry) -> None:
    one, other = (
        sourced(handle="one", parties="TUR = RUS"),
        sourced(handle="other", parties="RUS = TUR"),
    )

    assert kinds(found(registry, one, other)) == [("duplicate", "other")]


# All together


def test_only_what_is_asked_for_is_looked_for(registry: Registry) -> None:
    facts = (a_fact(report=None, handle="a"), a_fact(handle="b"))

    assert kinds(found(registry, *facts, only=["no-source"])) == [("no-source", "a")]
    assert kinds(found(registry, *facts)) == [
        ("duplicate", "b"),
        ("no-source", "a"),
        ("single-origin", "b"),
    ]


def test_knowledge_may_be_that_of_a_day(registry: Registry) -> None:
    fact = a_fact(reported("2022-03-06"))

    assert kinds(found(registry, fact, as_of=AsOf(a_day("2022-06-01"), a_day("2022-03-05")))) == [
        ("single-origin", "fact")
    ]


def test_every_kind_that_was_asked_for_is_counted(registry: Registry) -> None:
    answer = check_json(found(registry, a_fact()), 1, TODAY, ("overdue", "single-origin"))

    assert answer["counts"] == {"overdue": 0, "single-origin": 1}
    assert (answer["schema"], answer["facts"]) == ("detente/check@1", 1)


# The command


@pytest.fixture
def console(tmp_path: Path) -> Console:
    (tmp_path / "odd.facts").write_text(ODD, encoding="utf-8")
    console = Console.begun(tmp_path)
    assert console.run(["import", "odd.facts"])[1] == 0
    return console


def test_the_command_tells_each_finding_with_its_fix_and_exits_4(console: Console) -> None:
    printed, code = console.run(["check"])

    assert code == 4
    assert printed.splitlines()[:-2] == [
        "Check of 4 facts on Sunday 22 November 2026",
        "",
        "EXPECTATIONS THAT DO NOT HOLD  1",
        "  TUR RUS on 2022-03-05: expected mixed, found tense",
        "      detente why TUR RUS --on 2022-03-05 --label mixed",
        "",
        "FACTS THAT MAY BE THE SAME  1",
        "  ^other  same dates, parties and what as ^one",
        "      detente retract other --because REASON",
        "",
        "PLANS PAST THEIR TIME WITHOUT AN OUTCOME  1",
        "  ^call  planned for 2022-03-06  detente settle call --held DATE",
        "",
        "FACTS WITHOUT A SOURCE  1",
        "  ^bare  nobody says so  detente report bare --source PUBLISHER --known-on DATE",
        "",
        "FACTS THAT REST ON ONE ORIGIN  1",
        "  ^other  AFP alone  detente report other --source PUBLISHER --known-on DATE",
    ]


def test_the_command_exits_0_where_there_is_nothing(console: Console) -> None:
    printed, code = console.run(["check", "--only", "unknown-actor", "--only", "impossible-order"])

    assert code == 0
    assert "Nothing to look at." in printed


def test_kinds_may_be_parted_by_commas(console: Console) -> None:
    out, _, code = console.apart(["check", "--only", "overdue,no-source", "--json"])
    answer = json.loads(out)

    assert code == 4
    assert answer["counts"] == {"overdue": 1, "no-source": 1}
    assert [finding["fact"] for finding in answer["findings"]] == ["call", "bare"]
    assert answer["stamp"]["store"] == "desk.db"


def test_a_kind_that_is_none_is_refused_with_those_there_are(console: Console) -> None:
    printed, code = console.run(["check", "--only", "typos"])

    assert code == 2
    assert printed.startswith('error: "typos" is not a kind of finding.\n  --only expectation\n')


def test_the_findings_come_as_rows(console: Console) -> None:
    by_csv, _, code = console.apart(["check", "--format", "csv"])
    by_jsonl = console.apart(["check", "--format", "jsonl"])[0]

    assert code == 4
    assert [row["fact"] for row in csv.DictReader(io.StringIO(by_csv))] == [
        "",
        "other",
        "call",
        "bare",
        "other",
    ]
    assert [json.loads(line)["fact"] for line in by_jsonl.splitlines()] == [
        None,
        "other",
        "call",
        "bare",
        "other",
    ]


def test_the_findings_come_as_a_document(console: Console) -> None:
    out, _, code = console.apart(["check", "--format", "md"])

    assert code == 4
    assert "## Facts without a source  1\n" in out
    assert (
        "- **^bare** nobody says so `detente report bare --source PUBLISHER --known-on DATE`\n"
        in out
    )


def test_many_facts_of_one_origin_are_summed_up_until_they_are_wanted(tmp_path: Path) -> None:
    """A hundred and seventy-nine of them once hid the plan that was past its time."""
    console = Console(tmp_path)

    summed, _ = console.run(["check"])
    listed, _ = console.run(["check", "--only", "single-origin"])

    assert "white-house alone 17, nato alone 15" in " ".join(summed.split())
    assert "detente check --only single-origin" in summed
    assert "^abrams" not in summed
    assert "^abrams" in listed


def test_findings_may_be_written_to_a_file(console: Console) -> None:
    console.run(["check", "--only", "overdue", "-o", "findings.csv"])

    assert (console.folder / "findings.csv").read_text(encoding="utf-8").count("\n") == 2


def test_the_sample_is_as_an_editor_wants_it(tmp_path: Path) -> None:
    out, _, code = Console(tmp_path).apart(
        ["check", "--only", "expectation,unknown-actor,impossible-order,no-source"]
    )

    assert code == 0, out
