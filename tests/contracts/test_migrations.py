"""Tables can be made, taken down to nothing and made again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.processes import ROOT

WINGS = ("networking", "tickets", "forum")


def test_migrations_go_forwards_and_backwards(tmp_path: Path) -> None:
    env = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}"}
    for arguments in ([], *([wing, "zero"] for wing in WINGS), []):
        command = [sys.executable, "manage.py", "migrate", "--verbosity=0", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
