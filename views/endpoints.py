"""Endpoints: where a program asks each question, as a path and parameters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple, TypeAlias, cast
from urllib.parse import quote

from domain.kinds import DOMAINS
from domain.refusal import InvalidInput, SetField
from projections.question import Question
from projections.questions.index import QUESTIONS, Listed, question_class
from views.command import spelled
from views.options import OPTIONS, Option

ROOT: Final = "/v1"

_PIECE: Final = re.compile(r"\[[^\]]*\]|\S+")
_LIMIT: Final = "[DOMAIN or #TOPIC]"
_TWO_DAYS: Final = "[DAY1 DAY2]"
_TEXT: Final = "TEXT"


class Path(NamedTuple):
    """One path of a question: `state/{a}/{b}`, and the words that it has.

    `fixed` are words that are not said there, for the path says them by another name.
    """

    template: str
    parts: tuple[str, ...]
    fixed: tuple[str, ...] = ()

    def of(self, words: Sequence[str]) -> list[str]:
        """The parts of the path with words in it."""
        named = {f"{{{part}}}": word for part, word in zip(self.parts, words, strict=True)}
        return [named.get(part, part) for part in self.template.split("/")]


_STEMS: Final = {"fact": ("facts/", ""), "history": ("facts/", "/history")}
"""What stands around the words of a question in its path, where that is not its name."""

_NAMED: Final = {"kinds": Path("lenses", (), ("lenses",))}
"""A path of a question's own for some words of it."""

_LOOKS: Final = ("why", "only", "brief", "all", "speed", "exit_code")
"""Options of a terminal: they say how an answer is shown there."""

_BESIDES: Final = {
    "domain": Option((), "DOMAIN", "Only what is about one domain."),
    "topic": Option((), "TOPIC", "Only what is about one topic, without its `#`."),
    "q": Option((), "TEXT", "Words to be found, all of them."),
    "and_on": Option((), "DATE", "The second day; `on` is the first."),
}
"""Words that stand outside a path, by the parameters that they are."""

ORDER: Final = (
    "on", "and_on", "known_on", "and_known_on", "recorded_by", "at", "from", "to", "period",
    "actors", "q", "kind", "by", "toward", "domain", "topic", "status", "source", "counted",
    "label", "min_days", "lens", "and_lens", "layer", "day", "span", "order", "since", "last",
)  # fmt: skip
"""The order of parameters in an address, of an answer or of a page; others follow."""

_PLAIN: Final = "/:,@."
"""What stands in an address as it is, besides A to Z and digits."""


def path_text(parts: Iterable[str]) -> str:
    """A path from its parts: nothing in one of them is taken for a path."""
    return "/" + "/".join(quote(part, safe=_PLAIN[1:]) for part in parts)


def query_text(parameters: Iterable[tuple[str, str]]) -> str:
    """What stands behind the question mark: parameters in the order in which they come."""
    return "&".join(f"{name}={quote(value, safe=_PLAIN)}" for name, value in parameters)


def place_of(name: str) -> int:
    """The place of a parameter among the others; those of no place come last."""
    return _PLACES.get(name, len(_PLACES))


_PLACES: Final = {name: place for place, name in enumerate(ORDER)}


class Endpoint(NamedTuple):
    """How a program asks a question: its paths, the shortest first, and its parameters by name.

    `besides` are the parameters that are words on a terminal; `options` has what the question
    calls each of the others.
    """

    listed: Listed
    paths: tuple[Path, ...]
    besides: tuple[str, ...]
    options: Mapping[str, str]

    @property
    def question(self) -> type[Question]:
        """The question that is asked there."""
        return question_class(self.listed.name)

    def parameter(self, name: str) -> Option:
        """What a parameter is."""
        return _BESIDES[name] if name in self.besides else OPTIONS[self.options[name]]


@cache
def endpoints() -> tuple[Endpoint, ...]:
    """Every question that is asked by itself; the others are found by what these are given."""
    return tuple(_endpoint(listed) for listed in QUESTIONS if listed.group)


def _endpoint(listed: Listed) -> Endpoint:
    question = question_class(listed.name)
    before, after = _STEMS.get(listed.name, (f"{listed.name}/", ""))
    besides: list[str] = []
    paths: dict[Path, None] = {}
    for words in question.words[0].split(", or "):
        for parts in _paths(words, besides):
            path = "/".join(f"{{{part}}}" for part in parts)
            paths[Path(f"{before}{path}".rstrip("/") + after, parts)] = None
    options = {OPTIONS[name].name: name for name in question.options if name not in _LOOKS}
    besides = [name for name in besides if name not in options]
    shortest_first = sorted(paths, key=lambda path: len(path.parts))
    others = [_NAMED[listed.name]] if listed.name in _NAMED else []
    return Endpoint(listed, (*shortest_first, *others), tuple(besides), options)


