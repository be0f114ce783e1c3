"""Every question by its name, each module loaded when it is asked. Generated."""

from __future__ import annotations

from typing import Final, NamedTuple

from domain.refusal import InvalidInput
from projections.question import Question


class Listed(NamedTuple):
    """A question as lists show it: its name, what a terminal calls it, and what it does."""

    name: str
    command: str
    aliases: tuple[str, ...]
    group: str
    does: str


QUESTIONS: Final = (
    Listed("actors", "actors", (), "Data", "Who is who, what can happen, who says what."),
    Listed(
        "state", "state", ("ties",), "Ask",
        "The state of two actors' ties on a day (also: ties).",
    ),
    Listed("stats", "stats", (), "Store", "How much a timeline holds."),
    Listed("kinds", "kinds", (), "Data", "Who is who, what can happen, who says what."),
    Listed(
        "timeline", "timeline", ("log",), "Ask",
        "Facts in order of when they happened (also: log).",
    ),
    Listed("sources", "sources", (), "Data", "Who is who, what can happen, who says what."),
    Listed("why", "why", (), "Ask", "What each fact counts for, and the answer without it."),
    Listed("diff", "diff", (), "Ask", "What changed between two days, and because of which facts."),
    Listed("hindsight", "hindsight", (), "Ask", "What is known of a day now, and was not then."),
    Listed("learned", "learned", (), "Ask", "What is known of a day now, and was not then."),
    Listed("agenda", "agenda", (), "Ask", "What was ahead on a day, as announced by then."),
    Listed("replay", "replay", (), "Ask", "History day by day; on a terminal it steps."),
    Listed("turns", "turns", (), "Ask", "When ties turned, and because of what."),
    Listed("board", "board", (), "Ask", "All ties of one actor on a day, a line each."),
    Listed(
        "series", "chart", (), "Ask",
        "How the figures went: a sparkline, or a picture with -o x.svg.",
    ),
    Listed(
        "panel", "panel", (), "Ask",
        "The ties of every pair at the end of every month, as a table.",
    ),
    Listed(
        "search", "search", (), "Ask",
        "Literal text in titles, notes, topics, actors and sources.",
    ),
    Listed("fact", "show", (), "Ask", "One fact: its sources, status and record."),
    Listed("history", "history", (), "Ask", "One fact: its sources, status and record."),
    Listed("knew", "knew", (), "Ask", "One fact: its sources, status and record."),
    Listed("board-pairs", "board-pairs", (), "", ""),
    Listed("check", "check", (), "Store", "What an editor would look at."),
    Listed("layer-day", "layer-day", (), "", ""),
    Listed("layers", "layers", (), "", ""),
    Listed("spread", "spread", (), "", ""),
    Listed("why-fact", "why-fact", (), "", ""),
)  # fmt: skip


def question_class(name: str) -> type[Question]:
    """The class of the question of that name. Raises InvalidInput where there is none."""
    match name:
        case "actors":
            from projections.questions import actors

            return actors.ActorsQuestion
        case "state":
            from projections.questions import state

            return state.StateQuestion
        case "stats":
            from projections.questions import stats

            return stats.StatsQuestion
        case "kinds":
            from projections.questions import kinds

            return kinds.KindsQuestion
        case "timeline":
            from projections.questions import timeline

            return timeline.TimelineQuestion
        case "sources":
            from projections.questions import sources

            return sources.SourcesQuestion
        case "why":
            from projections.questions import why

            return why.WhyQuestion
        case "diff":
            from projections.questions import diff

            return diff.DiffQuestion
        case "hindsight":
            from projections.questions import hindsight

            return hindsight.HindsightQuestion
        case "learned":
            from projections.questions import learned

            return learned.LearnedQuestion
        case "agenda":
            from projections.questions import agenda

            return agenda.AgendaQuestion
        case "replay":
            from projections.questions import replay

            return replay.ReplayQuestion
        case "turns":
            from projections.questions import turns

            return turns.TurnsQuestion
        case "board":
            from projections.questions import board

            return board.BoardQuestion
        case "series":
            from projections.questions import series

            return series.SeriesQuestion
        case "panel":
            from projections.questions import panel

            return panel.PanelQuestion
        case "search":
            from projections.questions import search

            return search.SearchQuestion
        case "fact":
            from projections.questions import fact

            return fact.FactQuestion
        case "history":
            from projections.questions import history

            return history.HistoryQuestion
        case "knew":
            from projections.questions import knew

            return knew.KnewQuestion
        case "board-pairs":
            from projections.questions import board_pairs

            return board_pairs.BoardPairsQuestion
        case "check":
            from projections.questions import check

            return check.CheckQuestion
        case "layer-day":
            from projections.questions import layer_day

            return layer_day.LayerDayQuestion
        case "layers":
            from projections.questions import layers

            return layers.LayersQuestion
        case "spread":
            from projections.questions import spread

            return spread.SpreadQuestion
        case "why-fact":
            from projections.questions import why_fact

            return why_fact.WhyFactQuestion
        case _:
            said = f'no question is called "{name}".'
            raise InvalidInput(said, code="unknown-question", values={"name": name})
