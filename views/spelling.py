"""Fixes as a person types them: on a command line, or as lines of a `.facts` file."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from typing import Final

from domain.refusal import AnyFix, Fix, Run, SetField

_OPTIONS: Final = {
    "output": "-o",
    "period": "-p",
    "known": "--known-on",
    "kinds_written": "--kind",
    "doer": "--by",
    "besides": "--with",
}
"""Fields whose option is not their name behind two hyphens."""

_QUOTED_CHARACTERS: Final = frozenset(" [],*?()")


def command(fix: AnyFix) -> Fix:
    """A fix as a command, or as an option of the command that was typed."""
    match fix:
        case Fix():
            return fix
        case SetField():
            return Fix(_option(fix.field, fix.value or True), fix.meaning)
        case Run():
            options = [_option(name, value) for name, value in _fields(fix)]
            # Without a verb it is the same request with several fields set.
            words = ["detente", fix.verb, *map(_word, fix.words)] if fix.verb else []
            return Fix(" ".join([*words, *options]), fix.meaning)


def line(fix: AnyFix) -> Fix:
    """A fix as a line of `.facts`, where it has one; else as a command."""
    if isinstance(fix, Run) and fix.verb in _LINES:
        return Fix(_LINES[fix.verb](dict(fix.fields)), fix.meaning)
    return command(fix)


def _fields(fix: Run) -> list[tuple[str, str | bool]]:
    """The fields of a command; what is corrected is one option, `--set FIELD=VALUE`."""
    fields = dict(fix.fields)
    if fix.verb == "correct" and "field" in fields:
        put = ("set", f"{fields.pop('field')}={fields.pop('value', '')}")
        return [put, *fields.items()]
    return list(fields.items())


def _option(name: str, value: str | bool) -> str:  # noqa: FBT001  # a field that is only switched on
    option = _OPTIONS.get(name, f"--{name.replace('_', '-')}")
    if value is True:
        return option
    text = str(value)
    bare = _QUOTED_CHARACTERS.isdisjoint(text) and shlex.quote(text) == text
    return f"{option} {text if bare else _quoted(text)}"


def _word(text: str) -> str:
    """A word as a shell takes it, in double quotes where it needs any and they will do."""
    return text if shlex.quote(text) == text else _quoted(text)


def _quoted(text: str) -> str:
    return shlex.quote(text) if any(mark in text for mark in '"$`\\!') else f'"{text}"'


# Lines of a fact ---------------------------------------------------------------------------------


def _because(fields: Mapping[str, str | bool]) -> str:
    return f", because {fields['because']}" if "because" in fields else ""


def _corrected(fields: Mapping[str, str | bool]) -> str:
    if "known_on" not in fields:
        return f"{fields['field']} {fields['value']}"
    head = f"corrected {fields['field']} {fields['value']}, {fields['known_on']}"
    return head + _because(fields)


def _sourced(word: str, date: str) -> Callable[[Mapping[str, str | bool]], str]:
    """A line `WORD DATE, SOURCE[, KNOWN]`."""

    def written(fields: Mapping[str, str | bool]) -> str:
        parts = [fields[date], *(fields[name] for name in ("source", "known_on") if name in fields)]
        return f"{word} {', '.join(map(str, parts))}" + _because(fields)

    return written


def _settled(fields: Mapping[str, str | bool]) -> str:
    word, date = ("moved", "moved") if "moved" in fields else ("held", "held")
    return _sourced(word, date)(fields)


def _report(fields: Mapping[str, str | bool]) -> str:
    when = f"known {fields['known']}" if "known" in fields else fields.get("known_on", "DATE")
    parts = [fields["source"], when, *([fields["url"]] if "url" in fields else [])]
    return f"report {', '.join(map(str, parts))}"


def _withdrawal(word: str) -> Callable[[Mapping[str, str | bool]], str]:
    return lambda fields: f"{word} {fields.get('known_on', 'DATE')}{_because(fields)}"


_LINES: Final[Mapping[str, Callable[[Mapping[str, str | bool]], str]]] = {
    "correct": _corrected,
    "report": _report,
    "settle": _settled,
    "end": _sourced("ended", "on"),
    "suspend": _sourced("suspended", "on"),
    "resume": _sourced("resumed", "on"),
    "renew": _sourced("renewed", "until"),
    "retract": _withdrawal("retracted"),
    "reinstate": _withdrawal("reinstated"),
}
"""How a file writes what a command records of a fact, by the command's verb."""
