"""`manage.py work` does what is due beside the processes that serve, until it is told to end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import tables
from tests.processes import ROOT


def test_a_process_works_alone_until_it_is_told_to_end(tmp_path: Path) -> None:
    database = tables.sqlite(tmp_path / "work.sqlite3")
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "work"],
        cwd=ROOT,
        env={**os.environ, "MADANG_MODE": "demo", "DATABASE_URL": database},
        stdout=subprocess.PIPE,
    )
    with worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == b"working\n"
        with pytest.raises(subprocess.TimeoutExpired):
            worker.wait(1)

        worker.send_signal(signal.SIGTERM)

        assert worker.communicate(timeout=10) == (b"", None)
        assert worker.returncode == 0
