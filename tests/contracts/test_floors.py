"""The floor plan holds, and a planted violation of each contract fails by its name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINTER = Path(sys.executable).parent / "lint-imports"

PLANTED = {
    "wings": ("tickets/registration/verbs.py", "import networking.rooms.models\n"),
    "rooms of forum": ("forum/journal/verbs.py", "import forum.people.models\n"),
    "rooms of tickets": ("tickets/registration/verbs.py", "import tickets.checkin.models\n"),
    "rooms of networking": ("networking/cards/models.py", "import networking.meet.models\n"),
    "floors of a room": ("networking/rooms/queries.py", "import networking.rooms.verbs\n"),
    "face and engine": ("forum/live/log.py", "import forum.live.engine.wire\n"),
    "floors of the engine": ("forum/live/engine/feed.py", "import forum.live.engine.hub\n"),
    "rooms see the face alone": ("networking/rooms/topics.py", "import forum.live.engine.queries\n"),
    "doors ask no tables": ("tickets/checkin/views.py", "import tickets.checkin.models\n"),
    "pure": ("networking/matching/scores.py", "import django.db\n"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([LINTER, "--no-cache"], cwd=folder, capture_output=True, text=True)


def broken(output: str) -> set[str]:
    """Return the names of the contracts the linter calls broken."""
    return {name for name in PLANTED if f"{name} BROKEN" in output}


def test_floors_as_committed() -> None:
    done = lint(ROOT)
    assert (done.returncode, broken(done.stdout)) == (0, set()), done.stdout


def test_floors_planted_violations(copy: Path) -> None:
    for place, line in PLANTED.values():
        spoiled = copy / place
        spoiled.write_text(spoiled.read_text() + "\n" + line)
    assert broken(lint(copy).stdout) == set(PLANTED)


def test_floors_room_without_a_place(copy: Path) -> None:
    (copy / "networking" / "attic").mkdir()
    (copy / "networking" / "attic" / "__init__.py").touch()
    done = lint(copy)
    assert done.returncode != 0
    assert "attic" in done.stdout
