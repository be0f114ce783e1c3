"""The site has every page, and every link of a page leads somewhere."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.group import COMMANDS
from tests.site import (
    BESIDE_DOCS,
    ROOT,
    anchors,
    collect,
    links,
    on_the_site,
    place,
    sources,
    target,
)

CONFIG = ROOT / "zensical.toml"
PAGES = [source for source in sources() if source.endswith(".md")]
LISTED = {
    **{group: [f"commands/{name}.md" for name in names] for group, names in COMMANDS.items()},
    "Decisions": [
        f"decisions/{path.name}" for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))
    ],
}
"""Parts of the navigation that follow from what there is."""


def pages_of(nav: object) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict):
        for part in nav.values():
            yield from pages_of(part)
    elif isinstance(nav, list):
        for part in nav:
            yield from pages_of(part)


def navigation() -> list[str]:
    project = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["project"]
    return list(pages_of(project["nav"]))


@pytest.mark.parametrize("part", LISTED)
def test_the_navigation_lists_all_commands_and_decisions(part: str) -> None:
    text = CONFIG.read_text(encoding="utf-8")
    rows = "".join(f'        "{page}",\n' for page in LISTED[part])
    listed = re.sub(
        rf'^( +\{{ "{part}" = \[\n).*?^( +\] \}},\n)',
        lambda found: f"{found[1]}{rows}{found[2]}",
        text,
        flags=re.MULTILINE | re.DOTALL,
    )
    if os.environ.get("UPDATE"):
        CONFIG.write_text(listed, encoding="utf-8")
        return

    assert f'{{ "{part}" = [\n' in text
    assert listed == text, f"zensical.toml lists other pages under {part}: make accept"


def test_every_page_is_in_the_navigation_once() -> None:
    nav, there = navigation(), [place(page) or page for page in PAGES]

    assert sorted(nav) == sorted(there), (
        f"add to nav in zensical.toml: {sorted(set(there) - set(nav))};"
        f" take out: {sorted(set(nav) - set(there))}"
    )


@pytest.mark.parametrize("page", [*PAGES, "README.md"])
def test_every_link_leads_to_a_file_and_a_heading_that_are_there(page: str) -> None:
    lost = []
    for link in links((ROOT / page).read_text(encoding="utf-8")):
        file, heading = target(page, link)
        if not (ROOT / file).is_file():
            lost.append(f"{link}: no such file")
        elif heading and heading not in anchors((ROOT / file).read_text(encoding="utf-8")):
            lost.append(f"{link}: no such heading")

    assert not lost, f"{page}: {lost}"


ITEM = re.compile(r"( *)(- |\d+\. )")


def paragraphs(text: str) -> Iterator[list[str]]:
    """The lines of a page between empty ones, without code."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    yield from (part.splitlines() for part in re.split(r"\n\s*\n", prose) if part.strip())


def oddities(lines: list[str]) -> Iterator[str]:
    """What the site and a forge would show differently."""
    rows = [line.startswith("|") for line in lines]
    if any(rows) and not (all(rows) and len(rows) > 1 and re.match(r"\|[ :|-]+$", lines[1])):
        yield "a table has a head, and an empty line before and after it"
    items = [found for line in lines if (found := ITEM.match(line))]
    if items and not ITEM.match(lines[0]) and not lines[0].startswith(" "):
        yield "a list has an empty line before it"
    if any(len(item[1]) % 4 for item in items):
        yield "a list in a list begins four columns further in"


@pytest.mark.parametrize("page", [*PAGES, "README.md"])
def test_a_page_is_read_alike_on_a_forge_and_on_the_site(page: str) -> None:
    """The table of dates was once cut in two by an empty line, and half of it shown as bars."""
    text = (ROOT / page).read_text(encoding="utf-8")
    odd = [f"{lines[0]!r}: {why}" for lines in paragraphs(text) for why in oddities(lines)]

    assert not odd, f"{page}: {odd}"


def test_on_the_site_every_link_leads_to_a_page_of_it(tmp_path: Path) -> None:
    collect(tmp_path)
    pages = sorted(tmp_path.rglob("*.md"))
    lost = [
        f"{page.relative_to(tmp_path)}: {link}"
        for page in pages
        for link in links(page.read_text(encoding="utf-8"))
        if not (page.parent / link.partition("#")[0] if link[0] != "#" else page).is_file()
    ]

    assert len(pages) == len(PAGES)
    assert not lost


def test_a_link_off_the_site_becomes_its_words() -> None:
    page = "See [how](tests/stored/README.md), [facts](docs/facts.md#details) and `[x](y.md)`.\n"
    shown = "See how, [facts](../facts.md#details) and `[x](y.md)`.\n"

    assert on_the_site("CONTRIBUTING.md", page) == shown


def test_the_name_of_a_file_in_a_block_becomes_its_title() -> None:
    assert on_the_site("docs/x.md", "```facts my.facts\n# A\n```\n") == (
        '```facts title="my.facts"\n# A\n```\n'
    )


@pytest.mark.parametrize("page", PAGES)
def test_a_page_loads_nothing_from_elsewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")

    assert not re.findall(r"!\[[^\]]*\]\(\w+://|<(?:script|img|iframe|link)\b", text)


def test_the_theme_loads_no_fonts_from_elsewhere() -> None:
    project = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["project"]

    assert project["theme"]["font"] is False
    assert {"extra_javascript", "extra_css", "plugins"}.isdisjoint(project)


@pytest.mark.parametrize("page", BESIDE_DOCS)
def test_what_is_beside_the_docs_is_there(page: str) -> None:
    assert (ROOT / page).is_file()
