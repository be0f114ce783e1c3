"""Questions as the pages of their commands ask them, on the bundled sample."""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from typing import Final

from typer.main import get_command

from cli.questions import command_of, typed_of
from cli.settings import Settings
from projections.question import Question
from projections.questions.index import QUESTIONS, question_class
from projections.questions.layers import LayersQuestion
from service.opening import open_sample

PAGES: Final = Path(__file__).parent.parent / "docs" / "commands"
_BLOCK: Final = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
_ASKED: Final = re.compile(r"^\$ detente (.*?)(?: [|>&] .*)?$", re.MULTILINE)


def documented(command: str) -> list[str]:
    """What a page asks on the sample: `state turkey russia --on 2022-03-05`, each once.

    What comes after the page begins a timeline is asked of that one.
    """
    page = (PAGES / f"{command}.md").read_text(encoding="utf-8").partition("$ detente init")[0]
    asked = [
        line
        for block in _BLOCK.findall(page)
        for line in _ASKED.findall(block)
        if line.split(" ")[0] == command
    ]
    return list(dict.fromkeys(asked))


def read(line: str) -> Question:
    """The question that a command line means on the sample. Raises InvalidInput."""
    verb, *words = shlex.split(line)
    settings = Settings(today_text="2026-11-22")
    options = get_command(command_of(verb)).make_context(verb, words, obj=settings).params
    with closing(open_sample()) as sample:
        typed = typed_of(settings, sample, {k.removesuffix("_"): v for k, v in options.items()})
        named = next(listed.name for listed in QUESTIONS if listed.command == verb)
        return LayersQuestion.of(question_class(named), typed)


def on_pages_besides(names: Collection[str]) -> list[str]:
    """What the pages of all questions besides some ask: those of which nothing else is said."""
    return [
        line
        for each in QUESTIONS
        if each.name not in names and each.group
        for line in documented(each.command)
    ]
