"""Tables can be made, taken down to nothing and made again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.processes import ROOT

THERE_AND_BACK = """
import django
django.setup()
from django.core.management import call_command
for goal in ([], ["networking", "zero"], ["tickets", "zero"], ["forum", "zero"], []):
    call_command("migrate", *goal, verbosity=0)
"""


def test_migrations_go_forwards_and_backwards(tmp_path: Path) -> None:
    env = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}"}
    env["DJANGO_SETTINGS_MODULE"] = "events_site.settings"
    command = [sys.executable, "-c", THERE_AND_BACK]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
