"""Lines with several faults: all are shown at once, and one command puts them all right."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.console import Console


@pytest.fixture
def console(tmp_path: Path) -> Console:
    return Console.begun(tmp_path, db="my.db")


def refused(console: Console, line: str) -> tuple[list[str], list[str]]:
    """What is wrong with a typed line, and the commands that are offered for it."""
    printed = console.type(f"detente add {shlex.quote(line)}").splitlines()
    said = [each.split(": ", 1)[1] for each in printed if each.startswith("the line:")]
    commands = (each.partition("   #")[0].strip() for each in printed)
    return said, [each for each in commands if each.startswith("detente add '")]


@pytest.mark.parametrize(
    ("typed", "faults"),
    [
        ("10 July 2020 Greece > Turkey condemns the conversion; Reuters 10 Jul 2020", 2),
        ("30/10/2020 Greece = Turkey condemned the quake; report Anadolu, 30/10/2020", 2),
        (
            "10 Aug 2020 Turkey > Greece  accuse  Words; report BBC 13 sept; denied AFP, 20/9/2020",
            3,
        ),
        ("12 Dec 2022 Azerbaijan > Armenia,Karabakh blockade of Lachin; report AP Feb 2023", 3),
        ("30/10/2020 Greece > Turkya  accuse  Words", 2),
    ],
)
def test_each_command_that_is_offered_puts_every_fault_of_a_line_right(
    console: Console, typed: str, faults: int
) -> None:
    said, commands = refused(console, typed)

    assert len(said) >= faults
    assert commands
    for command in commands:
        assert "1 fact added" in console.type(command)
        console.type("detente undo")


def test_two_faults_of_one_line_of_a_file_are_told_together(console: Console) -> None:
    (console.folder / "two.facts").write_text(
        "12 Dec 2022  Azerbajan > Armenia  blokade  The Lachin corridor is shut\n"
    )

    printed = console.type("detente import two.facts")

    assert "1 line of two.facts cannot be read" in printed
    assert 'two.facts:1:14: no actor is called "Azerbajan"' in printed
    assert 'two.facts:1:35: unknown kind "blokade"' in printed
    assert "12 Dec 2022  AZE > Armenia  coerce:restrict  The Lachin corridor is shut" in printed


def test_another_actor_of_a_list_stays_in_the_line(console: Console) -> None:
    _, commands = refused(console, "12 Dec 2022 Azerbaijan > Iran,Armenai  accuse  Words")
    _, first = refused(console, "12 Dec 2022 Azerbaijan > Armenai,Iran  accuse  Words")

    assert commands == ["detente add '12 Dec 2022 Azerbaijan > Iran,ARM  accuse  Words'"]
    assert first == ["detente add '12 Dec 2022 Azerbaijan > ARM,Iran  accuse  Words'"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("report Reuters 10 Jul 2020", "report Reuters, 10 Jul 2020"),
        ('report "EU Council" 15 July 2023', "report EU Council, 15 July 2023"),
        ("report AFP (10 July 2020)", "report AFP, 10 July 2020"),
        ('report "The Hindu",2022-10-12', "report The Hindu, 2022-10-12"),
        ('report "The Hindu, 2022-10-12', "report The Hindu, 2022-10-12"),
        ('report "The Hindu, Chennai" (2022-10-12)', 'report "The Hindu, Chennai", 2022-10-12'),
        ('report "The Hindu, 12 Oct 2022"', "report The Hindu, 12 Oct 2022"),
        ("source Kathimerini 6 Feb 2023", "report Kathimerini, 6 Feb 2023"),
        ("Kathimerini, 6 Feb 2023", "report Kathimerini, 6 Feb 2023"),
        ("BBC News 28 Sep 2020 https://a.org/x", "report BBC News, 28 Sep 2020, https://a.org/x"),
        ("announced 2022-10-12 Kalin", "announced 2022-10-12, Kalin"),
        ("anounced 2022-10-12, Kalin", "announced 2022-10-12, Kalin"),
    ],
)
def test_a_source_in_other_punctuation_comes_back_as_a_report(
    console: Console, typed: str, meant: str
) -> None:
    fact = "1 June 2020 Greece > Turkey  accuse  Words; "
    _, commands = refused(console, fact + typed)

    assert commands[0] == f"detente add {shlex.quote(fact + meant)}"
    assert "1 fact added" in console.type(commands[0])


@pytest.mark.parametrize("quotes", ['"{}"', "“{}”", "‘{}’", "«{}»", "„{}“", "'{}'"])
def test_quotes_of_any_keyboard_are_no_part_of_a_name(console: Console, quotes: str) -> None:
    publisher = quotes.format("Ministry, Ankara")
    (console.folder / "q.facts").write_text(
        f"2022-10-12  TUR > GRC  reject  A demand\n    report {publisher}, 12 oct 2022\n"
    )

    assert "1 fact added" in console.type("detente import q.facts")
    assert 'report "Ministry, Ankara", 2022-10-12' in console.type("detente export")


def test_several_publishers_before_one_date_are_a_report_each(console: Console) -> None:
    fact = "13 Mar 2022 Greece = Turkey  talks  Lunch; "
    _, commands = refused(console, f"{fact}report Reuters, AP, 13 Mar 2022")

    assert commands == [
        f"detente add '{fact}report Reuters, 13 Mar 2022; report AP, 13 Mar 2022'",
        f"detente add '{fact}report \"Reuters, AP\", 13 Mar 2022'",
    ]


@pytest.mark.parametrize(
    ("day", "report", "meant"),
    [
        ("10 Aug 2020", "BBC, 10 aug", "2020-08-10"),
        ("12 Feb 2023", "AFP, Feb 12", "2023-02-12"),
        ("30 Dec 2020", "AFP, 2 Jan", "2021-01-02"),
        ("Dec 2020", "AFP, 20 November", "2021-11-20"),
    ],
)
def test_a_report_without_a_year_is_offered_as_the_first_one_after_the_fact(
    console: Console, day: str, report: str, meant: str
) -> None:
    _, commands = refused(console, f"{day} Greece > Turkey  accuse  Words; report {report}")

    assert meant in commands[0]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("talks in Moscow on a truce", "talks in Moscow on a truce"),
        ("agree to a channel at NATO", "agree to a channel at NATO"),
        ("request for military help", "request for military help"),
        ("summit - Aliyev and Putin", "Aliyev and Putin"),
        ("talks  in Moscow on a truce", "in Moscow on a truce"),
        ("talks/diplomacy in Moscow", "in Moscow"),
        ("talks Lunch in Istanbul", "Lunch in Istanbul"),
    ],
)
def test_what_happened_stays_in_a_title_that_goes_on_from_it(
    console: Console, typed: str, title: str
) -> None:
    console.type(f"detente add '10 Oct 2020 Greece = Turkey {typed}'")

    assert f"  {title}  ^" in console.type("detente export")


@pytest.mark.parametrize("sign", [": ", ", ", " : "])
def test_a_mark_behind_the_second_actor_is_no_part_of_its_name(console: Console, sign: str) -> None:
    line = f"10 Aug 2020, Turkey > Greece{sign}mobilize Warships sail".replace(" : ", ": ")

    assert "TUR > GRC  mobilize/security  Warships sail" in console.type(f"detente add '{line}'")


@pytest.mark.parametrize(
    "typed",
    ["visit postponed", "talks cancelled by Athens", "visit  Postponed to May", "summit scrapped"],
)
def test_what_did_not_take_place_is_not_recorded_as_if_it_did(console: Console, typed: str) -> None:
    said, commands = refused(console, f"8 Aug 2025 Greece = Turkey {typed}")

    assert "may mean something else than" in said[0]
    assert "  call-off  " in commands[0]
    for command in commands:
        assert "1 fact added" in console.type(command)
        console.type("detente undo")


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("planned peace treaty", "agree"),
        ("plans to visit Athens", "planned:visit"),
        ("hands over four villages", "retreat"),
        ("sends warships", "mobilize"),
        ("lets migrants through", "coerce"),
    ],
)
def test_words_of_the_news_are_offered_as_what_they_mean(
    console: Console, typed: str, kind: str
) -> None:
    _, commands = refused(console, f"8 Aug 2025 Greece > Turkey {typed}")

    assert f"  {kind}  {typed}" in commands[0]
    assert not any("instrument:" in command for command in commands)


def test_a_headline_may_end_in_its_date_and_join_its_actors(console: Console) -> None:
    _, commands = refused(console, "Armenia and Azerbaijan to sign peace treaty 8 Aug 2025")

    assert commands == [
        "detente add '8 Aug 2025  Armenia = Azerbaijan  agree"
        "  Armenia and Azerbaijan to sign peace treaty'"
    ]
