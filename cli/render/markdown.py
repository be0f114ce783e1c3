"""The state of ties as Markdown, for a memo."""

from __future__ import annotations

from collections.abc import Sequence

from cli.render.page import Page
from cli.render.state import SECTIONS, Stamp, Wanted, dated_fact, title
from cli.render.words import balance, count, figure, signed
from domain.actors import Registry
from projections.score import Score, trend
from projections.sentence import sentence
from projections.state import State, Touch


def render(state: State, registry: Registry, stamp: Stamp, wanted: Wanted, said: Sequence[str] = ()) -> str:
    """The answer as a Markdown document."""
    moving = "" if state.label in ("unknown", "disputed", "dormant") else f", {state.trend}"
    lines = [f"# {escaped(title(state, registry, Page()))}", "", f"**{state.label}{moving}.** {escaped(sentence(state))}", ""]
    lines += [f"*{escaped(line)}*\n" for line in said]
    if state.known:
        lines += [*_domains(state), "", *_scores(state, registry), ""]
    for name in SECTIONS if not wanted.only else (wanted.only,):
        lines += _section(name, state)
    if wanted.why:
        lines += _contributions(state)
    lines.append(_foot(state, stamp))
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """A text in which nothing is read as Markdown."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]<>#|" else letter for letter in text)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _domains(state: State) -> list[str]:
    lines = [_row("Domain", "State", "30 days", "For", "Against", "Last fact"), "|---|---|---|---:|---:|---|"]
    for domain, row in state.domains.items():
        figures = figure(row.score.cooperation), figure(row.score.friction)
        lines.append(_row(domain, row.label, trend(row.momentum), *figures, escaped(row.latest.content.title)))
    return lines


def _scores(state: State, registry: Registry) -> list[str]:
    lines = [_row("", "Balance", "For", "Against", "Net", "Net may be"), "|---|---:|---:|---:|---:|---|"]
    names = {actor: registry.name(actor, state.as_of.day) for actor in state.pair}
    named = {"both together": state.score}
    for direction, score in state.directions.items():
        one, _, other = direction.partition(">")
        named[f"{names[one]} → {names[other]}"] = score
    return lines + [_score(name, score) for name, score in named.items()]


def _score(name: str, score: Score) -> str:
    may_be = f"{signed(score.low)} to {signed(score.high)}"
    return _row(name, balance(score.balance), figure(score.cooperation), figure(score.friction), signed(score.net), may_be)


def _section(name: str, state: State) -> list[str]:
    pick, tell = SECTIONS[name]
    touches = pick(state)
    if not touches:
        return []
    lines = [f"## {name.replace('-', ' ').capitalize()}", ""]
    lines += [f"- {dated_fact(t.reading, state.as_of.day)}: {escaped(tell(t, state))} `^{t.reading.handle}`{sources(t)}" for t in touches]
    return [*lines, ""]


def address(url: str) -> str:
    """An address in which no bracket ends a link."""
    return url.replace("(", "%28").replace(")", "%29")


def sources(touch: Touch) -> str:
    """The reports behind a fact, linked where they can be."""
    told = []
    for _, report in touch.reading.reports:
        if report is not None:
            name = escaped(f"{report.publisher}, {report.published}")
            told.append(f"[{name}]({address(report.url)})" if report.url else name)
    return f" ({'; '.join(told)})" if told else ""


def _contributions(state: State) -> list[str]:
    lines = ["## Why", "", _row("Counts", "May be", "Domain", "View", "Fact"), "|---:|---|---|---|---|"]
    for touch in sorted(state.contributions, key=lambda t: (-abs(t.share.counted), t.reading.handle)):
        share = touch.share
        may_be = f"{signed(share.low)} to {signed(share.high)}"
        lines.append(_row(signed(share.counted), may_be, touch.content.domain, escaped(touch.view), escaped(touch.content.title)))
    return [*lines, ""]


def _foot(state: State, stamp: Stamp) -> str:
    coverage = state.coverage
    text = f"{count(coverage.facts, 'fact')}, {count(coverage.origins, 'origin')}; {state.hindsight} known only later"
    return f"*{text}. Layer {state.layer}, lens {state.lens}, store {escaped(stamp.store)} at {stamp.position}, answer `{stamp.answer}`.*"
