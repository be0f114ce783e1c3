"""What a browser is watched for while it shows a page: nothing leaves, nothing is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request

WIDTHS: Final = (320, 360, 768, 1024)
"""Widths of windows, in pixels, at which nothing may stick out sideways."""

SEVERE: Final = ("serious", "critical")
_AXE: Final = Axe()


@dataclass
class Watch:
    """What a page asked for beyond one place, and what its browser complained about."""

    home: str
    strayed: list[str] = field(default_factory=list[str])
    complaints: list[str] = field(default_factory=list[str])

    @classmethod
    def over(cls, page: Page, home: str) -> Watch:
        """Watches a page from now on; whatever begins with `home` is its own."""
        watch = cls(home)
        page.on("request", watch._asked)
        page.on("console", watch._said)
        page.on("pageerror", lambda error: watch.complaints.append(str(error)))
        return watch

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:")):
            self.strayed.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)


def sticks_out(page: Page, width: int) -> int:
    """By how many pixels a page is wider than its window of that width."""
    page.set_viewport_size({"width": width, "height": 800})
    found: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return found


def barriers(page: Page, *rules: str, without: Sequence[str] = ()) -> list[str]:
    """What keeps people with some disability out, by axe-core; by some of its rules if named."""
    options: dict[str, Any] = {
        "resultTypes": ["violations"],
        "preload": False,
        "rules": {rule: {"enabled": False} for rule in without},
    }
    if rules:
        options["runOnly"] = list(rules)
    found = _AXE.run(page, options=options).response["violations"]
    return [
        f"{each['id']} ({each['impact']}): {node['html'][:200]}"
        for each in found
        if each["impact"] in SEVERE
        for node in each["nodes"]
    ]
