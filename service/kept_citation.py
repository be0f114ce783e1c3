"""What is kept of a cited answer, read back as what was asked, or refused as damaged.

It may come from somebody else's timeline: nothing in it is a command, and nothing of it is run.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Final

from pydantic import ValidationError

from domain.answer import Cited
from domain.refusal import Broken, InvalidInput
from projections.answer import answer_id
from projections.question import Question

LARGEST: Final = 100_000
"""Bytes that are kept of an answer, at most."""

UNREADABLE: Final = "is damaged, and cannot be asked again"
CHANGED: Final = "was changed since it was cited"
ANOTHER: Final = "is another question, or another answer to it"


def damaged(answer: str, why: str = UNREADABLE) -> Broken:
    """The refusal of what was kept of an answer; `why` ends its sentence."""
    said = f'what was kept of answer "{answer}" {why}.'
    return Broken(said, code="damaged-citation", values={"answer": answer})


def read_kept(answer: str, state: bytes) -> Cited:
    """What is kept of an answer, as it was cited.

    Raises Broken where it is not as it was kept: other fields or values, too large, the question
    of another answer, or another title, day or program than was cited.
    """
    if len(state) > LARGEST:
        raise damaged(answer)
    try:
        cited = Cited.model_validate_json(state)
    except ValidationError:
        raise damaged(answer) from None
    if cited.in_words:
        raise damaged(answer)
    question_of(answer, cited)
    if answer_id(cited.question, cited.substance, cited.rules, cited.position) != answer:
        raise damaged(answer, ANOTHER)
    if cited.seal and cited != sealed(answer, cited):
        raise damaged(answer, CHANGED)
    return cited


def sealed(answer: str, cited: Cited) -> Cited:
    """What is kept of an answer, with the digest by which a change of any of it is found.

    Its title, day and program are part of nothing else: the answer's name is of the others.
    """
    plain = cited.model_dump(mode="json", exclude={"seal"})
    text = f"{answer}\n{json.dumps(plain, sort_keys=True)}"
    return cited.model_copy(update={"seal": sha256(text.encode()).hexdigest()})


def question_of(answer: str, cited: Cited) -> Question:
    """The question that was cited. Raises Broken where it is none."""
    try:
        return Question.from_plain(cited.question)
    except (InvalidInput, LookupError, RecursionError, TypeError):
        raise damaged(answer) from None
