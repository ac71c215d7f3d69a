"""Says at the end of a run where its time went: by room, which is a folder of tests, and in the slowest tests.

A pytest plugin, loaded by `pyproject.toml`. With xdist the times of all workers are added up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

ROOMS_SHOWN = 20
TESTS_SHOWN = 10
SLOW_SECONDS = 1.0


class Times:
    """The seconds of set-up, call and tear-down that the reports of a run tell."""

    def __init__(self) -> None:
        self._rooms: Counter[str] = Counter()
        self._tests: Counter[str] = Counter()
        self._sizes: Counter[str] = Counter()
        self._workers: dict[str, float] = {}
        """When each worker ended its last test."""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how long a part of a test took, and where."""
        self._rooms[_room_of(report.nodeid)] += report.duration
        self._tests[report.nodeid] += report.duration
        self._sizes[_room_of(report.nodeid)] += report.when == "call"
        worker = getattr(report, "worker_id", "")
        self._workers[worker] = max(self._workers.get(worker, 0), report.stop)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Write the summary, unless only one room was asked."""
        if len(self._rooms) > 1:
            terminalreporter.section("time by room")
            for line in self.lines():
                terminalreporter.write_line(line)

    def lines(self) -> Iterator[str]:
        """Return the rooms, the longest first, then the slowest tests, and who waited for the last worker."""
        whole = self._rooms.total()
        shown = self._rooms.most_common(ROOMS_SHOWN)
        for room, seconds in shown:
            yield f"{seconds:7.1f} s {seconds / (whole or 1):4.0%}  {room} ({self._sizes[room]})"
        rest = whole - sum(seconds for _, seconds in shown)
        if len(self._rooms) > len(shown):
            yield f"{rest:7.1f} s {rest / (whole or 1):4.0%}  other rooms ({len(self._rooms) - len(shown)} of them)"
        yield f"{whole:7.1f} s in all; the slowest tests, with set-up and tear-down:"
        for test, seconds in self._tests.most_common(TESTS_SHOWN):
            if seconds >= SLOW_SECONDS:
                yield f"{seconds:7.1f} s  {test.removeprefix('tests/')}"
        last = max(self._workers.values(), default=0)
        waits = [f"{name} {last - end:.0f} s" for name, end in sorted(self._workers.items()) if end < last]
        if waits:
            yield f"waited at the end for the last worker: {', '.join(waits)}"


def pytest_configure(config: pytest.Config) -> None:
    """Keep the times in the process that reports, which is no worker."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Times(), "times")


def _room_of(nodeid: str) -> str:
    """Return the folder under `tests/` in which a test stands."""
    folder, _, _ = nodeid.partition("::")[0].removeprefix("tests/").rpartition("/")
    return folder or "tests"
