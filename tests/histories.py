"""What people saw of the live topics, and the judge of it: everybody's history is the log, and every promise kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from tests.forum.live.client import Frame


@dataclass
class View:
    """What somebody saw of a topic: the events that followed number `since`, in the order they came."""

    since: int
    events: list[Frame] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    """How long after it was said each of them came."""
    is_open: bool = True
    """Whether they still follow it, and so must see it to its end."""

    @property
    def last(self) -> int:
        """The number to come back with."""
        return self.events[-1]["seq"] if self.events else self.since

    def take(self, event: Frame) -> None:
        self.events.append(event)
        self.seconds.append(time.time() - datetime.fromisoformat(event["at"]).timestamp())

    def of(self, kind: str) -> list[Any]:
        """Return what the events of a kind said."""
        return [event["d"] for event in self.events if event["k"] == kind]


class Witness(Protocol):
    """Somebody with a memory: views by topic, and the number each (topic, text) was acknowledged with."""

    key: str
    views: dict[str, View]
    acked: dict[tuple[str, str], int]


def flaws(people: Sequence[Witness], read: Callable[[str], list[Frame]]) -> list[str]:
    """Return, in words, everything somebody saw or was promised that is not what the log of the topic says.

    `read` returns all events of a topic, ascending. Whoever still follows it must have seen all up to its end.
    """
    logs = {topic: read(topic) for topic in sorted({topic for person in people for topic in person.views})}
    found = [flaw for topic, log in logs.items() for flaw in _numbers(topic, log)]
    for person in people:
        for topic, view in person.views.items():
            found += _sight(person, topic, view, logs[topic])
        for (topic, text), seq in person.acked.items():
            found += _promise(person, topic, seq, text, logs[topic])
    return found


def _numbers(topic: str, log: list[Frame]) -> Iterable[str]:
    if [entry["seq"] for entry in log] != list(range(1, len(log) + 1)):
        yield f"the log of {topic} is not numbered from 1 without gaps"


def _sight(person: Witness, topic: str, view: View, log: list[Frame]) -> Iterable[str]:
    there = log[view.since :] if view.is_open else log[view.since : view.since + len(view.events)]
    if view.events != there:
        seen, said = [event["seq"] for event in view.events], [entry["seq"] for entry in there]
        yield f"{person.key} saw {seen} of {topic}, which says {said}"


def _promise(person: Witness, topic: str, seq: int, text: str, log: list[Frame]) -> Iterable[str]:
    kept = [entry["seq"] for entry in log if entry.get("by") == person.key and entry["d"].get("text") == text]
    if kept != [seq]:
        yield f"{person.key} was promised number {seq} of {topic} for {text!r}, which stands under {kept}"
