"""The description of the API: as OpenAPI for programs, and as pages for people."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from functools import cache
from typing import Any, Final

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from projections.answer import json_text
from projections.typed_question import Typed
from service.opening import open_sample
from service.timeline import Timeline
from views.command import command
from views.endpoints import ROOT, endpoints, given, located
from views.html.reference import Example, Operation, Parameter, reference, refusal
from web.api import Desk
from web.described_writing import writing_paths
from web.openapi import Json, answers, described
from web.pages import site_of
from web.problems import Problem

_WORDS: Final = {"a": "TUR", "b": "RUS", "fact": "straits", "name": "TUR", "word": "stance"}
_DAY: Final = "2022-03-05"
_BEGINS: Final = 12
"""Lines of an answer that are shown."""

_NAME: Final = re.compile("[a-z][a-z0-9-]{0,60}")


def add_reference(app: FastAPI, desk: Desk) -> Callable[[], None]:
    """Adds the description, which is made when somebody first asks for it, or ahead of that.

    Returns what makes it ahead: that takes some seconds.
    """

    @cache
    def whole() -> Json:
        found = described(app)
        for path, operations in writing_paths():
            found["paths"].setdefault(path, {}).update(operations)
        return found

    @cache
    def text() -> str:
        return json.dumps(whole(), ensure_ascii=False)

    @cache
    def shown() -> list[Operation]:
        return _operations(whole())

    def make() -> None:
        text()
        shown()

    async def openapi(_: Request) -> Response:
        return Response(
            await run_in_threadpool(text), 200, {"cache-control": "no-cache"}, "application/json"
        )

    async def page(_: Request) -> Response:
        found = await run_in_threadpool(shown)
        html = await desk.readers.run(lambda moment: reference(found, site_of(moment, desk)).html)
        return Response(html, 200, {"cache-control": "no-cache"}, "text/html; charset=utf-8")

    async def there(_: Request) -> Response:
        return RedirectResponse(f"{ROOT}/", 303)

    async def problem(request: Request) -> Response:
        name = str(request.path_params["name"])
        if not _NAME.fullmatch(name):
            raise Problem(404)
        html = await desk.readers.run(lambda moment: refusal(name, site_of(moment, desk)).html)
        return Response(html, 200, {"cache-control": "no-cache"}, "text/html; charset=utf-8")

    app.add_route(f"{ROOT}/openapi.json", openapi, methods=["GET"])
    app.add_route(f"{ROOT}/", page, methods=["GET"])
    app.add_route(ROOT, there, methods=["GET"])
    app.add_route("/problems/{name}", problem, methods=["GET"])
    return make


def _operations(description: Json) -> list[Operation]:
    examples = _examples()
    return [
        Operation(
            method.upper(),
            path,
            str(operation.get("summary", "")),
            [
                Parameter(each["name"], each["in"], str(each.get("description", "")))
                for each in operation.get("parameters", [])
            ],
            _answers().get(path, []),
            examples.get(path) if method == "get" else None,
        )
        for path, operations in description["paths"].items()
        for method, operation in _by_method(operations)
    ]


def _by_method(operations: Json) -> Iterator[tuple[str, Any]]:
    yield from operations.items()


@cache
def _answers() -> dict[str, list[str]]:
    """The schemas of answers, by path."""
    return {
        f"{ROOT}/{path.template}": answers(endpoint)
        for endpoint in endpoints()
        for path in endpoint.paths
    }


@cache
def _examples() -> dict[str, Example]:
    """A question at each path, and how the bundled sample answers it."""
    with closing(open_sample()) as sample:
        return dict(_asked(sample))


def _asked(sample: Timeline) -> Iterator[tuple[str, Example]]:
    for endpoint in endpoints():
        values: dict[str, Any] = {"on": _DAY} if "on" in endpoint.options else {}
        if "and_on" in endpoint.besides:
            values = {"on": "2022-02-23", "and_on": _DAY}
        if "q" in endpoint.besides:
            values["q"] = "S-400"
        for path in endpoint.paths:
            every = {} if path.parts or "all" not in endpoint.options else {"all": True}
            parts = [*path.fixed, *(_WORDS[part] for part in path.parts)]
            words, options, layers = given(endpoint, parts, values | every)
            typed = Typed(words, options, sample, date(2026, 11, 22), layers)
            question = endpoint.question.asked(typed)
            lines = json_text(sample.ask(question).json).splitlines()
            begins = "\n".join([*lines[:_BEGINS], *(["  …"] if len(lines) > _BEGINS else [])])
            yield (
                f"{ROOT}/{path.template}",
                Example(located(question).text, f"{command(question)} --json", begins),
            )
