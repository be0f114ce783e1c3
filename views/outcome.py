"""What an answer means for whoever asked it, as one number: found, different, unknown."""

from __future__ import annotations

TYPE_CHECKING = False  # not imported: a run begins with this module
if TYPE_CHECKING:
    from typing import Final

    from projections.answer import Answer

OK: Final = 0
"""It did what was asked for."""

DIFFERENT: Final = 1
"""A difference was found, by a question that was to say so."""

UNKNOWN: Final = 3
"""Nothing is known."""

FOUND: Final = 4
"""`check` found something."""


def outcome(answer: Answer, *, compares: bool = False) -> int:
    """What an answer means; where it `compares`, whether there is a difference too."""
    if not answer.known:
        return UNKNOWN
    if answer.question.name == "check" and answer.plain["findings"]:
        return FOUND
    if compares:
        parts = getattr(answer.found, "parts", {"": answer.found}).values()
        if any(not part.diff.empty for part in parts):
            return DIFFERENT
    return OK
