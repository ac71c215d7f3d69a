"""How the API reads what is sent to it: up to a size, JSON by the one strict reader, and each field by its type.

DRF's own fields take a number for a text and 0, "no" or "off" for false.
"""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.parsers import BaseParser

from forum import strict_json
from forum.errors import BodyTooLarge, BodyUnreadable


class JSONBody(BaseParser):
    """Reads JSON; a view that takes more than `most_bytes` names a subclass."""

    media_type = "application/json"
    most_bytes = 16 * 1024

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            return strict_json.read(Bounded(stream, self.most_bytes).read())
        except strict_json.Unreadable as error:
            raise BodyUnreadable from error


class Bounded:
    """A body that refuses to be longer than agreed, whatever its headers say."""

    def __init__(self, stream: Any, most: int) -> None:
        self._stream = stream
        self._left = most

    def read(self, size: int = -1) -> bytes:
        wanted = self._left + 1 if size < 0 else min(size, self._left + 1)
        chunk: bytes = self._stream.read(wanted)
        self._left -= len(chunk)
        if self._left < 0:
            raise BodyTooLarge
        return chunk


class Typed:
    """A field that takes values of its JSON type, and none that could be read as one."""

    takes: type | tuple[type, ...] = str

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, self.takes) or (isinstance(data, bool) and self.takes is not bool):
            self.fail("invalid")  # type: ignore[attr-defined]
        return super().to_internal_value(data)  # type: ignore[misc]


class TextField(Typed, serializers.CharField):
    pass


class PatternField(Typed, serializers.RegexField):
    pass


class NumberField(Typed, serializers.FloatField):
    takes = (int, float)


class TruthField(Typed, serializers.BooleanField):
    takes = bool
