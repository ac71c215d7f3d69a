"""All tables, made once in a run of the suite and copied from then on: migrating anew for every site costs seconds."""

from __future__ import annotations

import fcntl
import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.processes import ROOT, new_folder

FOLDER = "MADANG_TEST_TABLES"
"""Names the folder that the workers of one run share; pytest's first process sets it."""


def share() -> None:
    """Let this process and all it starts copy from one place, which goes when this process goes."""
    os.environ.setdefault(FOLDER, str(new_folder()))


def sqlite(path: Path) -> str:
    """Put a database with all tables and nothing in them at this path; return its URL."""
    for trace in ("-wal", "-shm"):
        Path(f"{path}{trace}").unlink(missing_ok=True)
    shutil.copyfile(once("tables.sqlite3", lambda made: migrate(f"sqlite:///{made}")), path)
    return f"sqlite:///{path}"


def migrate(url: str) -> None:
    """Give the database at this URL all tables."""
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, cwd=ROOT, check=True)


def once(name: str, make: Callable[[Path], None]) -> Path:
    """Return what stands under this name in the run's folder; the first who asks makes it, the others wait."""
    path = _folder() / name
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            unfinished = path.with_suffix(".new")
            make(unfinished)
            unfinished.rename(path)
    return path


@functools.cache
def _folder() -> Path:
    return Path(os.environ[FOLDER]) if FOLDER in os.environ else new_folder()
