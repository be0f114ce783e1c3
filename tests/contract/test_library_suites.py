"""The event-sourcing library's own suites for recorders, run on ours."""

from __future__ import annotations

import threading
from pathlib import Path
from unittest import TestCase
from uuid import uuid4

import pytest
from eventsourcing.tests import persistence as library

from service.store.memory import MemoryRecorder
from service.store.recorder import SqlRecorder
from tests.places import a_place


class _Streams(TestCase):
    """Our streams are text; without tests of its own."""

    def new_originator_id(self) -> str:
        return f"desk/{uuid4()}"


class _Sql(_Streams):
    """A new file for each recorder."""

    kind = "sqlite"

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def create_recorder(self) -> SqlRecorder:
        place = a_place(self.kind, self.folder)
        self.addCleanup(place.gone)
        recorder = place.recorder()
        self.addCleanup(recorder.close)
        self.addCleanup(_joined, {*threading.enumerate()})
        return recorder


def _joined(others: set[threading.Thread]) -> None:
    """Waits for readers that a test has stopped.

    One that reads on while its store is closed opens it again.
    """
    for thread in {*threading.enumerate()} - others:
        thread.join()


class _Server(_Sql):
    """A new schema for each recorder."""

    kind = "postgresql"


class _Memory(_Streams):
    def create_recorder(self) -> MemoryRecorder:
        return MemoryRecorder()


class TestSqlAsApplicationRecorder(_Sql, library.ApplicationRecorderTestCase[SqlRecorder]):
    test_performance = None  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType, reportIncompatibleMethodOverride]  # it only prints how long something took

    test_concurrent_throughput = None  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType, reportIncompatibleMethodOverride]  # it only prints how long something took

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestSqlAsTrackingRecorder(_Sql, library.TrackingRecorderTestCase):
    pass


class TestSqlAsProcessRecorder(_Sql, library.ProcessRecorderTestCase):
    test_performance = None  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType, reportIncompatibleMethodOverride]  # it only prints how long something took


class TestSqlDoesNotInterleavePositions(_Sql, library.NonInterleavingNotificationIDsBaseCase):
    pass


class TestServerAsApplicationRecorder(_Server, library.ApplicationRecorderTestCase[SqlRecorder]):
    test_performance = None  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType, reportIncompatibleMethodOverride]  # it only prints how long something took

    test_concurrent_throughput = None  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType, reportIncompatibleMethodOverride]  # it only prints how long something took

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestServerAsTrackingRecorder(_Server, library.TrackingRecorderTestCase):
    pass


class TestServerAsProcessRecorder(_Server, library.ProcessRecorderTestCase):
    test_performance = None  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType, reportIncompatibleMethodOverride]  # it only prints how long something took


class TestServerDoesNotInterleavePositions(_Server, library.NonInterleavingNotificationIDsBaseCase):
    pass


class TestMemoryAsApplicationRecorder(_Memory, library.ApplicationRecorderTestCase[MemoryRecorder]):
    test_performance = None  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType, reportIncompatibleMethodOverride]  # it only prints how long something took

    test_concurrent_throughput = None  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType, reportIncompatibleMethodOverride]  # it only prints how long something took

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestMemoryAsTrackingRecorder(_Memory, library.TrackingRecorderTestCase):
    pass


class TestMemoryAsProcessRecorder(_Memory, library.ProcessRecorderTestCase):
    test_performance = None  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType, reportIncompatibleMethodOverride]  # it only prints how long something took


class TestMemoryDoesNotInterleavePositions(_Memory, library.NonInterleavingNotificationIDsBaseCase):
    pass
