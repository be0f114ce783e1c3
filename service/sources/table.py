"""A table of a rules file: its keys, and the line on which each is written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Final, NoReturn, TypeVar, cast

from domain.characters import check_characters, lines_of
from domain.limits import check_line
from domain.refusal import AnyFix, Fix, InvalidInput, Problem

Data = dict[str, object]
_T = TypeVar("_T")
_AT = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")
_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]#]+?)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"""\s*(?:"([^"]+)"|'([^']+)'|([\w-]+))\s*=""")
_WORDS: Final[dict[type, str]] = {
    str: "a text in quotes",
    int: "a whole number",
    bool: "true or false",
    list: "a list in [ ]",
}


class BadRules(InvalidInput):
    """A rules file that says something wrong, and where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.place}: {problem.said}", *problem.fixes, code=problem.code)
        self.problem = problem

    def with_fixes(self, *fixes: AnyFix, column: int | None = None) -> BadRules:
        """The same problem with other fixes, at this column of its line."""
        at = self.problem.column if column is None else column
        return BadRules(replace(self.problem, fixes=fixes, column=at))


class Document:
    """A rules file as text, to say where in it something is."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.lines = lines_of(text)
        self._check_lines()
        try:
            self.data: Data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise self._unreadable(str(error)) from None
        except RecursionError:
            said = "lists are nested too deeply."
            raise BadRules(Problem(file, 1, 1, said, code="too-deep")) from None
        except ValueError:  # Python's own limit, of which the parser says no line
            said = "a number has more digits than can be read."
            raise BadRules(Problem(file, 1, 1, said, code="too-many-digits")) from None

    def _check_lines(self) -> None:
        for number, line in enumerate(self.lines, 1):
            try:
                check_line(line)
            except InvalidInput as refused:
                raise BadRules(Problem.of(refused, self.file, number)) from None

    def _unreadable(self, said: str) -> BadRules:
        match = _AT.search(said)
        line, column = (
            (int(match[1]), int(match[2])) if match and match[1] else (max(1, len(self.lines)), 1)
        )
        said = _AT.sub("", said).rstrip(".")
        example = Fix(
            'column = "Event Date"', "each value comes after =, and each text is in quotes"
        )
        return BadRules(
            Problem(
                self.file,
                line,
                column,
                f"this is not TOML: {said[:1].lower()}{said[1:]}.",
                (example,),
                "not-toml",
            )
        )

    def problem(
        self, path: Sequence[str], number: int, key: str, refused: InvalidInput
    ) -> BadRules:
        """What is wrong with a key of a table, the `number`th of its name."""
        line, column = self._place(".".join(path), number, key)
        name = ".".join((*path, key)) if key else ".".join(path) or "the file"
        inner = f", at column {refused.column} of it" if refused.column else ""
        said = f"{name}{inner}: {refused.said}"
        return BadRules(Problem(self.file, line, column, said, refused.fixes, refused.code))

    def _place(self, table: str, number: int, key: str) -> tuple[int, int]:
        here, seen, at = "", 0, 1
        for i, line in enumerate(self.lines, 1):
            header = _HEADER.fullmatch(line)
            if header:
                here = header[2].replace(" ", "")
                if not table and here.partition(".")[0] == key:
                    return i, 1
                seen += here == table
                if here == table and seen <= number + 1:
                    at = i
                continue
            found = _KEY.match(line)
            if (
                found
                and here == table
                and (not table or seen == number + 1)
                and key in found.groups()
            ):
                return i, len(line) - len(line.lstrip()) + 1
        return at, 1


