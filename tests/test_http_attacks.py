"""What attacks a served timeline: hosts, sizes, slowness, headers, paths. Nothing gets in."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from cli import __version__
from service.opening import open_sample, open_store
from tests.console import Console
from tests.effort import examples
from web import server
from web.app import Served, app_of
from web.tokens import Tokens, hash_of, new_token

TODAY = date(2026, 11, 22)
HERE = b"Host: localhost\r\n"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = app_of(Served(open_sample, lambda: TODAY, __version__))
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as found:
        yield found


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example:8410",
        "[::1].evil.example", "10.0.0.1", "0.0.0.0", "", "localhost@evil.example", "169.254.1.1",
        "localhost:80@evil.example",
    ],
)  # fmt: skip
def test_a_host_that_is_not_ours_is_answered_nothing(client: TestClient, host: str) -> None:
    found = client.get("/v1/stats", headers={"host": host})

    assert found.status_code == 421
    assert "sample" not in found.text


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:8410", "127.0.0.1:1", "127.8.8.8", "[::1]:8410"]
)
def test_this_machine_is_ours_by_all_its_names(client: TestClient, host: str) -> None:
    assert client.get("/v1/health", headers={"host": host}).status_code == 200


def test_two_hosts_are_none(client: TestClient) -> None:
    twice = [("host", "localhost"), ("host", "evil.example")]

    assert client.get("/v1/health", headers=twice).status_code == 421


def test_an_address_that_is_too_long_is_not_read(client: TestClient) -> None:
    assert client.get(f"/v1/search?q={'x' * 9000}").status_code == 414
    assert client.get(f"/{'x' * 9000}").status_code == 414


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd", "/..%2f..%2fetc%2fpasswd", "/v1/../../../etc/passwd",
        "/style.css/../../paper.py", "/%2e%2e/paper.py", "/v1/facts/..%2f..%2fetc%2fpasswd",
        "/static/paper.py", "/v1/facts/%00", "//etc/passwd", "/v1/kinds/%2e%2e",
        "/v1/facts/commands%2Fdesk", "/v1/facts/actors%2FTUR",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_what_is_served(client: TestClient, path: str) -> None:
    found = client.get(path)

    assert found.status_code in (404, 422)
    assert "root:" not in found.text


@pytest.mark.parametrize(
    "value",
    ["x\r\nset-cookie: a=b", "x\nlocation: http://evil.example", "x\0y", "x\u2028y", "é\u202e"],
)
def test_no_header_of_an_answer_holds_what_somebody_put_there(
    client: TestClient, value: str
) -> None:
    for path in ("/v1/search?q=", "/v1/state/TUR/RUS?topic=", "/ask?q=", "/v1/kinds?find="):
        found = client.get(f"{path}{quote(value)}", follow_redirects=False)
        headers = "".join(f"{name}{text}" for name, text in found.headers.items())

        assert found.status_code < 500
        assert "set-cookie" not in found.headers
        assert not re.search("[\0-\x1f]|evil.example$", headers)


def test_a_mistake_of_ours_says_nothing_of_the_program(tmp_path: Path) -> None:
    """A store that goes away while it is served: refused without its place."""
    place = tmp_path / "secret-name.db"
    open_store(str(place), create=True).close()
    app = app_of(Served(lambda: open_store(str(place)), lambda: TODAY, __version__))
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        assert client.get("/v1/stats").status_code == 200
        place.unlink()
        gone = client.get("/v1/state/TUR/RUS")
        page = client.get("/ties/TUR/RUS")

    assert gone.status_code in (500, 503)
    assert page.status_code in (500, 503)
    for found in (gone, page):
        assert "secret-name" not in found.text
        assert "Traceback" not in found.text
        assert str(tmp_path) not in found.text


@given(st.text(st.characters(codec="utf-8"), max_size=60), st.text(max_size=60))
@settings(max_examples=examples(60), deadline=None)
def test_whatever_is_asked_is_answered_or_refused(
    client: TestClient, word: str, value: str
) -> None:
    for address in (
        f"/v1/state/{quote(word, safe='')}/RUS?on={quote(value)}",
        f"/ties/TUR/{quote(word, safe='')}?topic={quote(value)}",
        f"/ask?a={quote(word)}&b={quote(value)}",
    ):
        assert client.get(address, follow_redirects=False).status_code in (
            200, 303, 404, 414, 422,
        )  # fmt: skip


def test_tokens_are_read_or_their_line_is_named_and_never_shown() -> None:
    token = new_token()
    tokens = Tokens.read(f"# a remark\n\nA B:{hash_of(token)}:read,write\n", "tokens")
    holder = tokens.holder(token)

    assert holder is not None
    assert (holder.name, sorted(holder.scopes)) == ("A B", ["read", "write"])
    for bad in ("A:b", token, f"A:{token}", f"A:{hash_of(token)}:eat", f":{hash_of(token)}"):
        with pytest.raises(ValueError, match="tokens:2") as refused:
            Tokens.read(f"\n{bad}", "tokens")
        assert token not in str(refused.value)


# A server that runs ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a server of the sample, in a process of its own."""
    command = [sys.executable, "-m", "detente", "serve", "--port", "0"]
    environ = {**os.environ, "XDG_DATA_HOME": str(tmp_path_factory.mktemp("home"))}
    environ.pop("DETENTE_DB", None)
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environ) as process:
        assert process.stderr is not None
        began = process.stderr.readline()
        found = re.search(r":(\d+)/", began)
        assert found is not None, began
        yield int(found[1])
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
        assert "Stopped." in process.stderr.read()


