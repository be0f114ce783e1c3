"""Citations as lines of JSON beside the copy of a timeline."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.refusal import Problem
from service.formats.citations import (
    CitationStore,
    Kept,
    beside,
    citation_lines,
    holds_citations,
    keep_citations,
)

FIRST = b'{"question":{"of":["TUR","RUS"]},"position":12}'


class InMemory:
    """Citations in a dictionary, kept as a store keeps them."""

    def __init__(self, kept: dict[str, bytes] | None = None) -> None:
        self.kept = kept or {}

    def citations(self, prefix: str = "") -> Sequence[tuple[str, bytes]]:
        return sorted(each for each in self.kept.items() if each[0].startswith(prefix))

    def citation(self, answer: str) -> bytes | None:
        return self.kept.get(answer)

    def keep_citation(self, answer: str, state: bytes) -> None:
        self.kept.setdefault(answer, state)


def in_file(store: CitationStore) -> list[bytes]:
    return [line.encode() for line in citation_lines(store)]


def test_a_citation_is_one_json_object_a_line() -> None:
    (line,) = citation_lines(InMemory({"a1": FIRST}))

    assert json.loads(line) == {"answer": "a1", "state": json.loads(FIRST)}
    assert line.count("\n") == 1


def test_a_store_without_citations_has_no_lines() -> None:
    assert list(citation_lines(InMemory())) == []


def test_the_file_of_citations_lies_beside_the_copy() -> None:
    assert beside("copies/copy.jsonl") == "copies/copy.citations.jsonl"


def test_citations_go_out_and_come_in_as_they_are_kept() -> None:
    one, other = InMemory({"a2": b'{"n":  1}', "a1": FIRST}), InMemory()

    assert keep_citations(other, in_file(one), "c.jsonl") == Kept(2)
    assert other.kept == one.kept
    assert in_file(other) == in_file(one)


def test_what_is_kept_first_stays() -> None:
    store = InMemory({"a1": FIRST})
    theirs = in_file(InMemory({"a1": b'{"position":99}', "a2": b"{}"}))

    assert keep_citations(store, theirs, "c.jsonl") == Kept(1)
    assert store.kept == {"a1": FIRST, "a2": b"{}"}
    assert keep_citations(store, theirs, "c.jsonl") == Kept(0)


def test_the_first_of_two_lines_of_one_answer_is_kept() -> None:
    store = InMemory()
    lines = [*in_file(InMemory({"a1": FIRST})), *in_file(InMemory({"a1": b"{}"}))]

    assert keep_citations(store, lines, "c.jsonl") == Kept(1)
    assert store.kept == {"a1": FIRST}


def test_a_dry_run_counts_and_keeps_nothing() -> None:
    store = InMemory()

    assert keep_citations(store, in_file(InMemory({"a1": FIRST})), "c", dry_run=True) == Kept(1)
    assert store.kept == {}


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"null\n",
        b'{"answer":"a1"}\n',
        b'{"answer":1,"state":{}}\n',
        b'{"answer":"a1","state":[]}\n',
        b'{"answer":"a1","state":{},"state":{}]}\n',
        b'{"answer":"a1","state":{}} more\n',
        b'{"answer":"a1","state":{"a":}}\n',
        b'{"answer":"a1","state":{},"event":{}}\n',
        b"\xff\n",
        b'{"answer":"a1","state":' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}\n",
    ],
    ids=range(12),
)
def test_a_line_that_is_no_citation_is_a_problem_and_nothing_is_kept(line: bytes) -> None:
    store = InMemory()
    problem = keep_citations(store, [*in_file(InMemory({"a1": FIRST})), line], "c.jsonl")

    assert isinstance(problem, Problem)
    assert (problem.place, problem.code) == ("c.jsonl:2:1", "not-a-citation")
    assert store.kept == {}


def test_what_is_wrong_is_left_out_and_said() -> None:
    store = InMemory()

    found = keep_citations(
        store,
        in_file(InMemory({"a1": FIRST, "a2": b"{}"})),
        "c.jsonl",
        wrong=lambda answer, _: "is of another record" if answer == "a1" else "",
    )

    assert found == Kept(1, ('what it keeps of answer "a1" is of another record.',))
    assert store.kept == {"a2": b"{}"}


@pytest.mark.parametrize(
    ("text", "ours"), [(b"", True), (b'{"answer":"a1","state":{}}\n', True), (b"mine\n", False)]
)
def test_a_file_holds_citations_where_every_line_is_one(text: bytes, ours: bool) -> None:
    assert holds_citations(text.splitlines(keepends=True)) == ours


@given(
    st.dictionaries(
        st.text(), st.dictionaries(st.text(), st.integers()).map(lambda d: json.dumps(d).encode())
    )
)
def test_every_citation_survives_a_copy(kept: dict[str, bytes]) -> None:
    other = InMemory()
    keep_citations(other, in_file(InMemory(kept)), "c.jsonl")

    assert other.kept == kept
