"""The page that says how to add a room is right: followed in a copy, it gives a room that works."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "adding.md").read_text()
LEAVE = shutil.ignore_patterns("*.pyc", "__pycache__", "node_modules")
WORKS = """
import django; django.setup()
from io import StringIO
from django.core.management import call_command
from forum.live import past, registry
from forum.live.due import registered
from networking.walkups.verbs import join
call_command("makemigrations", "networking", name="walkups", verbosity=0)
call_command("migrate", verbosity=0)
call_command("protocol")
from tests.networking.cast import a_forum, people
one, other = people(a_forum(), 2)
places = [join("lab", person, by=person.key) for person in (one, other, one)]
assert places == [1, 2, 1], places
assert past.head("booth:lab") == 2
assert registry.topics["booth"].snapshot(None, "lab").waiting == 2
assert "walkups.clear" in registered
"""


def follow(copy: Path) -> None:
    """Do what the page says."""
    for name, body in re.findall(r"^```python (\S+)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE):
        (copy / name).parent.mkdir(exist_ok=True)
        (copy / name).write_text(body)
    (copy / "networking/walkups/__init__.py").touch()
    for name, before, after in (
        ("pyproject.toml", '"meet", "rounds"', '"walkups", "meet", "rounds"'),
        ("networking/apps.py", '"meet", "rounds"', '"walkups", "meet", "rounds"'),
        (
            "networking/models.py",
            "__all__ = [",
            'from networking.walkups.models import Walkup\n\n__all__ = [\n    "Walkup",',
        ),
    ):
        text = (copy / name).read_text()
        assert text.count(before) == 1, name
        (copy / name).write_text(text.replace(before, after))


def test_the_page_gives_a_room_that_works(tmp_path: Path) -> None:
    for name in ("events_site", "forum", "networking", "tickets", "tests", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=LEAVE)
    for name in ("pyproject.toml", "manage.py", "asgi.py"):
        shutil.copy(ROOT / name, tmp_path)
    follow(tmp_path)

    linted = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert linted.returncode == 0, linted.stdout

    own = {
        "DJANGO_SETTINGS_MODULE": "events_site.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path}/walkups.sqlite3",
        "PYTHONPATH": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-c", WORKS], cwd=tmp_path, env=os.environ | own, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "walkup.join" in (tmp_path / "docs/protocol.md").read_text()
    assert "walkups" in "".join(one.name for one in (tmp_path / "networking/migrations").iterdir())
