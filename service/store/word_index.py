"""The index of words: which events may hold a word or a phrase."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

from eventsourcing.persistence import StoredEvent

Phrase = Sequence[str]
"""Words side by side in a row."""

Wording = Callable[[StoredEvent], str]
"""The words of a stored event, separated by spaces.

Raises InvalidInput for a row that is not an event.
"""


class WordIndex(ABC):
    """A store that finds events by their words."""

    @abstractmethod
    def index_words(self, layer: str, words: Wording) -> None:
        """Brings the full-text index of a layer up to the head.

        `words` gives the words of an event, separated by spaces. A store that has no such index,
        or cannot write it now, is left as it is.
        """

    @abstractmethod
    def select_words(self, layer: str, terms: Sequence[Sequence[Phrase]]) -> Sequence[StoredEvent]:
        """Events of the facts that may hold, of every term, at least one of its phrases.

        By stream and version. Others may be among them: all of the layer where the index is not up
        to date, or where there is none.
        """
