"""A replay on a terminal, stepped through day by day with keys."""

from __future__ import annotations

from typing import Final

from cli import keys, output
from cli.output import Output
from cli.settings import Settings
from projections.answer import Answer
from projections.questions.replay import FoundReplay
from projections.replay import Replay
from views import replay as replay_page

FASTEST: Final = 64.0


def wanted(settings: Settings, form: Output, speed: str | None) -> bool:
    """Whether a replay is to be stepped through: on a terminal, in no other form."""
    plain = form.format_of(("table", "plain", "json", "jsonl", "csv", "md")) == "table"
    still = speed is not None and float(speed) == 0
    terminal = keys.available(settings.stdin, settings.out)
    return plain and not (form.file or form.cite or still) and terminal


def step(settings: Settings, answer: Answer, speed: float) -> None:
    """Steps through an answer's days."""
    assert isinstance(answer.found, FoundReplay)
    found = answer.found.replay
    step_through(settings, found, replay_page.heading(found, answer.registry), speed)


def step_through(settings: Settings, found: Replay, title: str, speed: float) -> None:
    """Steps through the days of a replay by keys, or by itself at so many days a second."""
    at, last = 0, len(found.days)
    with keys.screen(settings.stdin, settings.out):
        while True:
            show(settings, found, at, title, speed)
            key = keys.pressed(settings.stdin, 1 / speed if speed and at < last else None)
            if key == keys.QUIT:
                return
            at, speed = after(key, at, last, speed)


def show(settings: Settings, found: Replay, at: int, title: str, speed: float) -> None:
    """One day on a screen of its own."""
    page = output.page(settings, "plain" if settings.plain else "table")
    replay_page.frame(found, at, title, page)
    going = f"{speed:g} a second" if speed else "paused"
    page.foot(
        (f"day {at} of {len(found.days)}", going),
        ("space next", "left back", "+ - speed", "q quit"),
    )
    settings.out.write(keys.CLEAR + page.whole)
    settings.out.flush()


def after(key: str | None, at: int, last: int, speed: float) -> tuple[int, float]:
    """Which day comes next, and how fast, after a key or after its time has run out (None)."""
    if key is None:
        return min(last, at + 1), speed if at + 1 < last else 0.0
    if key == keys.NEXT:
        return min(last, at + 1), 0.0
    if key == keys.BACK:
        return max(0, at - 1), 0.0
    if key == keys.FASTER:
        return at, min(FASTEST, speed * 2 or 1.0)
    if key == keys.SLOWER:
        return at, speed / 2 if speed > 0.25 else 0.0
    return at, speed
