"""A rules file that says something wrong gets its file, line and key, and a fix."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.refusal import Failure, InvalidInput
from service.sources.rulebook import builtin_names, find_rules, rules_text
from service.sources.rules_file import read_rules
from service.sources.table import BadRules
from tests.console import Console
from views.spelling import command as spelled

ICEWS = rules_text("icews")


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        (
            'format = "YYYY-MM-DD"',
            'format = "D.M.Y"',
            "my.toml:14:1",
            'date.format: "D.M.Y" is not one of',
        ),
        (
            'version = "1.1b3"',
            'version = "0.5b1"',
            "my.toml:20:1",
            'codes of CAMEO "0.5b1" mean something else',
        ),
        ('system = "CAMEO"', "", "my.toml:17:1", 'code.system: "system" is missing.'),
        ('layer = "icews"', 'layer = "desk"', "my.toml:4:1", 'the layer "desk" is not for sources'),
        (
            'key = "{Event ID}@{Event Date}"',
            'key = "Event ID"',
            "my.toml:6:1",
            "a key names columns in { }.",
        ),
        ("[fact]", "[facts]", "my.toml:39:1", 'facts: nothing is called "facts" here.'),
        (
            "window = 256",
            "windw = 256",
            "my.toml:45:1",
            'mirror.windw: nothing is called "windw" here.',
        ),
        (
            "window = 256",
            'window = "256"',
            "my.toml:45:1",
            "mirror.window: this is a text in quotes, and a whole number is expected.",
        ),
        ("least = -10", "least = 10", "my.toml:50:1", "range.most: 10 is not more than 10."),
        ("window = 256", "window = ", "my.toml:45:10", "this is not TOML"),
        (
            "window = 256",
            f"window = {'9' * 5_000}",
            "my.toml:1:1",
            "a number has more digits than can be read",
        ),
        (
            'target_sectors = "Target Sectors"\n',
            "",
            "my.toml:32:1",
            "actors.sectors: `sectors` needs the columns of both sides, and `target_sectors` "
            "names none",
        ),
        (
            '"Target Country"',
            '"Source Country"',
            "my.toml:28:1",
            'actors.target: "Source Country" is the column of both sides',
        ),
        (
            'system = "icews-country"',
            'system = "icews-country"\nparted = ""',
            "my.toml:30:1",
            "actors.parted: `parted` is empty. Remove it if each side names one actor.",
        ),
        (
            'publisher = "ICEWS"',
            "host_is_publisher = true",
            "my.toml:36:1",
            "report.host_is_publisher: the publisher is the site of an address, and `url` names "
            "no column",
        ),
        (
            'system = "CAMEO"',
            'system = "detente"',
            "my.toml:20:1",
            "code.version: the codes of detente itself have no version",
        ),
        ('layer = "icews"', 'layer = "FILL IN"', "my.toml:4:10", "layer is still to be filled in."),
    ],
)
def test_a_slip_in_a_file_gets_its_place(old: str, new: str, place: str, said: str) -> None:
    with pytest.raises(BadRules) as refused:
        read_rules(
            ICEWS.replace("sectors = []", 'sectors = ["Police"]').replace(old, new), "my.toml"
        )

    assert refused.value.said.startswith(f"{place}: ")
    assert said in refused.value.said


def test_a_slip_in_a_condition_gets_the_line_of_the_right_one() -> None:
    text = (
        ICEWS
        + '\n[[skip]]\nwhen = "City == 1"\nbecause = "one"\n\n[[skip]]\nwhen = "City = 1"\nbecause'
        ' = "two"\n'
    )

    with pytest.raises(BadRules) as refused:
        read_rules(text, "my.toml")

    line = text.splitlines().index('when = "City = 1"') + 1
    assert (
        refused.value.said
        == f'my.toml:{line}:1: skip.when, at column 6 of it: "=" alone compares nothing;'
        ' write "==".'
    )
    assert [spelled(fix).paste for fix in refused.value.fixes] == ["City == 1"]


@pytest.mark.parametrize(
    ("condition", "column", "said"),
    [
        ("Country == 1 or " * 250 + "Country == 1", 4_001, "a condition has 4,000 characters"),
        ("(" * 51 + "Country == 1" + ")" * 51, 51, "brackets and `not` go 50 deep at most."),
        ("Country ~ '" + "a" * 201 + "'", 11, "a pattern has 200 characters at most"),
    ],
    ids=["long", "deep", "pattern"],
)
def test_a_condition_that_passes_a_limit_gets_its_line_and_column(
    condition: str, column: int, said: str
) -> None:
    written = condition.replace("'", '\\"')
    text = f'{ICEWS}\n[[skip]]\nwhen = "{written}"\nbecause = "x"\n'
    with pytest.raises(BadRules) as refused:
        read_rules(text, "my.toml")

    line = text.splitlines().index(f'when = "{written}"') + 1
    assert refused.value.said.startswith(f"my.toml:{line}:1: skip.when, at column {column} of it: ")
    assert said in refused.value.said


def test_without_a_header_every_column_that_is_named_is_listed() -> None:
    with pytest.raises(BadRules, match='name a column "Country"'):
        read_rules(
            rules_text("icews-kg") + '\n[[skip]]\nwhen = "Country == 1"\nbecause = "x"\n', "my.toml"
        )


def test_rules_are_found_by_name_or_path() -> None:
    with pytest.raises(Failure, match='no rules are called "icewz"'):
        find_rules("icewz")
    with pytest.raises(Failure, match=r"there is no file nowhere\.toml"):
        find_rules("nowhere.toml")

    assert set(builtin_names()) >= {"csv", "gdelt1", "gdelt2", "icews", "icews-kg", "polecat"}


def test_rules_are_not_written_over_others(tmp_path: Path) -> None:
    console = Console(tmp_path)
    (tmp_path / "a.csv").write_text("id,date\n1,2022-03-13\n", encoding="utf-8")
    (console.folder / "mine.toml").write_text("# mine\n", encoding="utf-8")
    for words in (
        ["rules", "new", "a.csv", "-o", "mine.toml"],
        ["rules", "show", "csv", "-o", "mine.toml"],
    ):
        _, err, code = console.apart(words)

        assert (code, (console.folder / "mine.toml").read_text(encoding="utf-8")) == (1, "# mine\n")
        assert (
            err == f"error: mine.toml is there already.\n  detente {' '.join(words)} --force   #"
            " overwrites it\n"
        )
        assert console.apart([*words, "--force"])[2] == 0
        (console.folder / "mine.toml").write_text("# mine\n", encoding="utf-8")


@given(st.data())
def test_a_mutilated_file_is_refused_and_never_crashes(data: st.DataObject) -> None:
    text = rules_text(data.draw(st.sampled_from(builtin_names())))
    at = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 30))
    put = data.draw(
        st.sampled_from(
            ["", "x", '"', "[", "= 1", "[[skip]]\n", "\n", "\0", "[date]\n", '"a" = {b = 1}\n', "3"]
        )
    )
    refused = None
    try:
        read_rules(text[:at] + put + text[at + cut :], "my.toml")
    except InvalidInput as error:
        refused = error

    assert refused is None or (refused.said.startswith("my.toml:") and refused.said.endswith("."))
