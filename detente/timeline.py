"""A timeline as Python asks it: one method per question, and one to record."""

from __future__ import annotations

from collections.abc import Iterable

from detente import input as given
from detente.frames import actor_rows, fact_rows, kind_rows, origin_rows, panel_rows
from detente.input import Day, Instant
from detente.questions import Questions
from detente.receipt import BadLines, Receipt
from detente.rows import Rows
from detente.tables import as_rows
from domain.clocks import AsOf
from domain.command import Request
from domain.fact import DESK, Fact, FactState
from projections.answer import Answer
from projections.english.reading import read as read_words
from projections.pairs import Pair
from projections.panel import facts_by_pair, pair_rows, period_ends, read_every
from projections.phases import By, read_order
from projections.question import Question
from projections.questions.index import question_class
from projections.questions.state import StateQuestion
from projections.sources import sources
from projections.stats import Stats, stats
from projections.typed_question import Typed
from service.rejected import Rejected


class Timeline(Questions):
    """A timeline that is open: `detente.open` makes one.

    Actors are named as people name them: `turkey`, `TUR`, `cow:640`. A day is a `date` or a text
    such as `2022-03-05`, `March 2022`, `yesterday`; of more than one day it is the last. `on` is
    the day asked about, `known_on` limits the answer to what anyone could know by then,
    `recorded_by` to what this store had recorded by then; without them it is today, and all that
    there is. `lens` says how facts become figures, `domain` or `topic` limit the ties, `layer`
    says whose facts: your own `desk` unless it names another. All figures are integers in
    micro-units, millionths of a point. Every question raises `InvalidInput` where it is none.
    """

    # Tables

    def facts(self, a: str = "", b: str = "", *, domain: str = "", topic: str = "",
              on: Day | None = None, known_on: Day | None = None,
              recorded_by: Instant | None = None, layer: str = DESK) -> Rows:  # fmt: skip
        """Facts as rows, all or some actors': date, parties, weight, sources and codes."""
        as_of = self._point(on, known_on, recorded_by)
        facts, limit = self._facts(a, b, domain, topic, as_of, layer)
        return fact_rows(facts, self._store.registry, as_of, limit)

    def series(self, a: str, b: str, *, every: str = "day", domain: str = "", topic: str = "",
               start: Day | None = None, end: Day | None = None, by: str = By.HAPPENED,
               known_on: Day | None = None, recorded_by: Instant | None = None, lens: str = "",
               layer: str = DESK) -> Rows:  # fmt: skip
        """A pair's state at the end of every day, week, month or year; columns as of `panel`.

        The two years up to `end`, or to today, unless `start` says other. With `by="known"` each
        row is what was known on its day. A layer is read fact by fact.
        """
        first, last = given.span(self.today, start, end)
        clocks = self._clocks(last, known_on, recorded_by)
        fields = self._of_pair(a, b, domain, topic, clocks, lens)
        asked = StateQuestion(**fields, layer=self._layer(layer))
        days = period_ends(read_every(every), first, last)
        facts = self._store.pair_facts(asked.pair, asked.layer)
        found = pair_rows(
            facts, asked.pair, (days, asked.as_of), asked.scope, asked.through, by=read_order(by)
        )
        return panel_rows(found, self._store.registry)

    def panel(self, *, every: str = "month", start: Day | None = None, end: Day | None = None,
              pairs: Iterable[tuple[str, str]] | None = None, domain: str = "", topic: str = "",
              by: str = By.HAPPENED, known_on: Day | None = None,
              recorded_by: Instant | None = None, lens: str = "",
              layer: str = DESK) -> Rows:  # fmt: skip
        """The state of every pair at the end of every day, week, month or year, a row each.

        Of all pairs of which anything is known by then, or of those named. Only periods that end
        within the span count: the two years up to `end`, or to today, unless `start` says other.
        """
        first, last = given.span(self.today, start, end)
        as_of, through = self._point(last, known_on, recorded_by), given.lens(lens)
        layer = self._layer(layer)
        days, order = period_ends(read_every(every), first, last), read_order(by)
        limit, registry = given.scope(domain, topic), self._store.registry
        grouped = facts_by_pair(self._store.facts(layer))
        named = pairs is not None
        wanted = (
            [Pair.of(*key) for key in grouped]
            if pairs is None
            else [given.pair(registry, a, b, last) for a, b in pairs]
        )
        return panel_rows(
            (
                row
                for pair in wanted
                if (
                    found := pair_rows(
                        grouped.get(pair.key, ()), pair, (days, as_of), limit, through, by=order
                    )
                )
                and (named or any(row.known for row in found))
                for row in found
            ),
            registry,
        )

    # What there is

    def actors(self, *, on: Day | None = None) -> Rows:
        """Every actor with its name and codes on a day."""
        return actor_rows(self._store.registry, self._point(on, None, None).day)

    def kinds(self, word: str = "", *, find: str = "") -> Rows:
        """What can happen: every kind and what, what it means, its weight, its half-life in days.

        `word` is one kind, or what happened: as a line writes it or as the news calls it. `find`
        gives all that a text may mean, the likeliest first.
        """
        from projections.questions.kinds import FoundKinds, KindsQuestion

        answer = self._store.ask(KindsQuestion.of(word, find or None))
        found = answer.found
        return kind_rows(found.whats) if isinstance(found, FoundKinds) else as_rows(answer)

    def sources(self, a: str = "", b: str = "") -> Rows:
        """Where the facts come from, those of two actors, of one, or all: each origin a row."""
        facts, _ = self._facts(a, b, "", "", AsOf(self.today), DESK)
        return origin_rows(sources(_known(facts)))

    def stats(self) -> Stats:
        """How much the desk holds, and over which days."""
        return stats(_known(self._store.facts()))

    def layers(self) -> tuple[str, ...]:
        """The layers that hold facts, the desk first."""
        return tuple(self._store.layers())

    # In words, and in lines

    def ask(self, question: Question | str) -> Answer:
        """The answer to a question: a value, or plain words.

        An answer has an `id`, the whole JSON, and rows. Raises InvalidInput with the closest
        commands where words mean no question; nothing is guessed.
        """
        asked = self.read(question) if isinstance(question, str) else question
        return self._store.ask(asked)

    def read(self, words: str) -> Question:
        """The question that plain words mean, as a value that goes to JSON and back."""
        found = read_words(words, self._store.registry, self.today, self._store.facts)
        typed = Typed(found.words, found.options, self._store, self.today)
        return question_class(found.name).read(typed)

    def add(
        self, lines: str | Iterable[str], *, author: str = "", dry_run: bool = False
    ) -> Receipt:
        """Records facts, written as in a `.facts` file: all of them, or nothing.

        A detail of a fact is a line of its own that begins with a space. Raises BadLines where
        one cannot be read, Failure where the timeline is read-only or cannot be written.
        """
        text = lines if isinstance(lines, str) else "\n".join(lines)
        document = self._store.read(text, "the lines")
        titles = [block.content.title for block in document.blocks]
        what = f'"{titles[0]}"' if len(titles) == 1 else f"{len(document.items)} lines"
        moment = self._store.moment(author, self.today, Request("add", f"add {what}"))
        try:
            return Receipt.of(self._store.record(document, moment, dry_run=dry_run))
        except Rejected as rejected:
            raise BadLines(rejected.problems) from None


def _known(facts: Iterable[Fact]) -> list[FactState]:
    return [found for fact in facts if (found := fact.as_of()) is not None]
