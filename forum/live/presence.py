"""Who is there: one row for each (node, topic, principal), true for as long as the node's lease holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import QuerySet
from django.db.models.functions import Now

from forum.live.models import Presence
from forum.live.registry import topics

STALE = timedelta(seconds=15)
"""A node silent for so long counts as gone at once, before anybody sweeps its rows."""


def present_keys(topic: str) -> set[str]:
    """Return the keys of all principals who are in a topic with a live connection, in any process."""
    return set(present(topic).values_list("key", flat=True))


def present(topic: str) -> QuerySet[Presence]:
    """Return the rows of all who are in a topic with a live connection; somebody has one in each process."""
    return _living().filter(topic=topic)


def online_keys(keys: Iterable[str]) -> set[str]:
    """Return which of these principals hold any live connection: their own `user:` topic is joined."""
    own = {f"user:{key}": key for key in keys}
    return {own[topic] for topic in _living().filter(topic__in=own).values_list("topic", flat=True)}


def is_kept(topic: str) -> bool:
    """Tell whether presence rows are written for this topic's kind."""
    kind = topic.partition(":")[0]
    return kind == "user" or (kind in topics and topics[kind].presence)


def _living() -> QuerySet[Presence]:
    """Rows of nodes whose lease holds, by the database's clock."""
    return Presence.objects.filter(node__seen_at__gt=Now() - STALE)
