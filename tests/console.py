"""Transcripts: pages of `$ detente …` and what it prints, run in this process."""

from __future__ import annotations

import io
import re
import shlex
import sys
from collections.abc import Generator, Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cli.main import run

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
"""What the clock of every transcript says."""

_FENCE = re.compile(r"^```(\w*)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)

_CITED = re.compile(r"; answer ([0-9a-f]{16}); asked on")
_VERIFIED = re.compile(r"^(detente verify )[0-9a-f]{16}\b")


@dataclass
class Console:
    """A folder, an environment, and commands run in them one after the other."""

    folder: Path
    environ: dict[str, str] = field(
        default_factory=lambda: {"COLUMNS": "80", "DETENTE_TODAY": "2026-11-22"}
    )

    def __post_init__(self) -> None:
        self.environ.setdefault("XDG_DATA_HOME", str(self.folder / "data"))
        self.environ.setdefault("XDG_CONFIG_HOME", str(self.folder / "config"))

    @classmethod
    def begun(cls, folder: Path, *facts: str, db: str = "desk.db") -> Console:
        """One with a timeline of its own, to which some facts were added."""
        console = cls(folder)
        console.environ["DETENTE_DB"] = db
        for command in (["init", db], *(["add", fact] for fact in facts)):
            printed, code = console.run(command)
            assert code == 0, printed
        return console

    def type(self, line: str) -> str:
        """Everything a command prints, and its exit code if that is not 0."""
        if line.startswith("export "):
            name, _, value = line.removeprefix("export ").partition("=")
            self.environ[name] = value
            return ""
        if line.startswith("cat "):
            return (self.folder / line.removeprefix("cat ")).read_text(encoding="utf-8")
        words = shlex.split(line)
        assert words[0] == "detente", f"a transcript runs detente, not {words[0]}"
        standard_input = ""
        if "<" in words:
            standard_input = (self.folder / words.pop(words.index("<") + 1)).read_text(
                encoding="utf-8"
            )
            words.remove("<")
        printed, code = self.run(words[1:], standard_input)
        return printed + (f"(exit {code})\n" if code else "")

    def run(self, argv: list[str], standard_input: str = "") -> tuple[str, int]:
        """What is printed on both streams together, and the exit code."""
        out = io.StringIO()
        with self._here(standard_input), redirect_stdout(out), redirect_stderr(out):
            code = run(argv, self.environ, lambda: NOW)
        return out.getvalue(), code

    def apart(self, argv: list[str], standard_input: str = "") -> tuple[str, str, int]:
        """Standard output, standard error, and the exit code."""
        out, err = io.StringIO(), io.StringIO()
        with self._here(standard_input), redirect_stdout(out), redirect_stderr(err):
            code = run(argv, self.environ, lambda: NOW)
        return out.getvalue(), err.getvalue(), code

    @contextmanager
    def _here(self, standard_input: str) -> Generator[None]:
        before = sys.stdin
        sys.stdin = io.StringIO(standard_input)
        try:
            with chdir(self.folder):
                yield
        finally:
            sys.stdin = before


def replayed(page: str, console: Console) -> str:
    """A Markdown page with every console block as it runs today.

    Blocks with a language and a NAME write files first.
    """

    def block(match: re.Match[str]) -> str:
        language, name, body = match.groups()
        if language != "console" and name:
            (console.folder / name).parent.mkdir(exist_ok=True)
            (console.folder / name).write_text(body, encoding="utf-8")
        if language != "console":
            return match.group(0)
        return f"```console\n{''.join(session(body, console))}```"

    return _FENCE.sub(block, page)


def session(body: str, console: Console) -> Iterator[str]:
    """The commands of a block, each with what it prints.

    A blank line stays between two commands where one was. A command that names an answer names
    the one that was cited last.
    """
    commands = [line[2:] for line in body.splitlines() if line.startswith("$ ")]
    cited = ""
    for i, command in enumerate(commands):
        if i:
            yield "\n"
        asked = _VERIFIED.sub(rf"\g<1>{cited}", command) if cited else command
        printed = console.type(asked)
        cited = next(iter(_CITED.findall(" ".join(printed.split()))), cited)
        yield f"$ {asked}\n"
        yield "".join(f"{line.rstrip()}\n" for line in printed.splitlines())


def without_digest(text: str) -> str:
    """An export without its last line, which names the record that it is from."""
    return re.sub(r"# position and digest [0-9]+:[0-9a-f]{64}\n$", "", text)
