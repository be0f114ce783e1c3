"""What draws each kind of answer, each module loaded when it is drawn. Generated."""

from __future__ import annotations

from projections.answer import Found
from views.view import AnyView


def view_of(found: Found) -> AnyView:
    """The view of what was found."""
    match type(found).__name__:
        case "FoundAgenda":
            from views import agenda

            return agenda.VIEW
        case "FoundBoard":
            from views import board

            return board.VIEW
        case "FoundPairsBoard":
            from views import board_pairs

            return board_pairs.VIEW
        case "FoundSeries":
            from views import chart

            return chart.VIEW
        case "FoundFindings":
            from views import check

            return check.VIEW
        case "FoundDiff":
            from views import diff

            return diff.VIEW
        case "FoundFact":
            from views import fact

            return fact.VIEW
        case "FoundHistory":
            from views import fact

            return fact.HISTORY_VIEW
        case "FoundUnknown":
            from views import fact

            return fact.UNKNOWN_VIEW
        case "FoundHindsight":
            from views import hindsight

            return hindsight.VIEW
        case "FoundKnew":
            from views import knew

            return knew.VIEW
        case "FoundLayerState":
            from views import layer

            return layer.STATE_VIEW
        case "FoundLayerWhy":
            from views import layer

            return layer.WHY_VIEW
        case "FoundDay":
            from views import layer

            return layer.DAY_VIEW
        case "FoundLayerDiff":
            from views import layer_changes

            return layer_changes.DIFF_VIEW
        case "FoundLayerHindsight":
            from views import layer_changes

            return layer_changes.HINDSIGHT_VIEW
        case "FoundLayerReplay":
            from views import layer_changes

            return layer_changes.REPLAY_VIEW
        case "FoundInLayers":
            from views import layers

            return layers.VIEW
        case "FoundLearned":
            from views import learned

            return learned.VIEW
        case "FoundPanel":
            from views import panel

            return panel.VIEW
        case "FoundReplay":
            from views import replay

            return replay.VIEW
        case "FoundHits":
            from views import search

            return search.VIEW
        case "FoundSpread":
            from views import spread

            return spread.VIEW
        case "FoundState":
            from views import state

            return state.VIEW
        case "FoundStats":
            from views import stats

            return stats.VIEW
        case "FoundTimeline":
            from views import timeline

            return timeline.VIEW
        case "FoundTurns":
            from views import turns

            return turns.VIEW
        case "FoundActors":
            from views import vocabulary

            return vocabulary.ACTORS_VIEW
        case "FoundActor":
            from views import vocabulary

            return vocabulary.ACTOR_VIEW
        case "FoundKinds":
            from views import vocabulary

            return vocabulary.KINDS_VIEW
        case "FoundLenses":
            from views import vocabulary

            return vocabulary.LENSES_VIEW
        case "FoundSources":
            from views import vocabulary

            return vocabulary.SOURCES_VIEW
        case "FoundWhy":
            from views import why

            return why.VIEW
        case "FoundWhyFact":
            from views import why

            return why.FACT_VIEW
        case name:
            raise AssertionError(f"nothing draws {name}")
