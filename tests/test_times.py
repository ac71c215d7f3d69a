"""The end of a run says where its time went."""

from __future__ import annotations

import pytest

from tests import times
from tests.times import Times


def report(test: str, when: str, seconds: float, worker: str, stop: float) -> pytest.TestReport:
    return pytest.TestReport(
        test, (test, 0, test), {}, "passed", None, when, (), seconds, stop - seconds, stop, worker_id=worker
    )


def test_time_is_added_up_by_room_over_all_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(times, "ROOMS_SHOWN", 2)
    kept = Times()
    for noted in (
        report("tests/networking/meet/test_line.py::test_one[a/b]", "setup", 2.0, "gw0", 2.0),
        report("tests/networking/meet/test_line.py::test_one[a/b]", "call", 1.0, "gw0", 3.0),
        report("tests/networking/meet/test_room.py::test_two", "call", 3.0, "gw1", 9.0),
        report("tests/test_deploy.py::test_three@servers", "call", 3.0, "gw0", 6.0),
        report("tests/races/test_scans.py::test_four", "call", 0.9, "gw0", 7.0),
    ):
        kept.pytest_runtest_logreport(noted)

    assert list(kept.lines()) == [
        "    6.0 s  61%  networking/meet (2)",
        "    3.0 s  30%  tests (1)",
        "    0.9 s   9%  other rooms (1 of them)",
        "    9.9 s in all; the slowest tests, with set-up and tear-down:",
        "    3.0 s  networking/meet/test_line.py::test_one[a/b]",
        "    3.0 s  networking/meet/test_room.py::test_two",
        "    3.0 s  test_deploy.py::test_three@servers",
        "waited at the end for the last worker: gw0 2 s",
    ]


def test_a_run_without_workers_or_tests_is_told_of_as_well() -> None:
    kept = Times()
    assert list(kept.lines()) == ["    0.0 s in all; the slowest tests, with set-up and tear-down:"]
