"""Following a store: what is recorded in it, as it is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event as Flag
from typing import Final

from eventsourcing.persistence import ApplicationRecorder, Notification, Subscription


class PollingSubscription(Subscription[ApplicationRecorder]):
    """Yields notifications as they are recorded, looking for new ones twenty times a second."""

    PAUSE_SECONDS: Final = 0.05

    def __init__(
        self, recorder: ApplicationRecorder, gt: int | None, topics: Sequence[str]
    ) -> None:
        super().__init__(recorder, gt, topics)
        self._waiting: list[Notification] = []
        self._stopped = Flag()

    def stop(self) -> None:
        """Ends the iteration."""
        super().stop()
        self._stopped.set()

    def __next__(self) -> Notification:
        while not self._waiting and not self._stopped.is_set():
            page = self._recorder.select_notifications(
                start=self._last_notification_id,
                limit=500,
                topics=self._topics,
                inclusive_of_start=False,
            )
            self._waiting = list(reversed(page))
            if not page:
                self._stopped.wait(self.PAUSE_SECONDS)
        if self._stopped.is_set():
            raise StopIteration
        found = self._waiting.pop()
        self._last_notification_id = found.id
        return found
