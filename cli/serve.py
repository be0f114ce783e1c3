"""Answers over HTTP, for a browser and for programs: serve."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated, Final, TypedDict, Unpack

import typer

from cli import __version__, common
from cli.output import say
from cli.settings import SAMPLE, Place, Settings, place
from domain.refusal import Failure, Run
from service.extras import installs
from service.opening import open_sample
from service.timeline import Timeline

if TYPE_CHECKING:
    from web.app import Application
    from web.tokens import Tokens

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)

PORT: Final = 8410
RATE: Final = 20.0
_FILE: Final = ("token_file", "FILE")
_WRITES: Final = ("allow_write", True)


class How(TypedDict):
    """Who may do what with what is served."""

    hosts: frozenset[str]
    tokens: Tokens
    private: bool
    writes: bool
    rate: float


@app.command("serve")
def serve(
    context: typer.Context,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Where it listens: 127.0.0.1, ::1.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="0 is any that is free.")
    ] = PORT,
    allow_write: Annotated[
        bool, typer.Option("--allow-write", help="Whoever holds a token for it may record.")
    ] = False,
    token_file: Annotated[
        str,
        typer.Option(
            "--token-file",
            metavar="FILE",
            envvar="DETENTE_TOKEN_FILE",
            help="Who may read and record: lines NAME:HASH:read,write.",
            show_default=False,
        ),
    ] = "",
    new_token: Annotated[
        str,
        typer.Option(
            "--new-token",
            metavar="NAME",
            help="Makes a token and its line for that file, and serves nothing.",
            show_default=False,
        ),
    ] = "",
    public: Annotated[bool, typer.Option("--public", help="Anybody may read, anywhere.")] = False,
    host_name: Annotated[
        list[str] | None,
        typer.Option("--host-name", metavar="NAME", help="A name by which others reach it."),
    ] = None,
    rate: Annotated[
        float,
        typer.Option("--rate", metavar="N", min=0, help="Questions a second of each; 0: any."),
    ] = RATE,
    browse: Annotated[bool, typer.Option("--open", help="Opens it in the browser.")] = False,
) -> None:
    """Answers over HTTP until it is stopped: pages for a browser, JSON for programs.

    Only this machine can reach it, and nobody can record anything, unless said.
    """
    settings = common.settings_of(context)
    if new_token:
        _make_token(settings, new_token, writes=allow_write)
        return
    found = place(settings)
    _check_installed()
    from web.guard import is_loopback
    from web.server import address_of, bound
    from web.server import serve as serve_at
    from web.tokens import Tokens

    tokens = Tokens.read(common.read_text(settings, token_file), token_file) if token_file else None
    away = not is_loopback(host)
    _check_allowed(found, host, tokens, away=away, public=public, writes=allow_write)
    application = _application(
        settings,
        found,
        hosts=frozenset(name.lower() for name in host_name or ()),
        tokens=tokens or Tokens(),
        private=away and not public,
        writes=allow_write,
        rate=rate,
    )
    socket = bound(host, port)
    address = address_of(socket)
    common.print_to(settings, f"{_named(found)} is served at {address} until you press Ctrl-C.")
    if browse:
        import webbrowser

        webbrowser.open(address)
    serve_at(application, socket)
    common.print_to(settings, "Stopped.")


def _make_token(settings: Settings, name: str, *, writes: bool) -> None:
    """Prints a new token, and the line by which it is known."""
    from web.tokens import SCOPES, Tokens, hash_of, new_token

    token = new_token()
    line = f"{name}:{hash_of(token)}:{','.join(SCOPES) if writes else SCOPES[0]}"
    Tokens.read(line, "--new-token")
    say(settings, line)
    common.print_to(settings, f"The token of {name}, which nobody can show again:", f"  {token}")


def _check_allowed(
    found: Place, host: str, tokens: Tokens | None, *, away: bool, public: bool, writes: bool
) -> None:
    """Raises Failure for what nobody could do, or anybody could."""
    if away and not (tokens or public):
        raise Failure(
            f"others can reach {host}, and nothing says who may read.",
            Run("serve", fields=(("host", host), _FILE)),
            Run.of("serve", host=host, public=True, meaning="anybody may"),
            Run.of("serve", host="127.0.0.1", meaning="this machine alone"),
            code="no-token-file",
        )
    if writes and not tokens:
        raise Failure(
            "whoever records needs a token, and no file of them is named.",
            Run("serve", fields=(("new_token", "NAME"), _WRITES), meaning="makes one"),
            Run("serve", fields=(_WRITES, _FILE)),
            code="no-token-file",
        )
    if writes and found.where == SAMPLE:
        raise Failure(
            "the bundled sample is read-only; begin a timeline of your own.",
            Run.of("init", "my.db"),
            code="read-only",
        )


def _check_installed() -> None:
    """Raises Failure where the extra is not installed with this detente."""
    if not all(map(find_spec, ("fastapi", "uvicorn"))):
        raise Failure(
            "serving needs FastAPI and uvicorn, which are not installed with this detente.",
            *installs("serve"),
            code="extra-missing",
        )


def _application(settings: Settings, found: Place, **how: Unpack[How]) -> Application:
    from web.app import Served, app_of

    def opened() -> Timeline:
        return open_sample() if found.where == SAMPLE else common.opened_at(settings, found)

    opened().close()  # what cannot be opened is refused now, not at the first question
    return app_of(Served(opened, lambda: settings.today, __version__, ahead=True, **how))


def _named(found: Place) -> str:
    if found.where == SAMPLE:
        return "The bundled sample"
    from service.store.place import without_password

    return without_password(found.where)
