"""Events are kept for good: they carry keys and codes, and no text that could name somebody."""

from __future__ import annotations

import msgspec

from forum.live.registry import topics

KEYS = {
    ("arrivals.in", "at"),
    ("arrivals.out", "at"),
    ("hub.revoked", "key"),
    ("hub.revoked", "session"),
    ("hub.revoked", "topic"),
    ("access.changed", "roles"),
    ("match.found", "match"),
    ("match.found", "mixer"),
    ("match.found", "with"),
    ("match.over", "match"),
    ("match.started", "match"),
    ("match.started", "room"),
    ("meet.over", "room"),
    ("round.assigned", "mixer"),
    ("round.assigned", "room"),
    ("round.assigned", "with"),
}
"""What is a text in an event and means something else: keys, moments, digests, roles."""

SAID = {("announcement", "ko"), ("announcement", "en"), ("chat.message", "text")}
"""What somebody says to others, which is an event by its nature; a message can be blanked."""


def test_events_carry_keys_and_codes_alone() -> None:
    texts = {
        (event.kind, field.encode_name)
        for topic in topics.values()
        if topic.name != "echo"  # of the tests of the line
        for event in topic.events.values()
        for field in msgspec.structs.fields(event)
        if "str" in str(field.type) or "Any" in str(field.type) or "Struct" in str(field.type)
    }
    assert texts == KEYS | SAID
