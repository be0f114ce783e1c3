"""Questions in plain words, as `detente ask` reads them."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import FastAPI, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from domain.limits import QUESTION
from projections.schemas import SCHEMAS
from views.endpoints import ROOT, Given
from web.answering import Asking
from web.api import Desk, answered, check_once, tags_of
from web.openapi import answer_of

_Q: Final = "A question in plain words: how are things between Turkey and Russia"


class Words(BaseModel):
    """A question in plain words."""

    model_config = ConfigDict(extra="forbid")

    q: Annotated[str, Field(description=_Q, min_length=1, max_length=QUESTION)]


def add_words(app: FastAPI, desk: Desk) -> None:
    """Adds the address that answers a question in plain words."""

    async def ask(request: Request, wanted: Annotated[Words, Query()]) -> Response:
        check_once(request)
        asking = Asking(
            wanted.q,
            Given((), {}),
            desk.today(),
            desk.release,
            str(request.state.ending),
            request.headers.get("accept", ""),
            tags_of(request.headers.get("if-none-match", "")),
        )
        return await answered(desk, asking, request)

    app.add_api_route(
        f"{ROOT}/ask", ask, methods=["GET"], operation_id="ask",
        summary="Answers a question in plain words.", response_class=Response,
        responses=answer_of(SCHEMAS),
    )  # fmt: skip
