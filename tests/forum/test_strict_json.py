"""What the one reader of JSON takes, and what it refuses whoever sends it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.strict_json import DEEPEST, LARGEST_INTEGER, Unreadable, read

HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"code=1",
    "half": b'{"a": ',
    "deep list": b"[" * 200_000,
    "deep list, closed": b"[" * 50_000 + b"]" * 50_000,
    "deep object": b'{"a":' * 50_000,
    "one too deep": b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1),
    "a key twice": b'{"a": 1, "a": 2}',
    "a key twice below": b'{"b": [{"a": 1, "a": 2}]}',
    "NaN": b'{"a": NaN}',
    "Infinity": b'{"a": -Infinity}',
    "a number that overflows": b'{"a": 1e999}',
    "a huge integer": b'{"a": %d}' % (LARGEST_INTEGER + 1),
    "an integer of 5,000 digits": b'{"a": %s}' % (b"9" * 5000),
    "half a character": b'{"a": "\\ud800"}',
    "half a character as a key": b'{"\\udc00": 1}',
    "NUL": b'{"a": "\\u0000"}',
    "NUL as a key": b'{"\\u0000": 1}',
    "no UTF-8": b'{"a": "\xff"}',
    "a surrogate in UTF-8": b'{"a": "\xed\xa0\x80"}',
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "a byte order mark": b'\xef\xbb\xbf{"a": 1}',
    "a bare control character": b'{"a": "\x01"}',
}
"""By what is wrong with each."""


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_hostile_bodies_are_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read(body)


def test_text_is_read_like_bytes() -> None:
    assert read('{"a": ["가", 1.5, null, true]}') == read('{"a": ["가", 1.5, null, true]}'.encode())
    with pytest.raises(Unreadable):
        read('{"a": "\ud800"}')


def test_as_deep_as_it_may_be() -> None:
    read(b"[" * DEEPEST + b"]" * DEEPEST)


_plain = (
    st.none()
    | st.booleans()
    | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
)


@given(
    st.recursive(_plain, lambda inner: st.lists(inner) | st.dictionaries(st.text("ab"), inner), max_leaves=5)
)
def test_everything_else_is_read_as_it_is(value: object) -> None:
    if depth(value) <= DEEPEST:
        assert read(json.dumps(value)) == value


def depth(value: object) -> int:
    if isinstance(value, dict):
        value = list(value.values())
    return 1 + max(map(depth, value), default=0) if isinstance(value, list) else 0
