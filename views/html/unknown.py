"""What a page of ties says where it has no figures: unknown is not neutral, denied is not zero."""

from __future__ import annotations

from dataclasses import dataclass

from domain.actors import Registry
from projections.questions.state import FoundState, StateQuestion
from projections.score import WITHOUT_FIGURES
from projections.state import State
from projections.words import count, signed
from views.html import address
from views.html.address import Address, Fixed
from views.html.paper import minus
from views.html.site import Ask
from views.verdict import short_label


@dataclass(frozen=True)
class Void:
    """Ties without figures: why there are none, what became known later, and where to go on.

    `later` is what is known now of a day of which nothing was known then, with its address.
    """

    ruler: str
    doubt: str
    later: tuple[str, Address] | None
    each: tuple[tuple[str, Address], ...]
    record: Address

    @classmethod
    def of(
        cls, question: StateQuestion, state: State, registry: Registry, fixed: Fixed, ask: Ask
    ) -> Void | None:
        """That of a state; None where it has figures."""
        if state.label not in WITHOUT_FIGURES:
            return None
        on = state.as_of.day
        low, high = minus(signed(state.score.low)), minus(signed(state.score.high))
        net = f" The net may be {low} to {high} points, should it be true." if low != high else ""
        unknown = state.label == "unknown"
        return cls(
            ruler="nothing is known; that is not “neutral”" if unknown else "denied, so no balance",
            doubt="" if unknown else f"No figures: nothing that counts is known.{net}",
            later=_later(question, state, fixed, ask) if unknown and fixed.is_past else None,
            each=tuple(
                (registry.name(actor, on), Address(("actors", actor), fixed.options))
                for actor in state.pair
            ),
            record=Address(("record",)),
        )


def _later(
    question: StateQuestion, state: State, fixed: Fixed, ask: Ask
) -> tuple[str, Address] | None:
    """What is known of the same day with all that is known now; None where nothing is."""
    now = fixed._replace(known_on=None, recorded_by=None)
    found = ask(question.model_copy(update={"known_on": None, "recorded_by": None})).found
    if not isinstance(found, FoundState) or not found.state.known:
        return None
    facts = count(len(found.state.pair_facts), "fact")
    said = f"{facts} became known later: {short_label(found.state.verdict)}"
    limits = {"domain": question.domain, "topic": question.topic}
    options = {**now.options, **{name: text for name, text in limits.items() if text}}
    return said, address.ties(state.pair, options)
