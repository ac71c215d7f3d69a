"""The one reader of JSON from outside, for frames and requests alike: whatever a database, a browser or a later reader
could trip over is refused. Pure."""

from __future__ import annotations

import json
from math import isfinite
from typing import Any

DEEPEST = 8
LARGEST_INTEGER = 2**53


class Unreadable(ValueError):
    """Not JSON, or not JSON that everybody reads alike."""


def read(text: str | bytes) -> Any:
    """Return the value; raise Unreadable for bytes that are no UTF-8, NaN and infinities, a key twice, NUL, lone
    surrogates, integers beyond 2⁵³ and nesting over 8.

    The caller bounds the length: what was read is walked once more.
    """
    try:
        whole = text.decode() if isinstance(text, bytes) else text
        value = json.loads(whole, object_pairs_hook=_without_doubles, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:  # also UnicodeDecodeError, and an integer of 5,000 digits
        raise Unreadable from error
    _check(value, 0)
    return value


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise Unreadable
    return value


def _refuse(constant: str) -> None:
    raise Unreadable


def _check(value: Any, depth: int) -> None:
    if isinstance(value, str):
        if "\0" in value or not (value.isascii() or _is_whole(value)):
            raise Unreadable
    elif isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise Unreadable
    elif isinstance(value, float):
        if not isfinite(value):
            raise Unreadable
    elif isinstance(value, dict | list):
        if depth == DEEPEST:
            raise Unreadable
        parts = [*value, *value.values()] if isinstance(value, dict) else value
        for part in parts:
            _check(part, depth + 1)


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
