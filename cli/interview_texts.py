"""What `add` says at a terminal between its questions."""

from __future__ import annotations

import shlex
from typing import Final

from projections.interview import Draft

CHANGES: Final = (
    "  Enter records it, n leaves it, e asks all again, q ends. To change one part type its name,"
    "\n  with the new answer: title, when, who, whom, what, source, published or url.\n"
)
UNSOURCED: Final = "  Without a source it counts as known from the day you record it.\n"
TOGETHER: Final = "  Both on one side; for the one to the other type <, and then {}.\n"
ALL_ON_ONE_SIDE: Final = (
    "  All of them on one side; what two of them did together is a fact of its own.\n"
)

WELCOME: Final = (
    "Adding facts, question by question. ? explains, < goes back, Ctrl-D ends.\n"
    "What stands in [ ] is taken with Enter. Nothing is recorded before you say yes.\n"
    "Who may name both sides at once: Turkey > Sweden.\n"
)


NEEDED: Final = "  An answer is needed; ? explains, Ctrl-C ends and keeps what you typed.\n"
NOBODY: Final = "  For a person write the state; the title may name them.\n"


def command(draft: Draft) -> str:
    """The command that adds the fact; what is not answered is `?` in it."""
    return f"detente add {shlex.quote('; '.join(map(str.strip, draft.text.splitlines())))}"
