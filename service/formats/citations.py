"""The citations of a store as lines of JSON, in a file beside the copy of its events."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import Final, NamedTuple, Protocol

from domain.refusal import InvalidInput, Problem


class CitationStore(Protocol):
    """The answers that were cited, each by its id with what is kept of it, a JSON object."""

    def citations(self, prefix: str = "") -> Sequence[tuple[str, bytes]]:
        """Every answer whose id begins with `prefix`, by id."""
        ...

    def citation(self, answer: str) -> bytes | None:
        """What is kept of one answer; None where it was never cited."""
        ...

    def keep_citation(self, answer: str, state: bytes) -> None:
        """Keeps what belongs to an answer, unless something is kept of it already."""
        ...


class Kept(NamedTuple):
    """How many citations of a file were not there, and which of it are left out, in sentences."""

    new: int = 0
    left_out: tuple[str, ...] = ()


def _nothing(_: str, __: bytes) -> str:
    return ""


_STRING: Final = r'"(?:[^"\\\x00-\x1f]|\\.)*"'
_LINE: Final = re.compile(rf'\{{"answer":({_STRING}),"state":(\{{.*\}})\}}')


def beside(copy: str) -> str:
    """The file of citations that belongs to a copy: `copy.citations.jsonl` to `copy.jsonl`."""
    path = PurePath(copy)
    return str(path.with_name(f"{path.stem}.citations{path.suffix}"))


def citation_lines(store: CitationStore) -> Iterator[str]:
    """Every citation of a store as a line of JSON, by id; none where nothing was cited.

    `{"answer": ID, "state": {..}}`, with the state exactly as it is kept.
    """
    for answer, state in store.citations():
        shown = json.dumps(answer, ensure_ascii=False)
        yield f'{{"answer":{shown},"state":{state.decode()}}}\n'


def keep_citations(
    store: CitationStore,
    lines: Iterable[bytes],
    name: str,
    *,
    wrong: Callable[[str, bytes], str] = _nothing,
    dry_run: bool = False,
) -> Kept | Problem:
    """Keeps the citations of a file in a store, without those of another record.

    What is kept of an answer already stays. `wrong` is what keeps an answer out, as the end of a
    sentence. Every line is checked before the first is kept; the problem of the first that cannot
    be read is returned, and then nothing was kept. `name` is that of the file.
    """
    found: dict[str, bytes] = {}
    for number, line in enumerate(lines, 1):
        try:
            answer, state = _read(line)
        except InvalidInput as refused:
            return Problem.of(refused, name, number)
        found.setdefault(answer, state)
    why = {answer: wrong(answer, state) for answer, state in found.items()}
    new = [answer for answer in found if not why[answer] and store.citation(answer) is None]
    if not dry_run:
        for answer in new:
            store.keep_citation(answer, found[answer])
    said = (f'what it keeps of answer "{answer}" {why[answer]}.' for answer in found if why[answer])
    return Kept(len(new), tuple(said))


def holds_citations(lines: Iterable[bytes]) -> bool:
    """Whether every line is a citation, so that nobody but an export has written the file."""
    try:
        return all(_read(line) for line in lines)
    except InvalidInput:
        return False


def keeps_citations(file: Path) -> bool:
    """Whether a file, and not a link, holds citations alone, so that an export may replace it."""
    if file.is_symlink() or not file.is_file():
        return False
    with file.open("rb") as lines:
        return holds_citations(lines)


def _read(line: bytes) -> tuple[str, bytes]:
    """The answer of a line and what belongs to it. Raises InvalidInput."""
    try:
        text = line.decode("utf-8-sig").rstrip("\r\n")
        found = _LINE.fullmatch(text)
        # Each by itself: what matches may still hold a key more, or end its state too early.
        if found is not None and isinstance(json.loads(found[2]), dict):
            return str(json.loads(found[1])), found[2].encode()
    except (ValueError, RecursionError):
        found = None
    raise InvalidInput(
        "this is not a citation as an export writes it: a JSON object of an answer and its state.",
        code="not-a-citation",
    )
