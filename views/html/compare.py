"""The page of two answers side by side, and what moved the one to the other, adding up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final, Self

from domain.edtf import shifted
from domain.refusal import InvalidInput, SetField
from projections.diff import LISTS, Diff, Moved, status_word
from projections.lenses.standing_flow import LENS
from projections.pair_fact import PairFact
from projections.questions.diff import DiffQuestion, FoundDiff
from projections.score import WITHOUT_FIGURES
from projections.sentence import sentence
from projections.state import State
from projections.typed_question import Typed
from projections.words import count, day, figure, full_day, instant, signed
from views.diff import difference
from views.html import address
from views.html.address import Address, Fixed, iso
from views.html.frame import Asked, framed
from views.html.lists import names_of
from views.html.paper import fill, minus
from views.html.parts import ARROWS, BANDS, Figures, Word, on_scale
from views.html.site import Ask, Drawn, Site
from views.html.ties import limited

USUAL_DAYS: Final = 30
"""How long before a day the other one lies where only one is named."""


@dataclass(frozen=True)
class ComparePage:
    """Two answers on one pair: two days, two days of knowing, or two lenses."""

    question: DiffQuestion

    path: ClassVar[str] = "/ties/{a}/{b}/compare"
    options: ClassVar[tuple[str, ...]] = (
        "on", "and_on", "known_on", "and_known_on", "recorded_by", "domain", "topic", "lens",
        "and_lens",
    )  # fmt: skip

    @classmethod
    def read(cls, typed: Typed) -> Self:
        """The comparison that the options mean. Raises InvalidInput.

        Two days are both as known on the one day of knowing, unless two are named. One day of
        knowing alone is compared with all that is known now, one day alone with 30 days before.
        """
        first, second = _two_days(typed)
        known_on, and_known_on = typed.day("known_on"), typed.day("and_known_on")
        if and_known_on and not known_on:
            said = "the other day of knowing needs a first one as well."
            fixes = SetField("known_on", "DATE"), SetField("and_known_on", str(and_known_on))
            raise InvalidInput(said, *fixes, code="known-on-needed")
        shared = first != second or typed.has("and_lens")
        lens = typed.lens()
        fields = {
            "before_on": first,
            "before_known_on": known_on,
            "before_lens": lens,
            "on": second,
            "known_on": and_known_on or (known_on if shared else None),
            "recorded_by": typed.instant("recorded_by"),
            "lens": typed.lens("and_lens") if typed.has("and_lens") else lens,
        }
        question = DiffQuestion.model_validate({**limited(typed).subject(second), **fields})
        return cls(question)

    @property
    def address(self) -> Address:
        """`/ties/TUR/RUS/compare?on=2022-02-23&and_on=2022-03-05`."""
        asked = self.question
        shared = asked.before_on != asked.on or asked.lens != asked.before_lens
        and_known = (
            asked.known_on if not shared or asked.known_on != asked.before_known_on else None
        )
        options = {
            "on": asked.before_on.isoformat(),
            "and_on": "" if asked.before_on == asked.on else asked.on.isoformat(),
            "known_on": iso(asked.before_known_on),
            "and_known_on": iso(and_known),
            "domain": asked.domain,
            "topic": asked.topic,
            "lens": "" if asked.before_lens == LENS.name else asked.before_lens,
            "and_lens": "" if asked.lens == asked.before_lens else asked.lens,
        }
        recorded = Fixed(recorded_by=asked.recorded_by).options
        return address.ties(asked.pair, {**options, **recorded}, "compare")

    @property
    def fixed(self) -> Fixed:
        """What the later answer fixes, which the links of the page keep."""
        asked = self.question
        lens = "" if asked.lens == LENS.name else asked.lens
        return Fixed(asked.on, asked.known_on, asked.recorded_by, lens)

    def draw(self, ask: Ask, site: Site) -> Drawn:
        """The page, from one comparison."""
        answer = ask(self.question)
        assert isinstance(answer.found, FoundDiff)
        found, registry = answer.found.diff, answer.registry
        after, options = found.after, self.fixed.options
        scope = f"#{self.question.topic}" if self.question.topic else self.question.domain
        figures = not {found.before.label, after.label} & WITHOUT_FIGURES
        values = {
            "frame": framed(
                "Ties", site, self.fixed, pair=after.pair, question=self.question,
                asked=Asked.of(after.pair, self.fixed, registry, after.as_of.day, scope),
            ),
            "names": names_of(after, registry),
            "what": self._what,
            "when": self._when(after.scope),
            "sentence": minus(difference(found)),
            "cards": [self._card(found.before, later=False), self._card(after, later=True)],
            "fall": Fall.of(found, options) if figures else None,
            "differs": [
                Standing.of(move, options) for move in found.reasons
                if not figures or signed(move.moved) == "0.0"
            ],
            "lists": lists_of(found, options),
            "form": self.address.options,
            "lens": LENS.name,
            "here": address.ties(self.question.pair, {}, "compare"),
            "stamp": answer.stamp,
            "arrows": ARROWS, "bands": BANDS, "on_scale": on_scale,
        }  # fmt: skip
        return Drawn(fill("compare.html", site, values), (answer,))

    @property
    def _what(self) -> str:
        """What the two answers differ in."""
        asked = self.question
        parts = [
            name
            for name, differs in (
                ("two days", asked.before_on != asked.on),
                ("two days of knowing", asked.before_known_on != asked.known_on),
                ("two lenses", asked.before_lens != asked.lens),
            )
            if differs
        ]
        return " and ".join(parts) or "the same twice"

    def _when(self, scope: str) -> str:
        """The points that are compared, in words."""
        asked = self.question
        limit = f", {scope} only" if scope else ""
        recorded = f", as recorded by {instant(asked.recorded_by)}" if asked.recorded_by else ""
        if asked.before_on != asked.on:
            days = f"{full_day(asked.before_on)} and {full_day(asked.on)}"
            same = asked.known_on if asked.known_on == asked.before_known_on else None
            known = f", as known on {day(same)}" if same else ""
            return f"{days}{limit}{known}{recorded}"
        return f"{full_day(asked.on)}{limit}{recorded}"

    def _card(self, state: State, *, later: bool) -> Card:
        asked = self.question
        parts = [full_day(state.as_of.on)] if asked.before_on != asked.on else []
        if asked.before_known_on != asked.known_on:
            known = state.as_of.known_on
            parts.append(f"as known on {day(known)}" if known else "with all that is known now")
        if asked.before_lens != asked.lens or not parts:
            parts.append(f"by {state.lens.name}")
        lens = "" if state.lens.name == LENS.name else state.lens.name
        fixed = Fixed(state.as_of.on, state.as_of.known_on, asked.recorded_by, lens)
        limits = {"domain": asked.domain, "topic": asked.topic}
        options = {**fixed.options, **{name: text for name, text in limits.items() if text}}
        heading = ", ".join(parts)
        return Card(
            style="after" if later else "before",
            heading=heading[:1].upper() + heading[1:],
            link=address.ties(state.pair, options),
            word=Word.of(state.verdict),
            trend=state.trend if state.has_trend else "",
            figures=Figures.of(state.score, state.label),
            value=state.score.balance_millionths / 1_000_000,
            why="" if state.label not in WITHOUT_FIGURES else sentence(state),
        )


def _two_days(typed: Typed) -> tuple[date, date]:
    """The first day and the second; both the same where something else is compared."""
    on, other = typed.on(), typed.day("and_on")
    if other:
        return on, other
    if typed.has("known_on") or typed.has("and_lens"):
        return on, on
    return shifted(on, -USUAL_DAYS), on


@dataclass(frozen=True)
class Card:
    """One of the two answers; without figures it says why there are none."""

    style: str
    heading: str
    link: Address
    word: Word
    trend: str
    figures: Figures | None
    value: float
    why: str


@dataclass(frozen=True)
class Standing:
    """A fact, and its form in both answers."""

    title: str
    link: Address
    quoted: bool
    before: str
    after: str

    @classmethod
    def of(cls, move: Moved, options: Mapping[str, str]) -> Self:
        """That of one fact that changed."""
        found = move.pair_fact
        return cls(
            found.content.title,
            address.fact(found.handle, options),
            bool(found.fact_state.how),
            status_word(move.before).replace("-", " "),
            status_word(move.after).replace("-", " "),
        )


@dataclass(frozen=True)
class Step:
    """A row of the waterfall: its points, what it is, and its bar from one net to the next.

    Places are in percent of the width; `at` is the net after it.
    """

    style: str
    points: str
    name: str
    left: float
    width: float
    at: float
    fact: Standing | None = None


@dataclass(frozen=True)
class Fall:
    """Before, what each fact moved, what fading did, and after: it adds up to the printed digit."""

    steps: Sequence[Step]
    zero: float
    facts: int

    @classmethod
    def of(cls, found: Diff, options: Mapping[str, str]) -> Self:
        """That of a comparison of two answers with figures."""
        moves = [move for move in found.reasons if signed(move.moved) != "0.0"]
        rows: list[tuple[int, str, Standing | None]] = [
            (tenths(move.moved), "", Standing.of(move, options)) for move in moves
        ]
        if signed(found.eased) != "0.0":
            rows.append((tenths(found.eased), "relief, which pays off what was against", None))
        before, after = tenths(found.before.score.net), tenths(found.after.score.net)
        left = after - before - sum(number for number, _, _ in rows)
        rows.append((left, _fading(left, found), None))
        edges = [before]
        for number, _, _ in rows:
            edges.append(edges[-1] + number)
        scale = Scale.of(edges)
        steps = [scale.total("Before", before)]
        steps += [
            scale.step(number, at, name, fact)
            for (number, name, fact), at in zip(rows, edges, strict=False)
        ]
        return cls([*steps, scale.total("After", after)], scale.place(0), len(moves))


def _fading(left: int, found: Diff) -> str:
    """What the last row is: time, and what rounding the others to a digit leaves."""
    others = sum(not move.changed for move in found.moves)
    name = f"fading, over {count(others, 'other fact')}" if others else "fading"
    return name if left == tenths(found.fading) else f"{name}, and rounding"


def tenths(micro: int) -> int:
    """Points as they are printed, in tenths."""
    return round(float(figure(micro)) * 10)


@dataclass(frozen=True)
class Scale:
    """Where a net in tenths of a point lies across the waterfall."""

    low: int
    high: int

    @classmethod
    def of(cls, edges: Sequence[int]) -> Self:
        """The scale that holds zero and every net."""
        return cls(min(0, *edges), max(1, *edges))

    def place(self, net: int) -> float:
        """The place of a net in percent, with a little room at both sides."""
        return 2 + (net - self.low) * 96 / (self.high - self.low)

    def total(self, name: str, net: int) -> Step:
        """The bar of a whole answer, from zero."""
        left, right = sorted((self.place(0), self.place(net)))
        return Step("tot", _points(net), name, left, right - left, self.place(net))

    def step(self, number: int, at: int, name: str, fact: Standing | None) -> Step:
        """The bar of what moved it, from one net to the next."""
        left, right = sorted((self.place(at), self.place(at + number)))
        style = "fade" if fact is None else "pro" if number > 0 else "con"
        return Step(style, _points(number), name, left, right - left, self.place(at + number), fact)


def _points(number: int) -> str:
    return minus(signed(number * 100_000))


def lists_of(found: Diff, options: Mapping[str, str]) -> list[tuple[str, list[Standing]]]:
    """What entered or left each list of facts, under its name."""
    names = {"in_force": "in force", "ahead": "ahead", "disputed": "disputed"}
    rows: list[tuple[str, list[Standing]]] = []
    for verb, changed in (("now", found.entered), ("no longer", found.left)):
        for name, pick in LISTS.items():
            facts: Sequence[PairFact] = changed(pick)
            shown = [_listed(each, options) for each in facts]
            if shown:
                rows.append((f"{verb} {names[name]}", shown))
    return rows


def _listed(found: PairFact, options: Mapping[str, str]) -> Standing:
    link = address.fact(found.handle, options)
    return Standing(found.content.title, link, bool(found.fact_state.how), "", "")
