"""What somebody stored as a script is text in all that is served: pages, data, feeds and cards."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from io import StringIO
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient

from cli import __version__
from domain.command import Request
from service.opening import open_store
from service.rejected import TYPED
from tests.drawing import check_form
from views.endpoints import ROOT, endpoints
from views.html.index import PAGES
from web.app import Served, app_of
from web.tokens import Tokens, hash_of

TODAY = date(2026, 11, 22)
TOKEN = "w" * 43
SCRIPT = "<script>alert(1)</script>'><img src=x onerror=alert(2)>{{7*7}}"
FORMULA = f"=cmd|' /C calc'!A0 {SCRIPT}"
LINES = f"""
@actor acme  Acme {SCRIPT}  type=organisation
2026-11-20  TUR > RUS  action:accuse/diplomacy  "{SCRIPT} accused"  ^accused #topic
    report "Press {SCRIPT}", 2026-11-20, https://press.example/?q={SCRIPT}, origin="agency {SCRIPT}", quote "{SCRIPT}"
    place {SCRIPT}
    note {SCRIPT}
    weight -4, because {SCRIPT}
    corrected on 2026-11-19, 2026-11-22, "Gazette {SCRIPT}", because {SCRIPT}
2026-11-21  TUR > RUS  action:accuse/diplomacy  "{SCRIPT} claimed"  ^claimed
    report Press, 2026-11-21
    denied "Ministry {SCRIPT}", 2026-11-22
2026-12-19  acme = TUR  planned:visit  "{SCRIPT} planned"  ^planned
    report Press, 2026-11-01
2026-11-18  acme = RUS  visit  "{FORMULA}"  ^formula
    report Press, 2026-11-18
"""  # noqa: E501  # a line of a fact is one line

WORDS = {
    "a": "TUR", "b": "RUS", "actor": "acme", "fact": "accused", "name": f"agency {SCRIPT}",
    "word": "stance",
}  # fmt: skip
NEEDED = {
    "/search": "?q=alert", f"{ROOT}/search": "?q=alert", f"{ROOT}/board": "?all=1",
    f"{ROOT}/diff/{{a}}/{{b}}": "?on=2026-11-01&and_on=2026-11-22",
}  # fmt: skip
"""What an address cannot do without."""

FORMS = ("", ".csv", ".md", ".jsonl", ".svg", ".ics")
DATA = (
    *(
        f"{ROOT}/{path.template}".replace("actors/{name}", "actors/{actor}")
        for endpoint in endpoints()
        for path in endpoint.paths
    ),
    f"{ROOT}/changes", f"{ROOT}/changes.atom", f"{ROOT}/changes.atom?only=turns",
    "/card/{a}/{b}", "/card/{a}/{b}.json", "/card/{actor}/{a}",
)  # fmt: skip
HTML = (
    *(page.path for page in PAGES), "/facts/claimed", "/facts/planned", "/facts/formula",
    "/actors/{actor}", "/ties/{actor}/{a}", "/timeline/{actor}", "/knew/claimed",
)  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    place = str(tmp_path_factory.mktemp("stored") / "desk.db")
    with closing(open_store(place, create=True)) as timeline:
        author = "An Author <script>"
        moment = timeline.moment(author, TODAY, Request("add", f"add {SCRIPT}"))
        timeline.record(timeline.read(LINES, TYPED), moment)
    tokens = Tokens.read(f"A {SCRIPT.replace(':', '')}:{hash_of(TOKEN)}:read,write", "tokens")
    served = Served(
        lambda: open_store(place), lambda: TODAY, __version__, tokens=tokens, writes=True
    )
    with TestClient(app_of(served), base_url="http://localhost") as found:
        yield found


def address(path: str, form: str = "") -> str:
    filled = path
    for name, value in WORDS.items():
        filled = filled.replace(f"{{{name}}}", value.replace("/", "%2F").replace("?", "%3F"))
    return f"{filled}{form}{NEEDED.get(path, '')}"


@pytest.mark.parametrize("path", HTML)
def test_on_no_page_is_what_was_stored_more_than_text(client: TestClient, path: str) -> None:
    if path == "/record":
        sign = client.get("/sign-in").text
        form = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', sign)
        client.post("/sign-in", data={**dict(form), "token": TOKEN})
    found = client.get(address(path))
    page = check_form(found.text)

    assert found.status_code in (200, 404), found.text
    assert "<script>alert" not in found.text
    assert "<img" not in found.text
    assert "7*7" in found.text or "49}}" not in found.text
    assert not [each for each in page.links if each.lower().startswith(("javascript:", "data:"))]


@pytest.mark.parametrize("path", DATA)
def test_in_no_other_form_is_what_was_stored_more_than_text(client: TestClient, path: str) -> None:
    whole = [client.get(address(path, form)) for form in (FORMS if "." not in path else ("",))]
    given = [found for found in whole if found.status_code not in (404, 406)]

    assert given
    for found in given:
        kind = found.headers["content-type"].partition(";")[0]
        assert found.status_code == 200, found.text
        assert found.headers["x-content-type-options"] == "nosniff"
        assert "html" not in kind
        check = CHECKS.get(kind)
        if check:
            check(found.text)
        if kind == "image/svg+xml":
            policy = found.headers["content-security-policy"]
            assert "sandbox" in policy
            assert "allow-scripts" not in policy


def picture(text: str) -> None:
    found = list(ET.fromstring(text).iter())
    assert not [each for each in found if each.tag.endswith(("script", "img"))]
    assert not [name for each in found for name in each.attrib if name.startswith("on")]


def feed(text: str) -> None:
    tags = {each.tag for each in ET.fromstring(text.encode()).iter()}
    assert all(tag.startswith("{http://www.w3.org/2005/Atom}") for tag in tags)


def table(text: str) -> None:
    cells = [cell for row in csv.reader(StringIO(text)) for cell in row]
    assert not [cell for cell in cells if cell.startswith("=")]


def calendar(text: str) -> None:
    lines = text.replace("\r\n ", "").split("\r\n")
    assert all(re.match(r"[A-Z-]+[:;]|$", line) for line in lines)


CHECKS: dict[str, Callable[[str], object]] = {
    "image/svg+xml": picture,
    "application/atom+xml": feed,
    "text/csv": table,
    "text/calendar": calendar,
    "application/json": json.loads,
}
"""What is true of each form, whatever its texts are."""


def test_what_was_stored_is_there_to_be_read(client: TestClient) -> None:
    """Else the tests above would hold of an empty timeline."""
    fact = client.get("/facts/accused").text
    escaped = SCRIPT.replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#39;")

    assert fact.count(escaped) >= 5
    assert SCRIPT in client.get(f"{ROOT}/facts/accused").json()["title"]
