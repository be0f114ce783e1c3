"""Questions and answers as values, for who keeps, sends or cites them."""

from projections.answer import Answer
from projections.question import Question

__all__ = ["Answer", "Question"]
