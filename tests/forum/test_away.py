"""An absent database is told from a bug, on the driver's own errors."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import psycopg
import pytest
from django.db import Error, IntegrityError, InterfaceError, InternalError, OperationalError, ProgrammingError
from psycopg import errors

from forum.away import in_one_line, is_away


def caused(error: Error, cause: Exception) -> Error:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "cause",
    [
        psycopg.OperationalError("connection refused"),
        errors.TooManyConnections(),
        errors.AdminShutdown(),
        errors.QueryCanceled(),
        errors.LockNotAvailable(),
        errors.DeadlockDetected(),
        errors.DiskFull(),
    ],
    ids=lambda cause: type(cause).__name__,
)
def test_away_on_postgresql(cause: Exception) -> None:
    assert is_away(caused(OperationalError(), cause))


def test_away_is_a_standby_that_takes_no_writes_yet() -> None:
    assert is_away(caused(InternalError(), errors.ReadOnlySqlTransaction()))
    assert not is_away(caused(InternalError(), errors.InFailedSqlTransaction()))


@pytest.mark.parametrize("error", [IntegrityError(), ProgrammingError(), ValueError(), None])
def test_a_bug_is_not_away(error: Exception | None) -> None:
    assert not is_away(error)


def test_away_on_sqlite_is_a_lock_and_no_missing_table(tmp_path: Path) -> None:
    one, other = (sqlite3.connect(tmp_path / "db", timeout=0, isolation_level=None) for _ in range(2))
    one.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError) as locked:
        other.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError) as missing:
        other.execute("SELECT * FROM nowhere")
    one.close()
    other.close()
    assert is_away(caused(OperationalError(), locked.value))
    assert not is_away(caused(OperationalError(), missing.value))


def test_away_in_one_line() -> None:
    assert in_one_line(InterfaceError("gone\n\taway")) == "InterfaceError: gone away"
