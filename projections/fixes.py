"""What would do instead, as plain values: the three shapes that a fix has."""

from __future__ import annotations

from typing import TypeAlias

from typing_extensions import TypedDict

from domain.refusal import AnyFix, Fix, Run, SetField
from projections.plain import Text


class RunJson(TypedDict):
    """Something to ask for or to record."""

    run: Text
    """What to do, by its verb: correct, report, why ..."""
    words: list[str]
    """What to do it with: a fact by its handle, actors, a line."""
    fields: dict[Text, str | bool]
    """Further values by name, true where one is only switched on; what only you know is in
    capitals.
    """
    meaning: Text | None
    """What that would do, in a few words; null: it says so itself."""


class SetJson(TypedDict):
    """The same request with one field set to another value."""

    set: Text
    """The field."""
    value: str | bool
    """Its value; true where it is only switched on."""
    meaning: Text | None
    """What that would mean, in a few words; null: it says so itself."""


class WriteJson(TypedDict):
    """A text to write instead."""

    write: Text
    """The text: a date, an actor's id, a line of .facts."""
    meaning: Text | None
    """What that would mean, in a few words; null: it says so itself."""


FixJson: TypeAlias = RunJson | SetJson | WriteJson


def run_json(run: Run) -> RunJson:
    """Something to run as plain values."""
    return {
        "run": run.verb,
        "words": list(run.words),
        "fields": dict(run.fields),
        "meaning": run.meaning or None,
    }


def fix_json(fix: AnyFix) -> FixJson:
    """A fix as plain values."""
    meaning = fix.meaning or None
    match fix:
        case Run():
            return run_json(fix)
        case SetField():
            return {"set": fix.field, "value": fix.value or True, "meaning": meaning}
        case Fix():
            return {"write": fix.paste, "meaning": meaning}
