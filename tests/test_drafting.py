"""The command that drafts: what it prints, what it writes, and what comes back from an editor."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from service.articles.page import read_page
from tests.console import Console

ARTICLE: Final = "Greece expelled two Turkish diplomats on Wednesday. Turkey condemned Greece.\n"
DRAFT: Final = ["draft", "wire.txt", "--published", "2022-03-10", "--publisher", "Wire"]


@pytest.fixture
def console(tmp_path: Path) -> Console:
    (tmp_path / "wire.txt").write_text(ARTICLE, encoding="utf-8")
    console = Console.begun(tmp_path)
    console.environ["TMPDIR"] = str(tmp_path)
    return console


def with_editor(console: Console, *lines: str) -> Console:
    """The same console with an editor that runs some lines of Python on `text`."""
    script = console.folder / "editor.py"
    script.write_text(
        "import sys\npath = sys.argv[1]\ntext = open(path, encoding='utf-8').read()\n"
        + "\n".join(lines)
        + "\nopen(path, 'w', encoding='utf-8').write(text)\n",
        encoding="utf-8",
    )
    console.environ["EDITOR"] = shlex.join([sys.executable, str(script)])
    return console


def facts(console: Console) -> str:
    return console.run(["export"])[0]


def test_a_draft_records_nothing(console: Console) -> None:
    before = facts(console)
    out, err, code = console.apart(DRAFT)

    assert code == 0
    assert "2022-03-09  GRC > TUR  expel-diplomats/diplomacy" in out
    assert "2 lines proposed of 2 sentences" in err
    assert facts(console) == before


def test_a_draft_of_a_file_can_be_imported(console: Console) -> None:
    assert console.run([*DRAFT, "-o", "wire.facts"])[1] == 0
    printed, code = console.run(["import", "wire.facts"])

    assert code == 0, printed
    assert "2 facts added" in printed


def test_a_draft_overwrites_no_file_that_somebody_edited(console: Console) -> None:
    console.run([*DRAFT, "-o", "wire.facts"])
    printed, code = console.run([*DRAFT, "-o", "wire.facts"])

    assert code == 1
    assert "wire.facts is there already" in printed
    assert console.run([*DRAFT, "-o", "wire.facts", "--force"])[1] == 0


def test_standard_input_is_drafted_as_a_file_is(console: Console) -> None:
    file, _, _ = console.apart(DRAFT)
    piped, _, code = console.apart(["draft", "-", *DRAFT[2:]], ARTICLE)

    assert code == 0
    assert piped == file.replace("wire.txt", "standard input")


def test_a_draft_in_json_has_the_lines_of_the_text(console: Console) -> None:
    out, _, code = console.apart([*DRAFT, "--json"])
    draft = json.loads(out)

    assert code == 0
    assert [each["what"] for each in draft["proposals"]] == ["expel-diplomats", "condemn"]


def test_what_is_kept_in_an_editor_is_imported(console: Console) -> None:
    with_editor(console, "text = text.replace('condemn', 'accuse')")
    printed, code = console.run([*DRAFT, "--edit", "--author", "ana"])

    assert code == 0, printed
    assert "2 facts added" in printed
    assert "Undo:    detente undo" in printed
    assert "accuse/diplomacy" in facts(console)
    assert "draft wire.txt --edit  by ana" in console.run(["undo", "--list"])[0]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "The draft was left as it was; nothing is recorded."),
        ("text = ''", "The draft was emptied; nothing is recorded."),
        ("text = '# a note'", "The draft was emptied; nothing is recorded."),
    ],
)
def test_a_draft_left_alone_or_emptied_records_nothing(
    console: Console, line: str, said: str
) -> None:
    before = facts(console)
    printed, code = with_editor(console, line).run([*DRAFT, "--edit"])

    assert (printed.strip(), code) == (said, 0)
    assert facts(console) == before


def test_a_text_with_a_problem_is_kept(console: Console) -> None:
    with_editor(console, "text = text.replace('GRC > TUR', 'GRC > ?')")
    printed, code = console.run([*DRAFT, "--edit"])
    path = printed.rpartition("detente import ")[2].split()[0]

    assert code == 1
    assert "is still open" in printed
    assert "GRC > ?" in Path(path).read_text(encoding="utf-8")
    Path(path).unlink()


def test_an_editor_that_fails_records_nothing_and_keeps_the_draft(console: Console) -> None:
    printed, code = with_editor(console, "sys.exit(3)").run([*DRAFT, "--edit"])
    path = printed.rpartition("detente import ")[2].split()[0]

    assert code == 1
    assert "ended with 3; nothing is recorded" in printed
    assert Path(path).exists()
    Path(path).unlink()


def kept_in(printed: str) -> Path:
    """The file that a refusal names as the one that has the text."""
    return Path(printed.rpartition("detente import ")[2].split()[0])


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("pathlib.Path(sys.argv[1]).write_bytes(b'\\xff\\xfe'); os._exit(0)", 1, "UTF-8"),
        ("p = sys.argv[1]; os.remove(p); os.mkfifo(p); os._exit(0)", 1, "is a pipe"),
        ("p = sys.argv[1]; os.remove(p); os.mkdir(p); os._exit(0)", 1, "is a folder"),
        ("p = sys.argv[1]; os.remove(p); os._exit(0)", 1, "there is no file"),
        ("os.kill(os.getppid(), signal.SIGTERM); os._exit(0)", 130, "Interrupted"),
        ("os.kill(os.getppid(), signal.SIGHUP); os._exit(0)", 130, "Interrupted"),
    ],
    ids=["bytes", "pipe", "folder", "gone", "SIGTERM", "SIGHUP"],
)
def test_what_an_editor_leaves_is_never_lost_without_a_name(
    console: Console, line: str, code: int, words: str
) -> None:
    """Bytes that are not UTF-8 were kept without being named, and a pipe was waited for."""
    with_editor(console, f"import os, pathlib, signal; {line}")
    before = facts(console)
    done = subprocess.run(
        [sys.executable, "-m", "detente", *DRAFT, "--edit"],
        cwd=console.folder,
        env=os.environ | console.environ,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done
    assert words in done.stderr
    assert facts(console) == before
    path = kept_in(done.stderr)
    assert path.name.startswith("detente-draft-")
    if path.is_dir():
        path.rmdir()
    else:
        path.unlink(missing_ok=True)


def test_a_ctrl_c_in_the_editor_is_left_to_the_editor(console: Console) -> None:
    """Whoever stopped a command of the editor lost the import too."""
    stop = "import os, signal; signal.signal(signal.SIGINT, signal.SIG_IGN)"
    edit = "os.kill(os.getppid(), signal.SIGINT); text = text.replace('condemn', 'accuse')"
    with_editor(console, f"{stop}; {edit}")

    printed, code = console.run([*DRAFT, "--edit"])

    assert code == 0, printed
    assert "2 facts added" in printed


@pytest.mark.parametrize("editor", ["", "'", "no-such-editor-here"])
def test_without_an_editor_the_refusal_says_how_one_is_set(console: Console, editor: str) -> None:
    console.environ |= {"VISUAL": "", "EDITOR": editor}
    printed, code = console.run([*DRAFT, "--edit"])

    assert code == 1
    assert "export EDITOR=nano" in printed


def test_the_sample_is_refused_before_an_editor_opens(console: Console) -> None:
    with_editor(console, "raise SystemExit(9)")
    del console.environ["DETENTE_DB"]
    printed, code = console.run([*DRAFT, "--edit"])

    assert code == 1
    assert "the bundled sample is read-only" in printed


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--edit", "--json"], "neither written to a file nor printed as JSON"),
        (["--edit", "-o", "x.facts"], "neither written to a file nor printed as JSON"),
        (["--dry-run"], "a draft records nothing"),
        (["--author", "ana"], "a draft records nothing"),
        (["--url", "my page"], "is not an address"),
    ],
)
def test_options_that_say_two_things_are_refused(
    console: Console, options: list[str], said: str
) -> None:
    printed, code = console.run([*DRAFT, *options])

    assert code == 2
    assert said in printed


def test_an_article_without_two_actors_is_refused(console: Console) -> None:
    (console.folder / "wire.txt").write_text("Greece held a vote on Friday.\n", encoding="utf-8")
    printed, code = console.run(DRAFT)

    assert code == 1
    assert "no sentence of wire.txt names two actors that are known here (6 words were read)" in (
        " ".join(printed.split())
    )


@pytest.mark.parametrize(("name", "said"), [(".", "is a folder"), ("none.txt", "there is no file")])
def test_what_is_no_file_is_refused(console: Console, name: str, said: str) -> None:
    printed, code = console.run(["draft", name, "--published", "2022-03-10"])

    assert code == 1
    assert said in printed


def test_actors_of_the_timeline_are_known_to_a_draft(console: Console) -> None:
    (console.folder / "wire.txt").write_text("Acme Lines sued Turkey.\n", encoding="utf-8")
    console.run(["add", "@actor acme  Acme Lines  type=organisation"])
    out, _, code = console.apart(DRAFT)

    assert code == 0
    assert "acme > TUR" in out


@pytest.mark.parametrize("part", ['<p a="', "<!--", "<![CDATA[", "<?", "<"])
def test_what_never_ends_in_a_page_is_text_of_it(part: str) -> None:
    """A page of 300 kB with tags that do not end once took more than a minute."""
    page = read_page(f"<article><p>Turkey condemns.</p>{part * 50_000}")

    assert "Turkey condemns." in page.text
