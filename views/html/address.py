"""Addresses of pages and answers: what is asked as a path and its options, in one spelling."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

from projections.lenses.standing_flow import LENS
from projections.pairs import Pair
from projections.question import Question
from projections.typed_question import Typed
from views.endpoints import located, path_text, place_of, query_text


class Address(NamedTuple):
    """What a page or an answer is asked by: `/ties/TUR/RUS?on=2022-03-05`.

    `words` are the parts of its path, `options` what follows the question mark; an option that is
    empty is left out. `form` is an ending, as `json`; `part` is a place on the page.
    """

    words: tuple[str, ...] = ()
    options: Mapping[str, str] = {}  # never changed: a tuple's default
    form: str = ""
    part: str = ""

    @property
    def path(self) -> str:
        """The path alone, from the root."""
        return path_text(self.words) + (f".{self.form}" if self.form else "")

    @property
    def query(self) -> str:
        """The options alone, in their order, without the question mark."""
        given = sorted(self.options.items(), key=lambda each: (place_of(each[0]), each[0]))
        return query_text((name, value) for name, value in given if value)

    @property
    def text(self) -> str:
        """The whole address from the root of a site."""
        query = f"?{self.query}" if self.query else ""
        return f"{self.path}{query}" + (f"#{self.part}" if self.part else "")

    def with_options(self, **given: str) -> Address:
        """The same with other options; an empty one leaves it out."""
        return self._replace(options={**self.options, **given})

    def as_form(self, form: str) -> Address:
        """The same question in another form: `.json`, `.csv`, `.md`, `.svg`."""
        return self._replace(form=form, part="")


class Fixed(NamedTuple):
    """What a visitor fixed, which every link of the page keeps."""

    on: date | None = None
    known_on: date | None = None
    recorded_by: datetime | None = None
    lens: str = ""

    @classmethod
    def of(cls, typed: Typed) -> Fixed:
        """What was fixed of a question as it was typed. Raises InvalidInput."""
        lens = typed.lens() if typed.has("lens") else ""
        return cls(
            typed.day("on"), typed.day("known_on"), typed.instant("recorded_by"),
            "" if lens == LENS.name else lens,
        )  # fmt: skip

    @property
    def options(self) -> dict[str, str]:
        """The same as options of an address."""
        return dict(self._given())

    def _given(self) -> Iterator[tuple[str, str]]:
        for name in ("on", "known_on"):
            found = getattr(self, name)
            if found:
                yield name, found.isoformat()
        if self.recorded_by:
            yield "recorded_by", instant_text(self.recorded_by)
        if self.lens:
            yield "lens", self.lens

    @property
    def is_past(self) -> bool:
        """Whether later knowledge was left out."""
        return self.known_on is not None or self.recorded_by is not None


def iso(value: date | None) -> str:
    """A day as an address has it; empty where there is none."""
    return value.isoformat() if value else ""


def instant_text(value: datetime) -> str:
    """An instant as an address has it: `2026-11-22T16:00:00Z`."""
    return value.isoformat().replace("+00:00", "Z")


def ties(pair: Pair, options: Mapping[str, str], *more: str) -> Address:
    """The page of two actors' ties, or one behind it: `compare`, `knowledge`."""
    return Address(("ties", pair.a, pair.b, *more), options)


def fact(handle: str, options: Mapping[str, str], part: str = "") -> Address:
    """The page of a fact; options that it does not take are left out."""
    kept = {name: options[name] for name in ("on", "known_on", "recorded_by") if name in options}
    return Address(("facts", handle.removeprefix("desk/")), kept, part=part)


def timeline(actors: tuple[str, ...], options: Mapping[str, str]) -> Address:
    """The timeline of two actors, of one, or of all; through which lens is not its matter."""
    kept = {name: value for name, value in options.items() if name != "lens"}
    return Address(("timeline", *actors), kept)


def answer(name: str) -> Address:
    """The page on which an answer is asked again."""
    return Address(("answers", name))


def api(question: Question) -> Address:
    """Where a program asks a question: `/v1/state/TUR/RUS?on=2022-03-05`."""
    return Address(*located(question))
