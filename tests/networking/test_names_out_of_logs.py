"""The migration that takes names and sentences out of what was written before, on both databases."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from forum.live.models import LogEntry
from networking.meet.models import MatchSide
from networking.meet.verbs import ask
from networking.rounds.verbs.clock import start_mixer
from networking.talks.models import MeetingMember
from tests.networking.cast import NOON, a_forum, a_mixer, people, ready, told

pytestmark = pytest.mark.usefixtures("shared_database")

migration = import_module("networking.migrations.0003_names_out_of_logs")
SENTINEL = "수빈 Subin Hanbat"
REASONS = [{"ko": f"{SENTINEL} 님이 찾는 것", "en": f"{SENTINEL} looks for it"}]


def as_before(kind: str, key: str) -> None:
    """Let the events of a kind and all rows say names and sentences, as they did."""
    for entry in LogEntry.objects.filter(kind=kind):
        person = {"key": key, "name": SENTINEL, "organization": SENTINEL, "headline": SENTINEL}
        said = json.loads(entry.payload) | {"with": [person], "reasons": REASONS}
        LogEntry.objects.filter(pk=entry.pk).update(payload=json.dumps(said, ensure_ascii=False))
    MeetingMember.objects.update(reasons=REASONS)
    MatchSide.objects.update(reasons=REASONS)


def everything() -> str:
    """Return every field of the rows in question as one text."""
    tables: list[Any] = [LogEntry, MeetingMember, MatchSide]
    return repr([list(table.objects.values()) for table in tables])


def test_what_stands_of_names_goes_and_the_keys_stay() -> None:
    one, other, third, fourth = people(a_forum(), 4)
    mixer = a_mixer(one.forum)
    ready(mixer, [one, other])
    start_mixer(mixer, rev=0, by="host", at=NOON)
    ready(mixer, [third, fourth])
    for person in (third, fourth):
        ask(mixer, person, by=person.key, at=NOON)
    as_before("round.assigned", other.key)
    as_before("match.found", fourth.key)
    assert SENTINEL in everything()

    for _ in range(2):
        migration.take_names_out(apps, None)

    assert SENTINEL not in everything()
    assert [place["with"] for place in told(one, "round.assigned")] == [[other.key]]
    assert told(one, "round.assigned")[0].keys() == told(other, "round.assigned")[0].keys()
    assert [found["with"] for found in told(third, "match.found")] == [[fourth.key]]
    assert [*MeetingMember.objects.values_list("reasons", flat=True)] == [[], []]
    assert [*MatchSide.objects.values_list("reasons", flat=True)] == [[], []]
