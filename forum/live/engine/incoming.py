"""Reading what clients send, strictly: anything a database, a browser or a later reader could trip over is refused."""

from __future__ import annotations

import json
import re
from math import isfinite
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from forum.lines import can_be_seen
from forum.live.errors import BadFrame, Invalid, TooLarge
from forum.live.frames import Request

FRAME_BYTES = 16 * 1024
DEEPEST = 8
LARGEST_INTEGER = 2**53
ID_LENGTH = 64

Given = TypeVar("Given", bound=Request)


class Incoming(Struct, frozen=True, forbid_unknown_fields=True):
    """A request as it came; `d` is still to be read as what its verb takes."""

    t: str
    id: str | None = None
    topic: str | None = None
    d: dict[str, Any] = {}


def read_frame(text: str | None) -> Incoming:
    """Return the request in a text frame; `None` stands for a binary one. Refuse what is not a request."""
    if text is None:
        raise BadFrame
    if len(text) > FRAME_BYTES or len(text.encode("utf-8", "surrogatepass")) > FRAME_BYTES:
        raise TooLarge
    try:
        frame = msgspec.convert(read_json(text), Incoming)
    except msgspec.ValidationError as error:
        raise BadFrame from error
    if frame.t != "ack" and not (frame.id and len(frame.id) <= ID_LENGTH):
        raise BadFrame
    return frame


def id_of(text: str | None) -> str | None:
    """Return the id of a frame that could not be read, if at least that can be."""
    try:
        frame = json.loads(text or "")
        found = frame.get("id")
        return found if isinstance(found, str) and 0 < len(found.encode()) <= ID_LENGTH else None
    except (ValueError, RecursionError, AttributeError):
        return None


def read_json(text: str) -> Any:
    """Parse JSON; refuse NaN, duplicate keys, NUL, lone surrogates, integers beyond 2⁵³, nesting over 8."""
    try:
        value = json.loads(text, object_pairs_hook=_without_doubles, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise BadFrame from error
    _check(value, 0)
    return value


def read_given(given: dict[str, Any], takes: type[Given]) -> Given:
    """Return `d` as the struct a verb takes; an unknown field is a bad frame, a wrong value names its field.

    A text in which nothing can be seen is a wrong value, whatever the verb.
    """
    for name, value in given.items():
        if isinstance(value, str) and value and not can_be_seen(value):
            raise Invalid(name)
    try:
        return msgspec.convert(given, takes)
    except msgspec.ValidationError as error:
        if "unknown field" in str(error):
            raise BadFrame from error
        raise Invalid(_field_of(str(error))) from error


def _field_of(complaint: str) -> str:
    """Read the field's name out of msgspec's sentence: `… - at `$.text`` or `… required field `text``."""
    at = re.search(r"`\$\.([^`.\[]*)", complaint) or re.search(r"required field `([^`]*)`", complaint)
    return at.group(1) if at else ""


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise BadFrame
    return value


def _refuse(constant: str) -> None:
    raise BadFrame


def _check(value: Any, depth: int) -> None:
    if isinstance(value, str):
        if "\0" in value or not (value.isascii() or _is_whole(value)):
            raise BadFrame
    elif isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise BadFrame
    elif isinstance(value, float):
        if not isfinite(value):
            raise BadFrame
    elif isinstance(value, dict | list):
        if depth == DEEPEST:
            raise BadFrame
        parts = [*value, *value.values()] if isinstance(value, dict) else value
        for part in parts:
            _check(part, depth + 1)


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