def _paths(words: str, besides: list[str]) -> list[tuple[str, ...]]:
    """The words of each path that a line of usage allows; the others are parameters."""
    found: list[tuple[str, ...]] = [()]
    for piece in _PIECE.findall(words):
        if piece == _LIMIT:
            besides += ["domain", "topic"]
        elif piece == _TWO_DAYS:
            besides.append("and_on")
        elif piece == _TEXT:
            besides.append("q")
        else:
            longer = (*found[-1], *re.findall("[a-z]+", piece.lower()))
            found = [*found, longer] if piece.startswith("[") else [*found[:-1], longer]
    return found


# From a request to words and options --------------------------------------------------------------

Value: TypeAlias = str | int | bool | list[str]


class Given(NamedTuple):
    """What was given of a question: its words, its options by name, and its layers."""

    words: tuple[str, ...]
    options: Mapping[str, str]
    layers: tuple[str, ...] = ()


def given(endpoint: Endpoint, parts: Sequence[str], values: Mapping[str, Value]) -> Given:
    """The words and options that the parts of a path and its parameters are.

    Raises InvalidInput where a second day has no first, and for a domain beside a topic.
    """
    options = {
        endpoint.options[name]: _typed(value)
        for name, value in values.items()
        if name in endpoint.options and name != "layer" and value is not False
    }
    limits = _limits(values) if "domain" in endpoint.besides else ()
    words = [*parts, *limits, *([str(values["q"])] if "q" in values else [])]
    if "and_on" in values:
        if "on" not in options:
            said = "the second day needs a first one."
            raise InvalidInput(said, SetField("on", "DATE"), code="first-day-needed")
        words += [options.pop("on"), str(values["and_on"])]
    layers = cast("list[str]", values.get("layer", []))
    if layers:
        options["layer"] = ",".join(layers)
    return Given(tuple(words), options, tuple(layers))


def _typed(value: Value) -> str:
    """A value as somebody types it; empty for what is only switched on."""
    if isinstance(value, list):
        return ",".join(value)
    return "" if value is True else str(value)


def _limits(values: Mapping[str, Value]) -> Iterator[str]:
    """The domain or the topic as the last of the words."""
    domain, topic = values.get("domain"), values.get("topic")
    if domain and topic:
        said = "ties are limited to a domain or to a topic, not to both."
        fixes = (SetField("domain", str(domain)), SetField("topic", str(topic)))
        raise InvalidInput(said, *fixes, code="two-limits")
    if domain:
        yield str(domain)
    if topic:
        yield f"#{topic}"


# From a question to an address --------------------------------------------------------------------


def endpoint_of(question: Question) -> Endpoint:
    """Where a question is asked, by what a terminal calls it."""
    verb = spelled(question).verb
    return next(each for each in endpoints() if each.listed.command == verb)


class Located(NamedTuple):
    """Where a question is asked: the parts of its path, and its parameters in their order."""

    path: tuple[str, ...]
    parameters: Mapping[str, str]

    @property
    def text(self) -> str:
        """The address: `/v1/state/TUR/RUS?on=2022-03-05`."""
        path, query = path_text(self.path), query_text(self.parameters.items())
        return f"{path}?{query}" if query else path


def located(question: Question) -> Located:
    """Where a question is asked, by what a terminal calls it."""
    endpoint, asked = endpoint_of(question), spelled(question)
    words = list(asked.words)
    parameters = {name: value.replace("+00:00", "Z") or "1" for name, value in asked.options}
    if "q" in endpoint.besides:
        parameters["q"], words = " ".join(words), []
    if "and_on" in endpoint.besides and "on" not in parameters:
        parameters["and_on"], parameters["on"] = words.pop(), words.pop()
    if words and words[-1].startswith("#"):
        parameters["topic"] = words.pop()[1:]
    elif words and "domain" in endpoint.besides and words[-1] in DOMAINS:
        parameters["domain"] = words.pop()
    path = next(path for path in endpoint.paths if len(path.parts) == len(words))
    return Located((ROOT[1:], *path.of(words)), dict(_in_order(parameters)))


def address(question: Question) -> str:
    """The address that asks a question: `/v1/state/TUR/RUS?on=2022-03-05`."""
    return located(question).text


def _in_order(parameters: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(parameters.items(), key=lambda each: place_of(each[0]))
