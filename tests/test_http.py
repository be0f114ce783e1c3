"""Questions over HTTP: the same bytes as on a terminal and in Python, headers, refusals."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from cli import __version__
from projections.answer import json_text
from projections.question import Question
from service.opening import open_sample
from service.timeline import Timeline
from tests.console import Console
from tests.questions import QUESTIONS, named
from views.endpoints import address
from web.app import Served, app_of

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def sample() -> Iterator[Timeline]:
    with closing(open_sample()) as timeline:
        yield timeline


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = app_of(Served(open_sample, lambda: TODAY, __version__))
    with TestClient(app, base_url="http://localhost") as found:
        yield found


@pytest.mark.parametrize("question", QUESTIONS, ids=named)
def test_a_program_gets_the_bytes_that_a_terminal_and_python_get(
    question: Question, client: TestClient, sample: Timeline, tmp_path: Path
) -> None:
    found = client.get(address(question))
    typed = shlex.split(unquote(found.headers["detente-command"]))
    printed, _, code = Console(tmp_path).apart([*typed[1:], "--json"])

    assert found.status_code == 200, found.text
    assert found.headers["content-type"] == "application/json"
    assert found.text == json_text(sample.ask(question).json)
    assert found.headers["detente-exit"] == str(code)
    assert found.text == printed
