"""Recording with a browser: signing in, trying what a form would record, and recording it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from secrets import token_urlsafe
from typing import Final, cast
from urllib.parse import parse_qsl

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from domain.refusal import InvalidInput
from projections.events import describe
from projections.receipt import Receipt
from projections.typed_question import Typed
from service.recording import Overtaken
from service.rejected import Rejected
from service.repeating import key_of as kept_key
from service.timeline import Timeline
from views.html.address import Address
from views.html.record import Desk as Form
from views.html.record import Lately, RecordPage, Sent, sent
from web.api import Desk
from web.pages import site_of
from web.problems import Problem
from web.readers import Moment
from web.requests import body_of, check_origin
from web.sessions import SECONDS, Session, Sessions, cookie_name, is_away, same
from web.tokens import WRITE
from web.writing import (
    Wanted,
    Writers,
    act_of,
    check_rate,
    lines_of,
    performed,
    undo_of,
)

LATELY: Final = 10
"""Commands that are listed."""


@dataclass(frozen=True)
class Doors:
    """What a browser records through."""

    desk: Desk
    writers: Writers
    sessions: Sessions


def add_desk(app: FastAPI, doors: Doors) -> None:
    """Adds the pages that take forms."""

    async def sign_in(request: Request) -> Response:
        fact = request.query_params.get("fact", "")
        return await _page(doors, None, fact, Form(token=doors.sessions.sign_in_token))

    async def signed_in(request: Request) -> Response:
        posted = await _posted(request)
        if not same(posted.get("form_token", ""), doors.sessions.sign_in_token):
            raise Problem(403, name="other-form", title="that form is not one of this server's.")
        check_rate(doors.writers, "sign-in")
        holder = doors.writers.tokens.holder(posted.get("token", "").strip())
        if holder is None:
            raise Problem(401, title="that is not a token of this timeline.")
        fact = posted.get("fact", "")
        answer = RedirectResponse(Address(("record",), {"fact": fact}).text, 303)
        answer.set_cookie(
            cookie_name(request), doors.sessions.begin(holder), max_age=SECONDS, path="/",
            httponly=True, samesite="strict", secure=is_away(request),
        )  # fmt: skip
        return answer

    async def record(request: Request) -> Response:
        session = doors.sessions.of(request)
        fact = request.query_params.get("fact", "")
        return await _page(doors, session, fact, _fresh(doors, session))

    async def recorded(request: Request) -> Response:
        posted = await _posted(request)
        session = doors.sessions.of(request)
        if session is None:
            return await _page(doors, None, posted.get("fact", ""), _fresh(doors, None))
        if not same(posted.get("token", ""), session.token):
            raise Problem(403, name="other-form", title="that form is not one of this server's.")
        check_rate(doors.writers, session.holder.name)
        form = await _tried(doors, session, posted)
        return await _page(doors, session, posted.get("fact", ""), form)

    for path, get, post in (("/sign-in", sign_in, signed_in), ("/record", record, recorded)):
        app.add_route(path, get, methods=["GET"])
        app.add_route(path, post, methods=["POST"])


def _fresh(doors: Doors, session: Session | None) -> Form:
    """A form that nothing was typed in yet."""
    if session is None:
        return Form(token=doors.sessions.sign_in_token)
    return Form(author=session.holder.name, key=token_urlsafe(16), token=session.token)


async def _posted(request: Request) -> dict[str, str]:
    """The fields of a form. Raises Problem for one of another site, and one that is none."""
    check_origin(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise Problem(415)
    try:
        text = (await body_of(request)).decode()
        return dict(parse_qsl(text, max_num_fields=100))
    except ValueError:
        raise Problem(400) from None


async def _page(doors: Doors, session: Session | None, fact: str, form: Form) -> Response:
    """The page of the desk for somebody."""
    if session is not None and WRITE not in session.holder.scopes:
        raise Problem(403, name="not-for-this-token", title="that token is one to read.")

    def drawn(moment: Moment) -> Response:
        timeline, today = moment.timeline, doors.desk.today()
        typed = Typed((), {"fact": fact} if fact else {}, timeline, today)
        page = RecordPage.read(typed)
        site = site_of(moment, doors.desk)
        if session is None and doors.desk.private:
            site = replace(site, writes=True)  # whoever may only read begins there too
        shown = replace(form, lately=_lately(timeline)) if session else form
        found = page.draw_for(shown, timeline.ask, site)
        return Response(
            found.html, found.status, {"cache-control": "no-store"}, "text/html; charset=utf-8"
        )

    return await doors.desk.readers.run(drawn)


def _lately(timeline: Timeline) -> list[Lately]:
    found = timeline.commands()[-LATELY:][::-1]
    return [
        Lately(each.number, each.recorded.author, each.recorded.recorded_at, each.recorded.text,
               each.undone)
        for each in found
    ]  # fmt: skip


async def _tried(doors: Doors, session: Session, posted: Mapping[str, str]) -> Form:
    """What came of a form: its receipt, or what is wrong with it."""
    fresh = replace(_fresh(doors, session), act=posted.get("act", ""), typed=posted)
    # What is wrong is put right and sent again under the same key: nothing was recorded by it.
    same_key = replace(fresh, key=posted.get("key", "") or fresh.key)
    try:
        receipt = await _performed(doors, session, sent(posted), posted)
    except Rejected as rejected:
        return replace(same_key, problems=rejected.problems, status=422)
    except Overtaken as lost:
        versions = [("somebody else", describe(each)) for each in lost.theirs]
        return replace(same_key, refused=lost, versions=versions, status=412)
    except InvalidInput as refused:
        if refused.code == "unknown-form":
            raise
        return replace(same_key, refused=refused, status=422)
    except Problem as problem:
        if problem.status != 412:
            raise
        return replace(
            same_key, refused=InvalidInput(problem.title, code=problem.name),
            versions=_versions(problem), status=412,
        )  # fmt: skip
    return replace(fresh if not receipt.dry_run else same_key, receipt=receipt)


def _versions(problem: Problem) -> list[tuple[str, str]]:
    """What was recorded since the version that somebody has seen."""
    since = cast("list[dict[str, object]]", problem.beside.get("since", []))
    return [
        (f"version {each['version']}", f"{each['event']} by {each['author'] or 'nobody named'}")
        for each in since
    ]


async def _performed(
    doors: Doors, session: Session, form: Sent, posted: Mapping[str, str]
) -> Receipt:
    """Records what a form sends, once, or only tries it."""
    if not doors.writers.allowed:
        raise Problem(403)
    author, key = session.holder.name, posted.get("key", "")
    if not form.preview and not key:
        raise Problem(400, name="no-key", title="that form has no key.")
    said = repr(form._replace(fields=dict(form.fields))).encode()
    wanted = Wanted(
        author, "" if form.preview else kept_key(author, key, said), form.preview,
        form.fields, form.lines, form.fact, form.verb, form.version,
    )  # fmt: skip
    record = {"add": lines_of, "undo": undo_of(form.command)}.get(form.verb, act_of)
    receipt, _ = await performed(doors.writers, wanted, record)
    return receipt
