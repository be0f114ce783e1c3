"""Bodies packed for whoever takes them so: under a name of their own, and never beside secrets."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from starlette.testclient import TestClient

from cli import __version__
from service.opening import open_sample, open_store
from tests.console import NOW
from web.app import Served, app_of
from web.packed import SMALLEST
from web.tokens import Tokens, hash_of

TODAY = date(2026, 11, 22)
STATE = "/v1/state/TUR/RUS?on=2022-03-05"
PAGE = "/ties/TUR/RUS?on=2022-03-05"


class Got(NamedTuple):
    """What came: status, headers, and the bytes as they travelled."""

    status: int
    headers: Mapping[str, str]
    raw: bytes

    @property
    def is_packed(self) -> bool:
        return self.headers.get("content-encoding") == "gzip"

    @property
    def body(self) -> bytes:
        return gzip.decompress(self.raw) if self.is_packed else self.raw


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = app_of(Served(open_sample, lambda: TODAY, __version__))
    with TestClient(app, base_url="http://localhost") as found:
        yield found


def get(client: TestClient, path: str, takes: str = "gzip", **headers: str) -> Got:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    with client.stream("GET", path, headers={"accept-encoding": takes, **sent}) as found:
        return Got(found.status_code, found.headers, b"".join(found.iter_raw()))


@pytest.mark.parametrize(
    "path", [STATE, PAGE, "/style.css", "/v1/timeline/TUR.csv?on=2022-03-05", "/v1/openapi.json",
             "/v1/series/TUR/RUS.svg?on=2022-03-05", "/v1/changes", "/v1/changes.atom"],
)  # fmt: skip
def test_a_packed_body_is_the_same_under_another_name(client: TestClient, path: str) -> None:
    plain, packed = get(client, path, "identity"), get(client, path, "br, gzip;q=0.5")

    assert (plain.is_packed, packed.is_packed) == (False, True)
    assert packed.body == plain.body
    assert len(packed.raw) == int(packed.headers["content-length"]) < len(plain.raw)
    assert plain.headers.get("etag") is None or plain.headers["etag"] != packed.headers["etag"]
    for found in (plain, packed):
        assert "Accept-Encoding" in found.headers["vary"]


@pytest.mark.parametrize("takes", ["", "identity", "br", "gzip;q=0", "gzip; q=0.000", "gzipped"])
def test_whoever_does_not_take_it_gets_the_plain_bytes(client: TestClient, takes: str) -> None:
    assert not get(client, STATE, takes).is_packed


@pytest.mark.parametrize("path", [STATE, PAGE])
def test_each_form_of_the_bytes_is_known_by_its_name(client: TestClient, path: str) -> None:
    for takes, other in (("gzip", "identity"), ("identity", "gzip")):
        tag = get(client, path, takes).headers["etag"]
        for asked in (takes, other):
            again = get(client, path, asked, if_none_match=tag)
            assert (again.status, again.raw, again.headers["etag"]) == (304, b"", tag)
            assert "Accept-Encoding" in again.headers["vary"]


def test_the_name_of_other_bytes_is_not_taken_for_one_of_ours(client: TestClient) -> None:
    tag = get(client, STATE).headers["etag"]
    other = get(client, STATE.replace("RUS", "USA"), if_none_match=tag)

    assert (other.status, other.is_packed) == (200, True)


def test_a_small_body_travels_as_it_is(client: TestClient) -> None:
    found = get(client, "/v1/health")

    assert not found.is_packed
    assert len(found.raw) < SMALLEST


def test_only_the_headers_of_a_packed_body_are_sent_where_they_are_asked_for(
    client: TestClient,
) -> None:
    found = client.head(STATE, headers={"accept-encoding": "gzip"})
    packed = get(client, STATE)

    assert found.content == b""
    for name in ("content-encoding", "content-length", "etag", "vary"):
        assert found.headers[name] == packed.headers[name]


def test_a_refusal_is_not_packed(client: TestClient) -> None:
    found = get(client, f"/v1/state/{'X' * 2000}/RUS")

    assert found.status == 422
    assert len(found.raw) > SMALLEST
    assert not found.is_packed


# Beside secrets ----------------------------------------------------------------------------------


@pytest.fixture
def writing(tmp_path: Path) -> Iterator[TestClient]:
    place = str(tmp_path / "mine.db")
    open_store(place, lambda: NOW, create=True).close()
    tokens = Tokens.read(f"An Author:{hash_of('w' * 43)}:read,write", "tokens")
    app = app_of(
        Served(lambda: open_store(place, lambda: NOW), lambda: TODAY, "1", tokens=tokens,
               writes=True)
    )  # fmt: skip
    with TestClient(app, base_url="http://localhost") as found:
        yield found


@pytest.mark.parametrize("path", ["/record", "/sign-in"])
def test_a_form_with_its_token_is_never_packed(writing: TestClient, path: str) -> None:
    """Its length would say how much of a text that a stranger put there is in the token."""
    found = get(writing, path)

    assert b'type="hidden"' in found.raw
    assert len(found.raw) > SMALLEST
    assert not found.is_packed


def test_nothing_is_packed_for_whoever_signed_in_with_a_browser(client: TestClient) -> None:
    assert not get(client, PAGE, cookie="session=x").is_packed
    assert not get(client, "/search?on=2022-03-05&q=grain", cookie="session=x").is_packed
