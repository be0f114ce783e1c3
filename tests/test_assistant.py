"""What an assistant asks: it gets answers to cite, and writes only where it is let."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from mcp.server.mcpserver import MCPServer
from mcp.shared.exceptions import MCPError

from projections.questions.state import StateQuestion
from service.opening import open_store
from service.timeline import Timeline
from web.assistant import server_of

TODAY = date(2026, 11, 30)
READING = {
    "state", "why", "why_fact", "diff", "hindsight", "timeline", "search", "actors", "kinds",
    "draft_check",
}  # fmt: skip
LINE = "2026-11-29 TUR = RUS  call  Call on grain ^grain-call\n    report Reuters, 2026-11-29"


@pytest.fixture
def mine(tmp_path: Path) -> Iterator[Timeline]:
    with closing(open_store(str(tmp_path / "my.db"), create=True)) as timeline:
        yield timeline


def serving(timeline: Timeline, *, writes: bool = False, base: str = "") -> MCPServer:
    return server_of(timeline, lambda: TODAY, "0.1.0", base=base, writes=writes)


def asked(server: Any, ask: Callable[[Client], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        async with Client(server) as client:
            return await ask(client)

    return asyncio.run(run())


def called(server: MCPServer, tool: str, **given: object) -> Mapping[str, Any]:
    result = asked(server, lambda client: client.call_tool(tool, given))
    assert not result.is_error, result.content[0].text
    found: Mapping[str, Any] = json.loads(result.content[0].text)
    return found


def refused(server: MCPServer, tool: str, **given: object) -> str:
    result = asked(server, lambda client: client.call_tool(tool, given))
    assert result.is_error
    return str(result.content[0].text)


def test_a_state_has_what_a_citation_needs(sample: Timeline) -> None:
    found = called(serving(sample), "state", a="Turkey", b="Russia", on="2022-03-05")
    question = StateQuestion(a="TUR", b="RUS", on=date(2022, 3, 5))

    assert found["answer_id"] == sample.ask(question).id
    assert found["answer_id"] in found["cite"]
    assert found["command"].startswith("detente state TUR RUS --on 2022-03-05")
    assert {"label", "balance", "for", "against", "net"} <= set(found["figures"])
    assert all(fact["sources"] and fact["known_on"] for fact in found["facts"])
    assert any(source["url"] for fact in found["facts"] for source in fact["sources"])


def test_what_stands_still_fixes_every_clock_and_the_record(sample: Timeline) -> None:
    server = serving(sample, base="http://127.0.0.1:8410/")
    found = called(server, "state", a="Turkey", b="Russia", on="2022-03-05")

    address = found["stands_still"]
    assert address.startswith("http://127.0.0.1:8410/v1/state/TUR/RUS?on=2022-03-05")
    assert f"known_on={TODAY}" in address
    assert f"at={sample.head().position}:" in address


def test_nothing_later_than_the_day_of_knowing_is_among_the_facts(sample: Timeline) -> None:
    given = {"on": "2022-03-05", "known_on": "2022-02-26"}
    found = called(serving(sample), "state", a="Turkey", b="Russia", **given)

    assert found["facts"]
    assert all(fact["known_on"] <= "2022-02-26" for fact in found["facts"])


def test_what_no_longer_holds_is_marked_and_listed_last(sample: Timeline) -> None:
    found = called(serving(sample), "search", text="flights", on="2024-01-01")
    marks = [fact["no_longer_holds"] for fact in found["facts"]]

    assert any(marks)
    assert marks == sorted(marks)


def test_ties_that_nobody_knows_of_have_no_figures(sample: Timeline) -> None:
    found = called(serving(sample), "state", a="Chad", b="Peru")

    assert found["known"] is False
    assert found["figures"] == {"label": "unknown", "mixed": "no"}


def test_a_name_that_nobody_has_is_refused_with_those_who_may_be_meant(sample: Timeline) -> None:
    said = refused(serving(sample), "state", a="Turky", b="Russia")

    assert "Turky" in said
    assert "TUR" in said
    assert "Traceback" not in said


GIVEN: dict[str, dict[str, str]] = {
    "state": {"a": "turkey", "b": "russia", "on": "", "known_on": "", "domain": "", "topic": ""},
    "why": {"a": "turkey", "b": "russia", "on": ""},
    "why_fact": {"fact": "straits", "on": ""},
    "diff": {"a": "turkey", "b": "russia", "before": "2022-01-01", "after": "2022-03-01"},
    "hindsight": {"a": "turkey", "b": "russia", "on": ""},
    "timeline": {"a": "turkey", "b": "", "since": "", "until": "", "on": ""},
    "search": {"text": "straits", "on": "", "known_on": ""},
    "actors": {"name": ""},
    "kinds": {"find": ""},
    "draft_check": {"lines": LINE},
    "add": {"lines": LINE},
    "settle": {"fact": "no-apology", "source": "AFP", "held": "2022-03-05", "by": ""},
}
"""What every tool takes, a text each."""


@pytest.mark.parametrize("tool", GIVEN)
def test_every_refusal_of_every_tool_is_a_sentence(sample: Timeline, tool: str) -> None:
    """A search for an escape sequence once ended in "Error executing tool", and no word more."""
    server = serving(sample, writes=True)
    odd = ("\x1b[2J", "x" * 10_000, "a\nb", "\x00", "nobody at all", "")
    asks = [{**GIVEN[tool], name: text} for name in GIVEN[tool] for text in odd]

    async def all_of(client: Client) -> list[Any]:
        return [await client.call_tool(tool, given) for given in asks]

    said = [str(each.content[0].text) for each in asked(server, all_of) if each.is_error]
    assert said
    for each in said:
        words = each.removeprefix(f"Error executing tool {tool}")
        assert len(words.split()) > 3, each
        assert "\x1b" not in each
        assert "\x00" not in each


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("answers/abcd", 'no answer "abcd" was cited here.'),
        ("answers/%1b", "was cited here."),
        ("facts/nobody", 'no fact is called "nobody".'),
        ("facts/%1b", "a question cannot hold control characters"),
        ("facts/strait", "Instead: straits"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    sample: Timeline, place: str, words: str
) -> None:
    async def read(client: Client) -> str:
        with pytest.raises(MCPError) as found:
            await client.read_resource(f"detente://{place}")
        return str(found.value)

    said = asked(serving(sample), read)
    assert words in said
    assert "\x1b" not in said


def test_a_bad_line_comes_back_with_what_to_write_instead(mine: Timeline) -> None:
    said = refused(serving(mine), "draft_check", lines=LINE.replace("call", "cal"))

    assert "the line:1:" in said
    assert "Instead: " in said


def test_without_leave_there_is_nothing_to_write_with(sample: Timeline) -> None:
    tools = asked(serving(sample), lambda client: client.list_tools()).tools

    assert {tool.name for tool in tools} == READING
    assert all(tool.annotations.read_only_hint for tool in tools)


def test_lines_are_tried_with_their_effect_and_not_written(mine: Timeline) -> None:
    found = called(serving(mine), "draft_check", lines=LINE)

    assert found["dry_run"] is True
    assert found["effects"]
    assert mine.head().position == 0


def test_a_bad_line_is_named_with_its_place(mine: Timeline) -> None:
    said = refused(serving(mine), "draft_check", lines="2026-11-29 TUR = RUS  cal  Call")

    assert "cal" in said
    assert ":1:" in said or "line 1" in said


def test_with_leave_it_adds_and_settles(mine: Timeline) -> None:
    server = serving(mine, writes=True)
    planned = (
        "2026-12-06 TUR = RUS  planned:call  Call on grain ^call\n    announced 2026-11-29, Kremlin"
    )

    added = called(server, "add", lines=planned)
    settled = called(server, "settle", fact="call", moved="2026-12-08", source="Kremlin")

    assert added["dry_run"] is False
    assert settled["dry_run"] is False
    assert mine.fact("call").version == 2


def test_a_fact_and_an_answer_can_be_read_and_a_brief_asked_for(sample: Timeline) -> None:
    server = serving(sample)

    fact = asked(server, lambda client: client.read_resource("detente://facts/straits"))
    prompt = asked(server, lambda c: c.get_prompt("brief", {"a": "Turkey", "b": "Russia"}))

    assert json.loads(fact.contents[0].text)["fact"] == "desk/straits"
    assert "Turkey" in prompt.messages[0].content.text


def test_it_speaks_over_standard_input_and_output(tmp_path: Path) -> None:
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "detente", "--db", "sample", "mcp"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path(__file__).parent.parent)},
    )

    tools = asked(server, lambda client: client.list_tools()).tools

    assert {tool.name for tool in tools} == READING
