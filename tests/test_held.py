"""A digest that somebody held: what it proves later of a timeline, and from where it is read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from projections.held import (
    ANOTHER,
    MISSING,
    SAME,
    Compared,
    Held,
    broken_promises,
)
from projections.held_text import held_in, unread_lines
from tests.console import Console
from tests.held import rewritten

STRAITS = (
    "2022-02  TUR > RUS  instrument:transit-restriction/transit  Straits closed  ^straits;"
    " report Reuters, 2022-02-28"
)
CALLS = [
    f"2022-03-{day:02}  TUR = RUS  call  Call {day}  ^call-{day}; report AFP, 2022-03-{day:02}"
    for day in range(1, 6)
]
STATE = ["state", "turkey", "russia", "--on", "2022-03-07"]


@pytest.fixture
def console(tmp_path: Path) -> Console:
    return Console.begun(tmp_path, STRAITS, *CALLS[:2], db="t.db")


def said(console: Console, *argv: str) -> tuple[str, int]:
    printed, code = console.run(list(argv))
    return " ".join(printed.split()), code


def digest(console: Console) -> str:
    printed, code = console.run(["digest"])
    assert code == 0
    return printed.strip()


LATER = "UPDATE events SET state = CAST(replace(CAST(state AS TEXT), ?, ?) AS BLOB)"


def test_a_digest_is_one_word_of_position_and_digest(console: Console) -> None:
    out, err, code = console.apart(["digest"])
    found = json.loads(console.run(["digest", "--json"])[0])

    assert (code, err) == (0, "")
    assert out == f"{found['position']}:{found['digest']}\n"
    assert (found["schema"], found["position"]) == ("detente/digest@1", 6)


def test_a_timeline_that_went_on_has_the_digest_that_was_held(console: Console) -> None:
    held = digest(console)
    console.run(["add", CALLS[2]])

    printed, code = said(console, "verify", "--against", held)

    assert code == 0
    assert (
        "position 6 is there with the digest that was held; the timeline goes on from there to 8."
        in printed
    )


def test_a_chain_that_was_computed_again_is_sound_without_a_held_digest_and_not_with_one(
    console: Console,
) -> None:
    """`verify` alone proves order, not honesty."""
    held = digest(console)
    rewritten(console, LATER, "Straits closed", "Straits opened")

    assert said(console, "verify")[1] == 0
    printed, code = said(console, "verify", "--against", held)
    assert code == 5
    assert (
        "position 6 is there, but with another digest than the one that was held: the past was"
        " rewritten at or before it." in printed
    )


def test_an_instant_of_recording_that_was_changed_is_found(console: Console) -> None:
    held = digest(console)
    rewritten(console, LATER, "2026-11-22T12:00:00Z", "2020-11-22T12:00:00Z")

    assert said(console, "verify")[1] == 0
    assert said(console, "verify", "--against", held)[1] == 5


def test_an_end_that_is_cut_off_is_missed(console: Console) -> None:
    held = digest(console)
    rewritten(console, "DELETE FROM events WHERE position > 4")
    console.run(["rebuild"])

    assert said(console, "verify")[1] == 0
    printed, code = said(console, "verify", "--against", held)
    assert code == 5
    assert "the timeline ends at 4, before position 6 that was held: events are missing." in printed


AT: str = "2026-11-22T12:00:00Z"
REWRITTEN: dict[str, tuple[str, ...]] = {
    "a title": (LATER, "Straits closed", "Straits opened"),
    "a source": (LATER, '"publisher":"Reuters"', '"publisher":"AFP"'),
    "a day of knowing": (LATER, '"known_on":"2022-02-28"', '"known_on":"2022-02-27"'),
    "every instant": (LATER, AT, "2020-11-22T12:00:00Z"),
    "the first instant": (f"{LATER} WHERE position = 1", AT, "2026-11-21T12:00:00Z"),
    "the last instant": (f"{LATER} WHERE position = 6", AT, "2026-11-22T12:00:01Z"),
    "without its last event": ("DELETE FROM events WHERE position > 5",),
    "without its last command": ("DELETE FROM events WHERE position > 4",),
    "without all but the first": ("DELETE FROM events WHERE position > 2",),
}


@pytest.mark.parametrize("statement", REWRITTEN.values(), ids=REWRITTEN)
def test_whatever_was_rewritten_or_cut_off_is_found_by_a_digest_that_was_held(
    console: Console, statement: tuple[str, ...]
) -> None:
    held = digest(console)
    rewritten(console, *statement)
    console.run(["rebuild"])
    printed, code = said(console, "verify", "--against", held)

    assert code == 5
    assert "the past was rewritten" in printed or "events are missing" in printed
    assert digest(console) != held


def test_a_rollback_to_a_backup_is_found_also_where_it_went_on(console: Console) -> None:
    console.run(["backup", "b.db"])
    console.run(["add", CALLS[2]])
    held = digest(console)
    assert console.run(["restore", "b.db", "--force"])[1] == 0
    assert said(console, "verify", "--against", held)[1] == 5

    console.run(["add", CALLS[3]])
    printed, code = said(console, "verify", "--against", held)

    assert code == 5
    assert "position 8 is there, but with another digest" in printed


def test_several_receipts_say_between_which_of_them_the_past_was_rewritten(
    console: Console,
) -> None:
    assert said(console, "backup", "b0.db", "--receipts", "receipts.txt")[1] == 0
    for number, call in enumerate(CALLS[2:], 1):
        console.run(["add", call])
        assert said(console, "backup", f"b{number}.db", "--receipts", "receipts.txt")[1] == 0
    lines = (console.folder / "receipts.txt").read_text(encoding="utf-8").splitlines()
    assert [line.split()[1:] for line in lines] == [["2026-11-22T12:00:00+00:00", "t.db"]] * 4
    assert said(console, "verify", "--against", "receipts.txt")[1] == 0

    rewritten(console, LATER, "Call 4", "Call IV")
    printed, code = said(console, "verify", "--against", "receipts.txt")

    assert code == 5
    assert (
        "position 10 is there, but with another digest than the one that was held: the past was"
        " rewritten at or before it and after position 8, which is as it was held." in printed
    )
    found = json.loads(console.run(["verify", "--against", "receipts.txt", "--json"])[0])
    assert [each["found"] for each in found["held"]] == [SAME, SAME, ANOTHER, ANOTHER]
    assert [flaw["kind"] for flaw in found["problems"]] == ["held"]


KEPT: dict[str, list[str]] = {
    "citation": [*STATE, "--cite", "-o", "held.txt"],
    "md": [*STATE, "--cite", "--format", "md", "-o", "held.txt"],
    "bibtex": [*STATE, "--cite", "--format", "bibtex", "-o", "held.txt"],
    "csl-json": [*STATE, "--cite", "--format", "csl-json", "-o", "held.txt"],
    "answer": [*STATE, "--json", "-o", "held.txt"],
    "facts": ["export", "--as", "facts", "-o", "held.txt"],
    "jsonl": ["export", "--as", "jsonl", "-o", "held.txt"],
    "receipts": ["backup", "b.db", "--receipts", "held.txt"],
    "digest": ["digest", "--json"],
    "verify": ["verify", "--json"],
    "backup": ["backup", "b.db"],
}


@pytest.mark.parametrize("argv", KEPT.values(), ids=KEPT)
def test_whatever_is_kept_of_a_timeline_holds_its_digest(console: Console, argv: list[str]) -> None:
    printed, _ = console.run(argv)
    if "held.txt" not in argv:
        (console.folder / "held.txt").write_text(printed, encoding="utf-8")
    text = (console.folder / "held.txt").read_text(encoding="utf-8")

    assert [found.written for found in held_in(text)] == [digest(console)]
    assert said(console, "verify", "--against", "held.txt")[1] == 0
    rewritten(console, LATER, "Straits closed", "Straits opened")
    assert said(console, "verify", "--against", "held.txt")[1] == 5


def test_an_export_with_its_last_line_adds_nothing_when_it_is_imported_again(
    console: Console,
) -> None:
    console.run(["export", "-o", "all.facts"])
    last = (console.folder / "all.facts").read_text(encoding="utf-8").splitlines()[-1]

    assert last == f"# position and digest {digest(console)}"
    assert "0 facts added, 0 changed" in said(console, "import", "all.facts")[0]
    assert digest(console) in last


def test_an_export_of_one_pair_or_of_nothing_has_no_digest(tmp_path: Path) -> None:
    console = Console.begun(tmp_path, db="t.db")
    assert console.run(["export"]) == ("", 0)

    console.run(["add", STRAITS])
    assert "digest" not in console.run(["export", "turkey", "russia"])[0]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda line: line[:40],
        lambda line: line.replace(":", ";", 1),
        lambda line: f"x{line}",
        lambda line: line[:10] + "g" + line[11:],
        lambda line: line[:20] + "\0" * 60,
    ],
    ids=["cut", "colon", "before", "digit", "zeros"],
)
def test_a_line_of_receipts_without_a_whole_digest_is_no_clean_pass(
    console: Console, spoil: Callable[[str], str]
) -> None:
    """It was once passed over, and the others were all that was held."""
    for number, call in enumerate(CALLS[2:4]):
        assert console.run(["backup", f"b{number}.db", "--receipts", "receipts.txt"])[1] == 0
        console.run(["add", call])
    file = console.folder / "receipts.txt"
    first, second = file.read_text(encoding="utf-8").splitlines()
    file.write_text(f"# kept by me\n\n{first}\n{spoil(second)}\n", encoding="utf-8")

    printed, code = said(console, "verify", "--against", "receipts.txt")

    assert code == 1
    assert "Sound: t.db" in printed
    assert (
        "Not compared: line 4 of receipts.txt, without a position and its whole digest." in printed
    )
    found, code = console.run(["verify", "--against", "receipts.txt", "--json"])
    assert json.loads(found[: found.rindex("}") + 1])["unread_lines"] == [4]
    assert code == 1


def test_a_broken_timeline_exits_as_broken_whatever_else_was_not_read(console: Console) -> None:
    console.run(["backup", "b.db", "--receipts", "receipts.txt"])
    with (console.folder / "receipts.txt").open("a", encoding="utf-8") as file:
        file.write("not whole\n")
    rewritten(console, LATER, "Straits closed", "Straits opened")

    assert said(console, "verify", "--against", "receipts.txt")[1] == 5


def test_a_text_that_is_not_of_receipts_may_say_anything_beside_its_digest() -> None:
    digest_line = f"12:{'ab' * 32}"

    assert unread_lines(f"Dear Bob,\n{digest_line}\nYours") == ()
    assert unread_lines(f"{digest_line} 2026-11-22T12:00:00+00:00 t.db\n{digest_line}\n") == ()
    assert unread_lines(f"{digest_line} 2026-11-22T12:00:00+00:00 t.db\nYours") == (2,)


WHOLE = f"12:{'ab' * 32}"


@pytest.mark.parametrize(
    ("line", "unread"),
    [
        (WHOLE, ()),
        ("ab" * 32, (2,)),
        (f"{'ab' * 32}  t.db", (2,)),
        (WHOLE[:40], (2,)),
        (WHOLE[:5], (2,)),
        (f"{WHOLE}ab", (2,)),
        (WHOLE.upper(), (2,)),
        (f"12:g{WHOLE[4:]}", (2,)),
        (f"1{'0' * 18}{WHOLE}", (2,)),
        (f"as I said, {WHOLE[:30]}.", (2,)),
        (f"Position: 12\nDigest:   {'ab' * 20}", (3,)),
        (json.dumps({"position": 12, "digest": "ab" * 32}), ()),
        (json.dumps({"position": 12, "digest": "ab" * 31}), (2,)),
        (json.dumps({"position": "12", "digest": "ab" * 32}), (2,)),
        (json.dumps({"events": 12, "hash": "ab" * 32})[:50], (2,)),
        (json.dumps({"position": 12, "digest": "ab" * 32}, indent=2)[:-3], (4,)),
        (json.dumps({"note": WHOLE[:30]}), (2,)),
        (json.dumps({"stream": "a/b", "hash": "ab" * 32}), ()),
        ("12 May, answer a4fae0a8ee4cc942", ()),
        ("at 12:30 nothing happened", ()),
    ],
)
def test_a_line_that_is_no_whole_digest_beside_bare_ones_is_named(
    line: str, unread: tuple[int, ...]
) -> None:
    """In a file of bare digests such a line was once passed over."""
    assert unread_lines(f"{WHOLE}\n{line}\n") == unread
    assert [found.written for found in held_in(f"{WHOLE}\n{line}\n")] == [WHOLE]


def test_a_file_of_bare_digests_of_which_one_is_cut_is_no_clean_pass(console: Console) -> None:
    held = digest(console)
    (console.folder / "held.txt").write_text(f"{held}\n{held[:30]}\n{held[2:]}\n")

    printed, code = said(console, "verify", "--against", "held.txt")

    assert code == 1
    assert "Sound: t.db" in printed
    assert "Not compared: lines 2, 3 of held.txt" in printed


@pytest.mark.parametrize("indent", [None, 2])
def test_every_digest_of_a_file_of_json_is_compared(console: Console, indent: int | None) -> None:
    """Of several documents one after another only the first was once read."""
    right = json.loads(console.run(["digest", "--json"])[0])
    wrong = {"position": 1, "digest": "ab" * 32}
    text = "".join(f"{json.dumps(each, indent=indent)}\n" for each in (right, wrong))
    (console.folder / "held.jsonl").write_text(text)

    printed, code = said(console, "verify", "--against", "held.jsonl")

    assert code == 5
    assert "position 1 is there, but with another digest" in printed


def test_a_page_that_wraps_a_digest_is_read(console: Console) -> None:
    held = digest(console)
    wrapped = f"{held[:30]}\n    {held[30:50]}\n    {held[50:]}; answer abcd"

    assert [found.written for found in held_in(wrapped)] == [held]


@pytest.mark.parametrize(
    ("against", "words"),
    [
        ("12:abc", "there is no file 12:abc"),
        ("none.txt", "there is no file none.txt"),
        ("t.db", "t.db is not UTF-8 text"),
        ("empty.txt", "empty.txt names no position with its digest"),
    ],
)
def test_what_names_no_digest_is_refused(console: Console, against: str, words: str) -> None:
    (console.folder / "empty.txt").write_text("at 12:30 nothing happened")

    printed, code = said(console, "verify", "--against", against)

    assert code in (1, 2)
    assert words in printed


@pytest.mark.parametrize("against", ["", " "])
def test_a_digest_that_is_empty_is_no_clean_pass(console: Console, against: str) -> None:
    """A script whose variable was empty once compared nothing and was told `Sound`."""
    printed, code = said(console, "verify", "--against", against)

    assert code == 2
    assert "Sound" not in printed
    assert "detente verify --against POSITION:DIGEST" in printed
    assert said(console, "verify", "abcd", "--against", against)[1] == 2


def test_a_digest_is_not_held_against_one_answer(console: Console) -> None:
    assert said(console, "verify", "abcd", "--against", digest(console))[1] == 2


@pytest.mark.parametrize("name", ["t.db", ".", "nowhere/receipts.txt"])
def test_receipts_are_never_written_into_a_timeline(console: Console, name: str) -> None:
    before = (console.folder / "t.db").read_bytes()

    printed, code = said(console, "backup", "b.db", "--receipts", name)

    assert code == 1
    assert printed.startswith("error: ")
    assert not (console.folder / "b.db").exists()
    assert (console.folder / "t.db").read_bytes() == before


def test_a_receipt_follows_a_last_line_that_was_cut_short(console: Console) -> None:
    (console.folder / "receipts.txt").write_text("not whole")
    console.run(["backup", "b.db", "--receipts", "receipts.txt"])
    lines = (console.folder / "receipts.txt").read_text(encoding="utf-8").splitlines()

    assert (lines[0], lines[1].split()[0]) == ("not whole", digest(console))


def test_both_a_change_and_an_end_that_is_gone_are_said() -> None:
    same, another_, missing_ = (Held(position, "ab" * 32) for position in (3, 5, 9))
    found = [Compared(same, SAME), Compared(another_, ANOTHER), Compared(missing_, MISSING)]

    another, missing = broken_promises(found, 7)

    assert "position 5" in another
    assert "after position 3" in another
    assert "ends at 7, before position 9" in missing
