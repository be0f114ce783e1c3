"""Answers over HTTP, for a browser and for programs: serve."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated, Final

import typer

from cli import __version__, common
from cli.settings import SAMPLE, Place, Settings, place
from domain.refusal import Failure, Fix, Run
from service.opening import open_sample
from service.timeline import Timeline

if TYPE_CHECKING:
    from web.app import Application

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)

PORT: Final = 8410
_INSTALL: Final = ("uv tool install", "pipx install --force", "pip install")


@app.command("serve")
def serve(
    context: typer.Context,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Where it listens: 127.0.0.1, ::1.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="0 is any that is free.")
    ] = PORT,
    host_name: Annotated[
        list[str] | None,
        typer.Option("--host-name", metavar="NAME", help="A name by which others reach it."),
    ] = None,
    browse: Annotated[bool, typer.Option("--open", help="Opens it in the browser.")] = False,
) -> None:
    """Answers over HTTP until it is stopped: pages for a browser, JSON for programs.

    Only this machine can reach it, and nobody can record anything, unless said.
    """
    settings = common.settings_of(context)
    found = place(settings)
    _check_installed()
    from web.guard import is_loopback
    from web.server import address_of, bound
    from web.server import serve as serve_at

    if not is_loopback(host):
        raise Failure(
            f"others could reach {host}, and nothing says who may read.",
            Run.of("serve", host="127.0.0.1"),
            code="no-token-file",
        )
    application = _application(settings, found, frozenset(host_name or ()))
    socket = bound(host, port)
    address = address_of(socket)
    common.print_to(settings, f"{_named(found)} is served at {address} until you press Ctrl-C.")
    if browse:
        import webbrowser

        webbrowser.open(address)
    serve_at(application, socket)
    common.print_to(settings, "Stopped.")


def _check_installed() -> None:
    """Raises Failure where the extra is not installed with this detente."""
    if not all(map(find_spec, ("fastapi", "uvicorn"))):
        raise Failure(
            "serving needs FastAPI and uvicorn, which are not installed with this detente.",
            *(Fix(f"{install} 'detente[serve]'") for install in _INSTALL),
            code="extra-missing",
        )


def _application(settings: Settings, found: Place, hosts: frozenset[str]) -> Application:
    from web.app import Served, app_of

    def opened() -> Timeline:
        return open_sample() if found.where == SAMPLE else common.opened_at(settings, found)

    opened().close()  # what cannot be opened is refused now, not at the first question
    return app_of(Served(opened, lambda: settings.today, __version__, hosts))


def _named(found: Place) -> str:
    if found.where == SAMPLE:
        return "The bundled sample"
    from service.store.place import without_password

    return without_password(found.where)
