"""What is wrong with a correction, all at once, with one line to paste."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field

from cli.settings import Settings
from domain.content import CORRECTABLE
from domain.refusal import Fix, InvalidInput, SetField
from service import acts
from service.acts import Given

_MANY = 3
"""So many fields are offered only where none is near to what was typed."""


def field_of(text: str) -> tuple[str, str]:
    """`since=2022-02-28` as the field and value of a correction. Raises InvalidInput."""
    name, equals, value = text.partition("=")
    name, value = name.strip().lower(), value.strip()
    if not equals and name in CORRECTABLE:
        raise InvalidInput(
            f'"{name}" is given no value.',
            SetField(name, "VALUE"),
            SetField("set", f"{name}=", "nothing"),
            code="no-value",
            values={"field": name},
        )
    return name, value


@dataclass
class _Checked:
    """The words of a correction, with what is right in the place of what is wrong."""

    words: list[str]
    problems: list[InvalidInput] = field(default_factory=list[InvalidInput])

    def take(self, option: str, text: str, wrong: InvalidInput | None, right: str) -> None:
        """One option with its value, or with what is right where it is wrong."""
        if wrong is not None:
            self.problems.append(wrong)
        if text or wrong is not None:
            self.words += [option, text if wrong is None else right]


def check_correction(settings: Settings, fact: str, given: Given, put: Sequence[str]) -> None:
    """Raises InvalidInput where more than one thing is wrong; one alone is refused by itself."""
    found = _Checked(["detente", "correct", fact])
    for text in put:
        wrong = _wrong_field(text, settings)
        found.take("--set", text, wrong, _right_field(text, wrong))
    if not put:
        wrong = InvalidInput("say what is right.", code="no-field")
        found.take("--set", "", wrong, "FIELD=VALUE")
    no_reason = None if given.because else InvalidInput("a correction says why.", code="no-reason")
    found.take("--because", given.because, no_reason, "REASON")
    known = _wrong_known(given, settings)
    found.take("--known-on", given.known_on or "", known, _one(known, "DATE"))
    found.take("--source", given.source, _wrong_source(given), "SOURCE")
    found.take("--url", given.url, None, "")
    if len(found.problems) > 1:
        said = "; ".join(problem.said.rstrip(".") for problem in found.problems)
        raise InvalidInput(f"{said}.", Fix(shlex.join(found.words)), code="several-faults")


def _wrong_field(text: str, settings: Settings) -> InvalidInput | None:
    try:
        name, value = field_of(text)
        acts.right(name, value, settings.today)
    except InvalidInput as refused:
        return refused
    return None


def _right_field(text: str, wrong: InvalidInput | None) -> str:
    """A field with its value as it would be read; `VALUE` where nobody but the user knows it."""
    name, _, value = text.partition("=")
    fixes = [fix for fix in wrong.fixes if isinstance(fix, SetField)] if wrong else []
    if not fixes:
        return f"{name}=VALUE"
    fix = fixes[0]
    if name not in CORRECTABLE:
        return f"{fix.field if len(fixes) < _MANY else 'FIELD'}={value or 'VALUE'}"
    return f"{name}={fix.value if len(fixes) == 1 else 'VALUE'}"


def _wrong_known(given: Given, settings: Settings) -> InvalidInput | None:
    try:
        given.known(settings.today)
    except InvalidInput as refused:
        return refused
    return None


def _wrong_source(given: Given) -> InvalidInput | None:
    if given.url and not given.source:
        return InvalidInput("a source has a name.", code="source-without-name")
    return None


def _one(wrong: InvalidInput | None, open_text: str) -> str:
    """The one value that would do; a placeholder where there are several, or none."""
    fixes = [fix for fix in wrong.fixes if isinstance(fix, SetField)] if wrong else []
    return fixes[0].value if len(fixes) == 1 else open_text
