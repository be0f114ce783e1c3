"""What a note says of the record before rows were put together, as far as the chain shows it.

No digest covers a note: whoever may write a store may write it. It excuses a citation that does not
fit the record only where the chain holds rows that were put together.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from domain.answer import Cited
from domain.batch import STREAM as BATCHES
from domain.refusal import Failure, Run
from service.store.errors import Damaged
from service.store.remembered import MOVED_KEY

if TYPE_CHECKING:
    from service.store.capabilities import Notes
    from service.timeline import Timeline

_ANSWER: Final = re.compile(r"[0-9a-f]{16}")


class Before(NamedTuple):
    """What a store remembers of the record before its rows were put together.

    The last position whose digest is `same` as it was, and the answers that were cited from later
    ones. The old file verifies those.
    """

    same: int
    answers: frozenset[str] = frozenset()

    @classmethod
    def read(cls, note: str | None) -> Before | None:
        """Reads what `written` wrote; None where nothing is noted, or was forgotten.

        Raises Damaged for anything else.
        """
        if not note:
            return None
        try:
            found = json.loads(note)
        except (ValueError, RecursionError):
            found = None
        fields = cast("Mapping[str, Any]", found if isinstance(found, dict) else {})
        same, answers = fields.get("same"), _answers(fields.get("answers"))
        if type(same) is not int or same < 0 or answers is None:
            said = "what the store remembers of rows that were put together cannot be read."
            raise Damaged(said, Run.of("rebuild", meaning="forgets it"), code="damaged-note")
        return cls(same, answers)

    @property
    def written(self) -> str:
        """As a store keeps it."""
        return json.dumps({"same": self.same, "answers": sorted(self.answers)})


def _answers(found: object) -> frozenset[str] | None:
    """A list of answers; None of anything else."""
    if not isinstance(found, list):
        return None
    listed = cast("list[object]", found)
    names = [name for name in listed if isinstance(name, str) and _ANSWER.fullmatch(name)]
    return frozenset(names) if len(names) == len(listed) else None


def before_moving(store: Notes) -> Before | None:
    """What a store remembers so; None where its rows are as they were recorded.

    Raises Damaged where what it remembers cannot be read.
    """
    return Before.read(store.remembered(MOVED_KEY))


def is_borne_out(timeline: Timeline, before: Before) -> bool:
    """Whether the record holds rows that were recorded together after all that is the same."""
    return bool(timeline.store.select_numbered(BATCHES, before.same))


def old_file_of(timeline: Timeline, cited: Cited) -> Path | None:
    """The old file beside a timeline that has the record an answer was cited from, if any has."""
    for path in _old_files(timeline.store_name):
        with suppress(Failure), closing(_opened(path)) as old:
            if old.store.recomputed_digest(cited.position).hex() == cited.digest:
                return path
    return None


def _old_files(name: str) -> Iterator[Path]:
    from service.store.backup import MOVED  # noqa: PLC0415  # most answers have no old file

    number, path = 1, Path(f"{name}.{MOVED}")
    while path.is_file():
        yield path
        number += 1
        path = Path(f"{name}.{MOVED}-{number}")


def _opened(path: Path) -> Timeline:
    from service.opening import open_store  # noqa: PLC0415  # only where a citation asks for it

    return open_store(str(path))
