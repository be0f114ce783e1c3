"""Who said so: a source's report on a fact."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict

from domain.refusal import Fix, InvalidInput

_GRADE = re.compile(r"[A-F][1-6]")
DOUBTFUL_DIGITS = frozenset("45")


class Report(BaseModel):
    """A source saying so. `published` is EDTF.

    The event with the report says from when it was known.
    """

    model_config = ConfigDict(frozen=True)

    publisher: str
    published: str = ""
    url: str = ""
    origin: str = ""
    voice: str = ""
    grade: str = ""

    @property
    def source(self) -> str:
        """Where the information comes from: the origin, or else the publisher."""
        return self.origin or self.publisher


def read_grade(text: str) -> str:
    """An admiralty grade: the source's reliability A-F, then the information's credibility 1-6.

    1 is best, 6 cannot be judged.
    """
    grade = text.upper()
    if not _GRADE.fullmatch(grade):
        raise InvalidInput(
            f'"{text}" is not a grade; a grade is a letter A to F and a digit 1 to 6.',
            Fix("grade B2"),
            code="not-a-grade",
            values={"grade": text},
        )
    return grade
