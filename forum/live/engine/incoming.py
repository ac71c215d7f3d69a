"""Reading what clients send, strictly: anything a database, a browser or a later reader could trip over is refused."""

from __future__ import annotations

import json
import re
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from forum import strict_json
from forum.lines import can_be_seen
from forum.live.errors import BadFrame, Invalid, TooLarge
from forum.live.frames import Request

FRAME_BYTES = 16 * 1024
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


def read_json(text: str | bytes) -> Any:
    """Return what the one strict reader makes of it; refuse the rest as a bad frame."""
    try:
        return strict_json.read(text)
    except strict_json.Unreadable as error:
        raise BadFrame from error


def read_number(text: str, field: str) -> int:
    """Return a number of an address's query: ASCII digits, as large as one in a frame may be; refuse all else."""
    if not re.fullmatch(r"[0-9]{1,16}", text) or int(text) > strict_json.LARGEST_INTEGER:
        raise Invalid(field)
    return int(text)


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
