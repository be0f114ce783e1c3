"""A card: the ties of two actors in a small picture, for the page of somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

from domain.characters import visible
from projections.answer import Answer
from projections.questions.state import FoundState
from projections.score import WITHOUT_FIGURES
from projections.sentence import sentence
from projections.words import clocks, count, figure, full_day
from views.html.parts import ARROWS, BANDS, on_scale, signed_balance
from views.state import pair_name
from views.svg.sheet import clipped
from views.verdict import headline

WIDTH: Final = 560
HEIGHT: Final = 196
_SANS: Final = "system-ui,sans-serif"
_SERIF: Final = "Charter,Noto Serif,Georgia,serif"
_DARK: Final = (
    "@media(prefers-color-scheme:dark){rect{fill:#161513;stroke:#36332d}text{fill:#ece9e2}"
    ".soft{fill:#b1ada3}.ink{fill:#ece9e2}}"
)
"""How it looks in the dark. A picture in a page is drawn under rules of its own."""


@dataclass(frozen=True)
class Card:
    """The card of an answer.

    `title` and `said` are for who hears it read; `foot` names the answer and its record; `link` is
    where the page is that it is of.
    """

    title: str
    said: str
    names: str
    word: str
    trend: str
    figures: str
    evidence: str
    value: float | None
    foot: str
    link: str

    @classmethod
    def of(cls, answer: Answer, link: str, *, still: bool) -> Card:
        """The card of a state; one that stands still says of which record it is."""
        assert isinstance(answer.found, FoundState)
        state, registry = answer.found.state, answer.registry
        day = f"{full_day(state.as_of.on)}{clocks(state.as_of)}"
        names = pair_name(state, registry)
        word, _, _ = headline(state).partition(", quiet")
        known = state.label not in WITHOUT_FIGURES
        score = state.score
        trend = state.trend if state.has_trend and state.trend != "quiet" else ""
        coverage = state.coverage
        return cls(
            title=f"{names} on {day}: {headline(state)}",
            said=sentence(state),
            names=f"{names} on {day}",
            word=word.removesuffix(f", {trend}") if trend else word,
            trend=f"{ARROWS[trend]} {trend} · " if trend else "",
            figures=f"balance {signed_balance(score)} of ±10" if known else "no figures",
            evidence=(
                f"for {figure(score.cooperation)}, against {figure(score.friction)} points · "
                if known else ""
            ) + f"{count(len(state.counted), 'fact')}, {count(coverage.origins, 'origin')}",
            value=score.balance_millionths / 1_000_000 if known else None,
            foot=f"détente · answer {answer.id} · "
            f"{visible(answer.stamp.place) if still else state.lens.name}",
            link=link,
        )  # fmt: skip

    @property
    def svg(self) -> str:
        """The card as a picture; the same answer gives the same bytes."""
        parts = (
            self._text(22, 34, 14, self.names, "soft"),
            self._text(22, 76, 34, self.word[:1].upper() + self.word[1:], "ink", _SERIF),
            self._text(22, 102, 15, f"{self.trend}{self.figures}", "ink"),
            self._text(22, 126, 13, self.evidence, "soft"),
            self._scale() if self.value is not None else "",
            self._text(22, 182, 11, self.foot, "soft"),
        )
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
            f' aria-labelledby="t d"><title id="t">{escape(self.title)}</title>'
            f'<desc id="d">{escape(self.said)}</desc><style>{_DARK}</style>'
            f'<a href="{escape(self.link)}" target="_blank" rel="noopener">'
            f'<rect x=".5" y=".5" width="{WIDTH - 1}" height="{HEIGHT - 1}" rx="3" fill="#fcfbf8"'
            ' stroke="#ddd8cd"/>'
        )
        return f"{head}{''.join(parts)}</a></svg>\n"

    def oembed(self, picture: str, page: str, width: int = WIDTH) -> Mapping[str, object]:
        """What an embedding page needs, as oEmbed 1.0 has it: the picture, which leads to the page.

        `width` is how wide it may be, in pixels; never wider than it is drawn.
        """
        width = min(width, WIDTH)
        height = width * HEIGHT // WIDTH
        return {
            "version": "1.0", "type": "rich", "title": self.title, "provider_name": "détente",
            "width": width, "height": height,
            "html": f'<a href="{escape(page)}" target="_blank" rel="noopener">'
            f'<img src="{escape(picture)}" alt="{escape(self.title)}"'
            f' width="{width}" height="{height}"></a>',
        }  # fmt: skip

    def _text(self, x: int, y: int, size: int, text: str, look: str, face: str = _SANS) -> str:
        color = {"ink": "#1b1a18", "soft": "#5c5a55"}[look]
        weight = ' font-weight="600"' if face == _SERIF else ""
        shown = escape(clipped(text, WIDTH - 2 * x, size))
        return (
            f'<text class="{look}" x="{x}" y="{y}" font-size="{size}"{weight} fill="{color}"'
            f' font-family="{face}">{shown}</text>'
        )

    def _scale(self) -> str:
        """The balance on a line from -10 to 10, with where each label begins."""
        left, width = 22, WIDTH - 44
        assert self.value is not None
        at = left + width * on_scale(self.value) / 100
        ticks = "".join(
            f'<path d="M{left + width * on_scale(low) / 100:.1f} 143v8" stroke="#8f8b82"/>'
            for _, low, _ in BANDS[1:]
        )
        return (
            f'<path d="M{left} 147H{left + width}" stroke="#8f8b82"/>{ticks}'
            f'<path class="ink" d="M{at:.1f} 146l-5 -9h10z" fill="#1b1a18"/>'
        )