class Table:
    """One table of a document: each key is checked as it is read; keys left over are refused."""

    def __init__(
        self, document: Document, path: tuple[str, ...], data: Data, number: int = 0
    ) -> None:
        self._document = document
        self._path = path
        self._data = data
        self._number = number
        self._known: list[str] = []

    @classmethod
    def whole(cls, document: Document) -> Table:
        """All of a document."""
        return cls(document, (), document.data)

    def refuse(self, key: str, refused: InvalidInput) -> NoReturn:
        """Raises BadRules for a key of this table."""
        raise self._document.problem(self._path, self._number, key, refused) from None

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def _taken(self, key: str, kind: type[_T], default: _T | None) -> _T:
        self._known.append(key)
        if key not in self._data:
            if default is None:
                fix = Fix(f'{key} = "..."', _WORDS[kind])
                self.refuse(key, InvalidInput(f'"{key}" is missing.', fix, code="missing-key"))
            return default
        value = self._data[key]
        if type(value) is not kind:
            self.refuse(
                key,
                InvalidInput(
                    f"this is {_WORDS.get(type(value), 'something else')}, and {_WORDS[kind]} is"
                    " expected.",
                    code="wrong-type",
                ),
            )
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """A text; an empty one is refused unless that is the default."""
        value = self._taken(key, str, default)
        if not value.strip() and value != default:
            fix = Fix(f'{key} = "..."')
            self.refuse(key, InvalidInput("this is empty.", fix, code="empty"))
        self._check_characters(key, value)
        return value

    def _check_characters(self, key: str, *values: str) -> None:
        """Refuses what a line cannot hold, however the text in quotes spells it.

        A byte order mark is taken: columns of files begin with one.
        """
        for value in values:
            try:
                check_characters(value.replace("\ufeff", ""), "a text")
            except InvalidInput as refused:
                self.refuse(key, refused)

    def one_of(self, key: str, choices: Sequence[str], default: str | None = None) -> str:
        """One of a closed list of texts."""
        value = self.text(key, default)
        if value not in choices and value != default:
            near = get_close_matches(value, choices, n=3, cutoff=0.4) or choices[:4]
            self.refuse(
                key,
                InvalidInput(
                    f'"{value}" is not one of {", ".join(choices)}.',
                    *(Fix(f'{key} = "{name}"') for name in near),
                    code="not-a-choice",
                ),
            )
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        return self._taken(key, bool, default)

    def number(self, key: str, default: int, least: int, most: int) -> int:
        """A whole number between two, both included."""
        value = self._taken(key, int, default)
        if not least <= value <= most:
            self.refuse(
                key,
                InvalidInput(
                    f"{value} is not between {least:,} and {most:,}.",
                    Fix(f"{key} = {default}"),
                    code="out-of-range",
                ),
            )
        return value

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of texts."""
        values: list[object] = self._taken(key, list, list[object](default))
        if not all(isinstance(value, str) for value in values):
            self.refuse(
                key,
                InvalidInput(
                    "every member of the list is a text in quotes.",
                    Fix(f'{key} = ["NA", ""]'),
                    code="wrong-type",
                ),
            )
        texts = tuple(map(str, values))
        self._check_characters(key, *texts)
        return texts

    def one_or_more(
        self, key: str, choices: Sequence[str], default: tuple[str, ...] = ()
    ) -> tuple[str, ...]:
        """One of a closed list of texts, or a list of some of them."""
        if not isinstance(self._data.get(key), list):
            return (self.one_of(key, choices, ""),) if key in self else default
        texts = self.texts(key)
        for text in texts or ("",):
            if text not in choices:
                said = f'"{text}" is not one of {", ".join(choices)}.'
                fixes = (Fix(f'{key} = "{name}"') for name in choices[:4])
                self.refuse(key, InvalidInput(said, *fixes, code="not-a-choice"))
        return texts

    def every_text(self) -> dict[str, str]:
        """All keys of this table, each with its text."""
        return {key: self.text(key, "") for key in self._data}

    def numbers(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers that count something."""
        values = self._taken(key, list, [])
        if not all(type(value) is int and 0 < value <= 10_000 for value in values):
            self.refuse(
                key,
                InvalidInput(
                    "every member of the list is a whole number.",
                    Fix(f"{key} = [57, 58]"),
                    code="wrong-type",
                ),
            )
        return tuple(cast(list[int], values))  # checked a line above

    def checked(self, key: str, read: Callable[[str], _T], value: str) -> _T:
        """What a text of this table is read as; a refusal gets its place."""
        try:
            return read(value)
        except InvalidInput as refused:
            self.refuse(key, refused)

    def table(self, key: str) -> Table:
        """A table within; empty where there is none."""
        self._known.append(key)
        data = self._data.get(key, {})
        if not isinstance(data, dict):
            fix = Fix(f"[{key}]")
            self.refuse(key, InvalidInput(f"{key} is a table.", fix, code="wrong-type"))
        return Table(self._document, (*self._path, key), cast(Data, data))  # TOML's keys are texts

    def tables(self, key: str) -> list[Table]:
        """All tables of that name, written as `[[name]]`."""
        self._known.append(key)
        found = self._data.get(key, [])
        if not isinstance(found, list) or not all(isinstance(data, dict) for data in found):
            self.refuse(
                key,
                InvalidInput(
                    f"each {key} begins with its name in double brackets.",
                    Fix(f"[[{key}]]"),
                    code="wrong-type",
                ),
            )
        tables = cast(list[Data], found)  # checked two lines up
        return [Table(self._document, (*self._path, key), data, i) for i, data in enumerate(tables)]

    def done(self) -> None:
        """Refuses keys that nobody asked for."""
        for key in self._data:
            if key not in self._known:
                near = get_close_matches(key, self._known, n=2, cutoff=0.5) or self._known[:3]
                said = f'nothing is called "{key}" here.'
                self.refuse(key, InvalidInput(said, *map(Fix, near), code="unknown-key"))
