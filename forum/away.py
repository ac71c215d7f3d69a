"""Tells an absent or overloaded database from a bug. Pure but for the classes of the drivers."""

from __future__ import annotations

import sqlite3

from django.db import Error, InterfaceError, InternalError, OperationalError

_SQLITE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
    }
)
_READ_ONLY, _IDLE_TOO_LONG = "25006", "25P03"
"""PostgreSQL's states of a standby that is not the primary yet, and of a transaction that was ended from outside."""


def is_away(error: BaseException | None) -> bool:
    """Tell whether the same request may succeed in a few seconds: refused or broken connections, too many of them,
    locks, time-outs, a full disk.

    SQLite calls a missing table an operational error as well; that is a bug, and told apart by its code.
    """
    if not isinstance(error, Error):
        return False
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return (getattr(cause, "sqlite_errorcode", 0) & 0xFF) in _SQLITE
    if isinstance(error, InternalError):
        return getattr(cause, "sqlstate", None) in (_READ_ONLY, _IDLE_TOO_LONG)
    return isinstance(error, OperationalError | InterfaceError)


def in_one_line(error: BaseException) -> str:
    """Return what the driver said without its line breaks, for a log."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}"
