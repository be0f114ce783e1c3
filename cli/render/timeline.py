"""Facts in order on a screen."""

from __future__ import annotations

from collections.abc import Sequence

from cli.common import When
from cli.render.markdown import escaped
from cli.render.page import Page
from cli.render.words import count, dated, day, standing
from domain.clocks import AsOf
from domain.kinds import What
from projections.timeline import Entry


def render(entries: Sequence[Entry], total: int, name: str, when: When, page: Page) -> str:
    """One line a fact: mark, date, what, who, title, handle."""
    head = name if not page.plain else name.replace("–", "-")
    page.line(page.style(f"{head}, up to {_up_to(when.as_of)}", "bold"))
    for line in when.said:
        page.text(line)
    page.line()
    if not entries:
        page.text('Nothing is known for that span. That is not "nothing happened".')
    for entry in entries:
        content = entry.reading.content
        ended = ", no longer" if content.standing and entry.status == "no" else ""
        text = f"{content.title} ({content.parties}, {What(content.kind, content.what).written}{ended})"
        page.item(entry.mark, when_told(entry), text, f"^{entry.reading.handle}", columns=(2, 20))
    left = total - len(entries)
    page.line()
    page.text(f"{count(len(entries), 'fact')}{f' of {total}; without --last all are shown' if left else ''}.")
    return page.whole


def _up_to(as_of: AsOf) -> str:
    known = f", as known on {day(as_of.known_on)}" if as_of.known_on else ""
    return f"{day(as_of.on)}{known}"


def when_told(entry: Entry) -> str:
    """When a fact happened or holds, in words."""
    content = entry.reading.content
    if content.standing:
        return standing(content.since, None)
    return dated(entry.dated)


def markdown(entries: Sequence[Entry], name: str, as_of: AsOf) -> str:
    """The same as a Markdown list, with sources."""
    lines = [f"# {escaped(name)}, up to {_up_to(as_of)}", ""]
    for entry in entries:
        reading = entry.reading
        note = "" if entry.mark == "+" else f" ({'retracted' if reading.retracted else 'disputed' if reading.disputed else entry.status})"
        told = [f"[{escaped(r.publisher)}]({r.url})" if r.url else escaped(r.publisher) for _, r in reading.reports if r]
        lines.append(f"- **{when_told(entry)}** {escaped(reading.content.title)}{note} `^{reading.handle}` {', '.join(told)}".rstrip())
    return "\n".join(lines) + "\n"
