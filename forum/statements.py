"""Statements written by hand, for the few questions that every scan, sign-in, send or page asks.

PostgreSQL keeps each under a name and plans it once a connection (psycopg prepares what it was asked five times): that
halves what the database has to do for a scan. The ORM's own statements come as text, planned anew each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection


def rows(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a statement as the driver gives them."""
    with _executed(sql, values) as cursor:
        return list(cursor.fetchall())


def count(sql: str, values: Sequence[Any]) -> int:
    """Return how many rows a statement wrote."""
    with _executed(sql, values) as cursor:
        written: int = cursor.rowcount
        return written


@contextmanager
def _executed(sql: str, values: Sequence[Any]) -> Iterator[Any]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Django's own cursors put the values into the text, and no text comes twice.
            driver: Any = connection
            cursor.cursor = driver.Database.Cursor(cursor.cursor.connection)
        cursor.execute(sql, values)
        yield cursor
