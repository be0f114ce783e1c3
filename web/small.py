"""Small answers: whether it is well, and an answer asked again by its name."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import FastAPI, Path
from starlette.requests import Request
from starlette.responses import Response

from projections.answer import json_text
from projections.verification import verification_json
from views.endpoints import ROOT
from web.api import Desk
from web.openapi import refusals
from web.problems import Problem

_HEALTH: Final = {
    "type": "object",
    "properties": {
        "ok": {"const": True},
        "ready": {"const": True},
        "position": {"type": "integer"},
    },
    "required": ["ok", "ready", "position"],
}


def add_small(app: FastAPI, desk: Desk) -> None:
    """Adds the small answers."""

    async def health() -> Response:
        position = await desk.readers.run(lambda moment: moment.head.position)
        return _json({"ok": True, "ready": True, "position": position})

    async def answer(
        request: Request, answer: Annotated[str, Path(description="An answer's id.")]
    ) -> Response:
        if request.state.ending not in ("", "json"):
            raise Problem(406)
        found = await desk.readers.run(lambda moment: moment.timeline.verify(answer))
        return _json(verification_json(found))

    app.add_api_route(
        f"{ROOT}/health", health, methods=["GET"], operation_id="health",
        summary="Whether it is well, and how far the record has come.", response_class=Response,
        responses={
            "200": {"description": "It is.", "content": {"application/json": {"schema": _HEALTH}}},
            **refusals("421", "429", "500", "503"),
        },
    )  # fmt: skip
    app.add_api_route(
        f"{ROOT}/answers/{{answer}}", answer, methods=["GET"], operation_id="answer",
        summary="A cited answer asked again: then, and now.", response_class=Response,
        responses={
            "200": {"description": "Both.", "content": {"application/json": {"schema": {
                "$ref": "#/components/schemas/verify-answer.1",
            }}}},
            **refusals(),
        },
    )  # fmt: skip


def _json(value: object) -> Response:
    return Response(json_text(value), 200, {"cache-control": "no-cache"}, "application/json")
