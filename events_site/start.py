"""What has to be true before anything serves or works: a half-configured site ends in sentences instead of starting."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core import checks
from django.db import DatabaseError, connection, connections
from django.db.migrations.loader import MigrationLoader

from forum.away import in_one_line, is_away

MISCONFIGURED, UNAVAILABLE = 78, 75
"""Exit codes (sysexits.h): starting again helps only with the second, which a service manager should know."""
WAIT_SECONDS = 30.0
LOOK_SECONDS = 0.5
SHOWN = 5
MIGRATE = "Run: manage.py migrate"
COLLECT = "Run: manage.py collectstatic --no-input"


def refuse_unready(wait_seconds: float = WAIT_SECONDS) -> None:
    """Return when everything is there; end the process with a sentence for each thing that is not.

    Waits a while for a database that is not up yet, as after a start of the whole machine.
    """
    if faults := _faults(wait_seconds):
        _end(MISCONFIGURED, *faults, "Nothing was started; docs/operations.md has every setting.")


def unapplied_migrations() -> list[str]:
    """Return the names of the migrations this release has and the database has not."""
    loader = MigrationLoader(connection)
    applied = loader.applied_migrations or {}
    return sorted(f"{app}.{name}" for app, name in set(loader.disk_migrations) - set(applied))


def missing_static_files() -> list[str]:
    """Return what `collectstatic` has not collected for this release; all of it where there is no manifest."""
    known = getattr(staticfiles_storage, "hashed_files", None)
    if known is None or settings.IS_DEMO:
        return []
    return sorted({path for finder in get_finders() for path, _ in finder.list([])} - known.keys())


def in_a_sentence(error: DatabaseError) -> str:
    """Return what to do about a command's failure at the database; empty for a bug, which is to be seen whole."""
    if is_away(error):
        return f"the database does not answer ({in_one_line(error)})."
    cause = error.__cause__
    is_missing = getattr(cause, "sqlstate", "") in ("42P01", "42703") or "no such " in str(cause)
    return f"the database is not that of this release. {MIGRATE}" if is_missing else ""


def _faults(wait_seconds: float) -> list[str]:
    try:
        _wait_for_database(wait_seconds)
        return [*_of_settings(), *_of_tables(), *_of_static_files(), *_of_files()]
    finally:
        connections.close_all()


def _wait_for_database(seconds: float) -> None:
    deadline, is_told = time.monotonic() + seconds, False
    while True:
        try:
            connection.ensure_connection()
        except DatabaseError as error:
            if not is_away(error):
                raise
            if time.monotonic() > deadline:
                _end(UNAVAILABLE, f"The database does not answer ({in_one_line(error)}).")
            if not is_told:
                _say("Waiting for the database.")
            is_told = True
            time.sleep(LOOK_SECONDS)
        else:
            return


def _of_settings() -> list[str]:
    """Return the errors of the checks; what they warn of is said, and does not hinder."""
    if not settings.IS_PRODUCTION:
        return []
    found = checks.run_checks(include_deployment_checks=True)
    for message in found:
        if checks.WARNING <= message.level < checks.ERROR:
            _say(f"{message.msg} {message.hint or ''}")
    return [
        f"{message.msg} {message.hint or ''}".strip() for message in found if message.level >= checks.ERROR
    ]


def _of_tables() -> list[str]:
    missing = unapplied_migrations()
    return [f"The database is not that of this release: {_some(missing)}. {MIGRATE}"] if missing else []


def _of_static_files() -> list[str]:
    missing = missing_static_files()
    return [f"Static files of this release are not collected: {_some(missing)}. {COLLECT}"] if missing else []


def _of_files() -> list[str]:
    """Return what must be written here and cannot be: SQLite needs its folder, too."""
    file = Path(str(connection.settings_dict["NAME"]))
    places = [file.parent, file] if settings.IS_SQLITE else []
    return [
        f"{place} must be ours to write, and is not." for place in places if not os.access(place, os.W_OK)
    ]


def _some(names: list[str]) -> str:
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def _say(line: str) -> None:
    print(f"madang: {line.strip()}", file=sys.stderr, flush=True)


def _end(code: int, *lines: str) -> None:
    for line in lines:
        _say(line)
    raise SystemExit(code)
