"""Collects the pages of the site in build/pages, with links that hold there."""

from __future__ import annotations

import posixpath
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "build" / "pages"
BESIDE_DOCS = {
    "CONTRIBUTING.md": "project/contributing.md",
    "SECURITY.md": "project/security.md",
    "SOURCES.md": "project/sources.md",
    "CHANGELOG.md": "project/changelog.md",
    "bench/RESULTS.md": "project/measured.md",
    "bench/TRUTH.md": "project/turning-points.md",
}
"""Pages of the site that do not live in docs, each with its place on the site."""

_FENCE = r"^```.*?^```$"
_PARTS = re.compile(
    rf"{_FENCE}|\[(?P<words>[^\]]*)\]\((?P<link>[^)\s]+)\)|`(?:[^`\n]|\n(?!\n))+`",
    re.MULTILINE | re.DOTALL,
)
"""Code, in which nothing is a link, and links, whose words may hold code."""


def sources() -> Iterator[str]:
    """Every file that is on the site, by its path in the project."""
    yield from (
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "docs").rglob("*"))
        if path.is_file()
    )
    yield from BESIDE_DOCS


def place(source: str) -> str | None:
    """Where a file of the project is on the site, if it is there."""
    if source == "README.md":
        return "index.md"
    if source.startswith("docs/"):
        return source.removeprefix("docs/")
    return BESIDE_DOCS.get(source)


def links(text: str) -> Iterator[str]:
    """Each link of a page that leads to a file or a heading of the project."""
    for part in _PARTS.finditer(text):
        if part["link"] and "://" not in part["link"]:
            yield part["link"]


def target(page: str, link: str) -> tuple[str, str]:
    """The file that a link on a page leads to, by its path in the project, and the heading."""
    path, _, heading = link.partition("#")
    file = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
    return file, heading


def anchors(text: str) -> set[str]:
    """The headings of a page as links name them, where GitHub and the site name them alike."""
    prose = re.sub(_FENCE, "", text, flags=re.MULTILINE | re.DOTALL)
    found = set()
    for heading in re.findall(r"^#+ (.+)$", prose, re.MULTILINE):
        shown = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
        kept = re.sub(r"[^\w\s-]", "", shown)
        if re.sub(r"\s", "-", kept) == re.sub(r"[-\s]+", "-", kept):
            found.add(re.sub(r"\s", "-", kept))
    return found


def on_the_site(page: str, text: str) -> str:
    """A page as the site needs it: links that lead off the site become their words."""

    def rewritten(part: re.Match[str]) -> str:
        link = part["link"]
        if not link or "://" in link or link.startswith("#"):
            return part[0]
        file, heading = target(page, link)
        here, there = place(page), place(file)
        if here is None or there is None:
            return part["words"]
        relative = posixpath.relpath(there, posixpath.dirname(here) or ".")
        return f"[{part['words']}]({relative}{f'#{heading}' if heading else ''})"

    named = re.sub(r"^```(\w+) (\S+)$", r'```\1 title="\2"', text, flags=re.MULTILINE)
    return _PARTS.sub(rewritten, named).replace("<details>", '<details markdown="1">')


def collect(folder: Path = PAGES) -> None:
    """Writes the pages of the site to a folder, in place of what it holds."""
    shutil.rmtree(folder, ignore_errors=True)
    for source in sources():
        to = folder / (place(source) or source)
        to.parent.mkdir(parents=True, exist_ok=True)
        if source.endswith(".md"):
            text = (ROOT / source).read_text(encoding="utf-8")
            to.write_text(on_the_site(source, text), encoding="utf-8")
        else:
            shutil.copyfile(ROOT / source, to)


if __name__ == "__main__":
    collect()