def sent(port: int, request: bytes) -> bytes:
    """All that comes back for bytes that are sent, until the server closes."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=30)) as connection:
        connection.sendall(request)
        found = b""
        while chunk := connection.recv(65536):
            found += chunk
        return found


def test_a_server_answers_and_ends_what_was_asked_to_end(running: int) -> None:
    found = sent(
        running, b"GET /v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    )

    assert found.startswith(b"HTTP/1.1 200")
    assert b"server:" not in found.lower()


def test_whoever_sends_the_head_of_a_request_too_slowly_is_left(running: int) -> None:
    """The connection is closed by the server, which a fixed wait would only guess."""
    assert sent(running, b"GET /v1/health HTTP/1.1\r\nHost: loc") == b""


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /v1/health HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 40_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + HERE + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n",
        b"\0\1\2\3\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
    ],
    ids=["long", "smuggled", "noise", "absolute"],
)
def test_what_is_not_a_request_of_ours_is_refused(running: int, request_: bytes) -> None:
    assert re.match(rb"HTTP/1.1 4\d\d", sent(running, request_))


def test_a_port_that_is_taken_is_named(running: int, tmp_path: Path) -> None:
    printed, code = Console(tmp_path).run(["serve", "--port", str(running)])

    assert code == 1
    assert f"nothing can be served at 127.0.0.1, port {running}" in printed


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--host", "0.0.0.0"], "nothing says who may read"),
        (["--host", "::"], "nothing says who may read"),
        (["--allow-write"], "needs a token"),
        (["--host", "nowhere.invalid", "--public"], "not an address of this machine"),
        (["--token-file", "nothing"], "there is no file"),
    ],
)
def test_what_others_could_reach_does_not_begin(tmp_path: Path, argv: list[str], said: str) -> None:
    printed, code = Console(tmp_path).run(["serve", *argv])

    assert code == 1
    assert said in printed


def test_a_token_is_made_once_and_its_line_is_read(tmp_path: Path) -> None:
    line, said, code = Console(tmp_path).apart(["serve", "--new-token", "An Author"])
    token = said.split()[-1]

    assert code == 0
    holder = Tokens.read(line, "tokens").holder(token)
    assert holder is not None
    assert token not in line


def test_the_limits_of_a_server_are_those_of_its_page() -> None:
    page = (Path(__file__).parent.parent / "docs" / "serve.md").read_text(encoding="utf-8")

    assert f"the head of a request | {server.HEADER_SECONDS} s" in page
    assert f"{server.MOST_CONNECTIONS}, 32 | 503" in page
