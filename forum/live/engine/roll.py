"""The presence this process writes: a row on the first join, none after the last leave, and the lease of the node.

A node renews its lease every 5 s; silent for 15 s it counts as gone at once and is swept by whoever notices.
Devices are counted in memory. A connection that breaks keeps its place for a while: people reload pages.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from functools import reduce
from operator import or_
from typing import TypeAlias

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from forum.live import log, presence, threads
from forum.live.models import Node, Presence
from forum.live.presence import is_kept
from forum.live.registry import topics

logger = logging.getLogger(__name__)

Place: TypeAlias = tuple[str, str]
"""Topic and principal key."""

HEARTBEAT_SECONDS = 5.0
GATHER_SECONDS = 0.2
GRACE_SECONDS = 8.0
STATE = "presence"
ROWS_AT_ONCE = 200


def sweep() -> int:
    """Remove the rows of nodes that are silent for too long; return how many nodes. Safe to do at once anywhere."""
    swept = 0
    for pk in Node.objects.filter(seen_at__lte=Now() - presence.STALE).values_list("pk", flat=True):
        with log.transaction():
            if not Node.objects.filter(pk=pk, seen_at__lte=Now() - presence.STALE).delete()[0]:
                continue  # it came back to life, or somebody else was faster
            swept += 1
            orphans = ~Exists(Node.objects.filter(pk=OuterRef("node")))
            changed = _forget(Presence.objects.filter(Q(node=pk) | orphans))
        _announce(changed)
    return swept


class Roll:
    """The presence of this process: counts devices, writes what changed every 200 ms, keeps the lease."""

    def __init__(self) -> None:
        self._devices: Counter[Place] = Counter()
        self._changed: set[Place] = set()
        self._written: set[Place] = set()
        self._node: int | None = None

    def enter(self, topic: str, key: str) -> None:
        """Count one more device of a principal in a topic."""
        if is_kept(topic):
            self._devices[topic, key] += 1
            self._changed.add((topic, key))

    def leave(self, topic: str, key: str, *, is_meant: bool) -> None:
        """Count one device less; one that did not mean to leave keeps its place for a while."""
        place = (topic, key)
        if self._devices[place] > 1:
            self._devices[place] -= 1
        elif self._devices.pop(place, None):
            wait = 0.0 if is_meant else GRACE_SECONDS
            asyncio.get_running_loop().call_later(wait, self._note, place)

    def _note(self, place: Place) -> None:
        self._changed.add(place)

    async def keep(self) -> None:
        """Write and renew for ever."""
        loop = asyncio.get_running_loop()
        next_beat = 0.0
        while True:
            await asyncio.sleep(GATHER_SECONDS)
            try:
                if self._changed:
                    await self._write()
                if loop.time() >= next_beat:
                    next_beat = loop.time() + HEARTBEAT_SECONDS
                    await self._renew()
            except Exception as error:
                logger.warning("presence could not be written, it will be: %r", error)
                await asyncio.sleep(1)

    async def _write(self) -> None:
        changed, self._changed = self._changed, set()
        came = [place for place in changed if self._devices[place] and place not in self._written]
        went = [place for place in changed if not self._devices[place] and place in self._written]
        try:
            self._node = await threads.working.run(_write, self._node, came, went)
        except Exception:
            self._changed |= changed
            raise
        self._written.update(came)
        self._written.difference_update(went)

    async def _renew(self) -> None:
        if not await threads.working.run(_renew, self._node):
            self._node = None
            self._written = set()
            self._changed.update(self._devices)


def _renew(node: int | None) -> bool:
    """Renew the lease and look after the others; return False when this node was swept meanwhile."""
    is_alive = node is None or Node.objects.filter(pk=node).update(seen_at=Now()) == 1
    sweep()
    return is_alive


def _write(node: int | None, came: list[Place], went: list[Place]) -> int | None:
    """Write who came and went through this node; return its row, which the first to come creates."""
    if not came and not went:
        return node
    with log.transaction():
        if node is None:
            node = Node.objects.create().pk
        rows = [Presence(node_id=node, topic=topic, key=key) for topic, key in came]
        Presence.objects.bulk_create(rows, ignore_conflicts=True, batch_size=ROWS_AT_ONCE)
        for start in range(0, len(went), ROWS_AT_ONCE):
            places = [Q(topic=topic, key=key) for topic, key in went[start : start + ROWS_AT_ONCE]]
            Presence.objects.filter(reduce(or_, places), node=node).delete()
        changed = {topic for topic, _ in (*came, *went)}
        _touch(changed)
    _announce(changed)
    return node


def _forget(rows: QuerySet[Presence]) -> set[str]:
    changed = set(rows.values_list("topic", flat=True))
    rows.delete()
    _touch(changed)
    return changed


def _touch(changed: set[str]) -> None:
    for topic in changed:
        kind = topics.get(topic.partition(":")[0])
        if kind is not None and STATE in kind.states:
            log.touch(topic, STATE)


def _announce(changed: set[str]) -> None:
    """Tell the rooms that asked to hear of it, each after the commit and none stopping the others."""
    for topic in sorted(changed):
        kind = topics.get(topic.partition(":")[0])
        if kind is not None and kind.on_presence is not None:
            try:
                kind.on_presence(topic)
            except Exception:
                logger.exception("on_presence of %s failed", topic)
