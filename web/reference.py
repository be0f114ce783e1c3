"""The description of the API: as OpenAPI for programs, and as a page for people."""

from __future__ import annotations

import json
from functools import cache

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from views.endpoints import ROOT
from web.described_writing import writing_paths
from web.openapi import described


def add_reference(app: FastAPI) -> None:
    """Adds the description, which is made when somebody first asks for it."""

    @cache
    def text() -> str:
        found = described(app)
        for path, operations in writing_paths():
            found["paths"].setdefault(path, {}).update(operations)
        return json.dumps(found, ensure_ascii=False)

    async def openapi(_: Request) -> Response:
        return Response(text(), 200, {"cache-control": "no-cache"}, "application/json")

    app.add_route(f"{ROOT}/openapi.json", openapi, methods=["GET"])
