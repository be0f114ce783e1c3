"""The server: a socket that answers, with patience for nobody who sends slowly, until stopped."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import h11
from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

from domain.refusal import Failure, Run
from web.guard import Guard

if TYPE_CHECKING:
    from types import FrameType

HEADER_SECONDS: Final = 5
"""How long somebody may take to send the head of a request."""

STOP_SECONDS: Final = 10
"""How long requests may take to their end once the server is stopped."""

MOST_CONNECTIONS: Final = 256
"""Connections at once; whoever comes then is asked to come again."""

_LONGEST_HEAD: Final = 32 * 1024
"""Bytes of a request's head: an address that is too long is still answered by name."""


class PatientProtocol(H11Protocol):
    """HTTP/1.1, which closes a connection whose next request does not arrive in time."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as the library declares it
        """A connection is there, and its request is awaited."""
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Bytes have come; the whole head of a request ends the wait for it."""
        if self._deadline is None and self.conn.their_state is h11.IDLE:
            self._await_head()
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _await_head(self) -> None:
        self._deadline = self.loop.call_later(HEADER_SECONDS, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


class _Server(Server):
    """A server that a signal ends, and that then leaves the signal alone."""

    def __init__(self, config: Config, stop: Callable[[], None]) -> None:
        super().__init__(config)
        self._stop = stop

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Takes the signals that end it while it runs."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        ending = (signal.SIGINT, signal.SIGTERM)
        before = {each: signal.signal(each, self.handle_exit) for each in ending}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stops after what has begun; at the second time, at once."""
        self.force_exit = self.should_exit
        self._stop()
        super().handle_exit(sig, frame)


def bound(host: str, port: int) -> socket.socket:
    """A socket at an address of this machine; port 0 is any that is free.

    Raises Failure where the port is taken, and where the address is none of this machine.
    """
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError):
        said = f'"{host}" is not an address of this machine.'
        raise Failure(said, Run.of("serve", host="127.0.0.1"), code="no-host") from None
    found = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":  # elsewhere it would let two servers share a port
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(place)
        found.listen()
    except OSError as error:
        found.close()
        said = f"nothing can be served at {host}, port {port}: {(error.strerror or '').lower()}."
        raise Failure(
            said, Run.of("serve", port=str((port + 1) % 65536)), code="port-taken"
        ) from None
    return found


def address_of(found: socket.socket) -> str:
    """Where a browser finds what a socket serves."""
    host, port = found.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def serve(app: Guard, at: socket.socket) -> None:
    """Answers at a socket until somebody stops it."""
    config = Config(
        app,
        loop="asyncio",
        http=PatientProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=HEADER_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
        h11_max_incomplete_event_size=_LONGEST_HEAD,
    )
    _Server(config, app.stop).run([at])
