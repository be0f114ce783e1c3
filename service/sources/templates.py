"""What a code makes of a fact: everything that is the same for all rows of that code."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple, cast

from pydantic import BaseModel

from domain import cameo
from domain.content import Content
from domain.kinds import What, read_what
from domain.plover import domain_of, plover
from domain.refusal import Fix, InvalidInput
from domain.report import Report
from service.sources.rules import Codes

TwoSides = tuple[tuple[str, ...], tuple[str, ...]]

KEPT: Final = 50_000
"""Texts of codes that are kept once they are read; a file that holds more than that holds
something else.
"""

_CONTENT: Final = frozenset(
    {
        "kind",
        "what",
        "domain",
        "actors",
        "recipients",
        "relation",
        "on",
        "title",
        "code",
        "goldstein",
    }
)
_REPORT: Final = frozenset({"publisher", "published", "url"})


class Template(NamedTuple):
    """The fields of a fact given by its code, and the two codes of its mirror.

    Its own code and that of the other row.
    """

    fields: dict[str, object]
    code: str
    mirror: str

    def fields_with(
        self,
        on: str,
        sides: TwoSides,
        domain: str,
        title: str,
        goldstein: int | None,
    ) -> dict[str, object]:
        """The fields of a fact: its code's, with those of its row; empty ones are the code's."""
        return self.fields | {
            "actors": sides[0],
            "recipients": sides[1],
            "on": on,
            "domain": domain or self.fields["domain"],
            "title": title or self.fields["title"],
            "goldstein": goldstein,
        }


def code_columns(codes: Codes, columns: Mapping[str, int]) -> tuple[int, ...]:
    """The columns that say what happened."""
    codes = present(codes, columns)
    names = codes.column, codes.mode, codes.contexts
    return tuple(columns[name] for name in names if name in columns)


def templates(
    codes: Codes, columns: Mapping[str, int], missing: frozenset[str]
) -> Callable[[Sequence[str]], Template | InvalidInput]:
    """What reads the code of a row; a refusal is a value, and each code is read once."""
    codes = present(codes, columns)
    read, values = _READERS[codes.system], codes.values
    names = codes.column, codes.mode, codes.contexts
    places = code_columns(codes, columns)
    offsets = [name in columns for name in names]
    known: dict[object, Template | InvalidInput] = {}

    def texts(row: Sequence[str]) -> tuple[str, str, str]:
        found = iter([row[at] for at in places])
        code, mode, contexts = (next(found) if there else "" for there in offsets)
        code = values.get(code, code)
        code = "" if code in missing else code
        return code, _stated(mode, missing), _stated(contexts, missing)

    def make(row: Sequence[str]) -> Template | InvalidInput:
        try:
            return read(codes, *texts(row))
        except InvalidInput as refused:
            return refused

    def template(row: Sequence[str]) -> Template | InvalidInput:
        key = row[places[0]] if len(places) == 1 else tuple(row[at] for at in places)
        found = known.get(key)
        if found is None:
            if len(known) > KEPT:
                known.clear()
            found = known[key] = make(row)
        return found

    return template


def present(codes: Codes, columns: Mapping[str, int]) -> Codes:
    """The codes of a file with these columns: those that are read instead where it lacks others."""
    if codes.column in columns or codes.or_column not in columns:
        return codes
    return replace(codes, column=codes.or_column, system=codes.or_system)


def _stated(text: str, missing: frozenset[str]) -> str:
    """The texts of a list that mean something, separated by semicolons."""
    parts = (part.strip() for part in text.replace(",", ";").split(";"))
    return ";".join(part for part in parts if part not in missing)


def _template(
    what: What, domain: str, title: str, code: tuple[str, str, str] | None = None, mirror: str = ""
) -> Template:
    content = Content(
        kind=what.kind,
        what=what.what,
        domain=domain,
        actors=("",),
        recipients=("",),
        relation="directed",
        title=title,
        code=code,
    )
    return Template(dict(content), code[2] if code else "", mirror)


def _cameo(codes: Codes, code: str, *_: str) -> Template:
    if not code:
        raise InvalidInput("no code is given.", code="no-code")
    whole = cameo.with_zero(code) if codes.zeros == "lost" else ""
    return _coded(codes, cameo.coding(whole or cameo.without_point(code), codes.version))


def _icews(codes: Codes, name: str, *_: str) -> Template:
    if not name:
        raise InvalidInput("no relation is given.", code="no-code")
    return _coded(codes, cameo.coding_named(name))


def _coded(codes: Codes, found: cameo.Coding) -> Template:
    return _template(
        What(found.kind, found.what),
        found.domain,
        found.title,
        ("CAMEO", codes.version, found.code),
        found.mirror,
    )


def _plover(codes: Codes, event_type: str, modes: str, contexts: str) -> Template:
    if not event_type:
        raise InvalidInput("no event type is given.", code="no-code")
    listed = modes.split(";")
    what = max((plover(event_type, mode) for mode in listed), key=lambda each: abs(each.weight))
    code = f"{event_type}:{'+'.join(listed)}" if modes else event_type
    code = "-".join(code.split())
    said = ", ".join(mode.lower().replace("-", " ") for mode in listed)
    title = event_type.lower() + (f" ({said})" if modes else "")
    return _template(
        what,
        domain_of(contexts),
        title,
        (codes.system, codes.version, code),
        code if what.kind == "contact" else "",
    )


def _detente(_: Codes, text: str, *__: str) -> Template:
    if not text:
        raise InvalidInput(
            "it does not say what happened.", Fix("accuse"), Fix("visit"), code="no-code"
        )
    what = read_what(text)
    if not what.of_kind.happens:
        raise InvalidInput(
            f'"{text}" is not a contact or an action; facts of other kinds are written as .facts.',
            Fix("talks"),
            Fix("accuse"),
            code="not-a-flow",
            values={"what": text},
        )
    return _template(
        what, "diplomacy", what.what.replace(":", " (") + (")" if ":" in what.what else "")
    )


_READERS: Final[dict[str, Callable[..., Template]]] = {
    "CAMEO": _cameo,
    "ICEWS": _icews,
    "PLOVER": _plover,
    "detente": _detente,
}


# Values that are known to be valid ----------------------------------------------------------------


def content_of(fields: Mapping[str, object]) -> Content:
    """A content of fields that are complete and valid already.

    It skips validation, which takes most of the time.
    """
    return cast(Content, _made(Content, fields, set(_CONTENT)))


def report_of(publisher: str, published: str, url: str) -> Report:
    """A report, made in the same way."""
    fields: dict[str, object] = {
        "publisher": publisher,
        "published": published,
        "url": url,
        "origin": "",
        "voice": "",
        "grade": "",
        "quote": "",
        "archived": "",
        "sha256": "",
    }
    return cast(Report, _made(Report, fields, set(_REPORT)))


def _made(
    cls: type[BaseModel], fields: Mapping[str, object], given: set[str]
) -> Any:  # the caller knows which of the two
    made = cls.__new__(cls)
    # The classes are frozen for everybody else; here the value is still being made.
    object.__setattr__(made, "__dict__", fields)
    object.__setattr__(made, "__pydantic_fields_set__", given)
    object.__setattr__(made, "__pydantic_extra__", None)
    object.__setattr__(made, "__pydantic_private__", None)
    return made
