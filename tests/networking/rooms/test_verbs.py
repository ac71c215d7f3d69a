"""Rooms are opened and closed, each once."""

from __future__ import annotations

import pytest

from forum.live import log
from networking.rooms import verbs
from networking.rooms.models import Room
from networking.talks.verbs import leave
from tests.networking.cast import a_forum, a_mixer, a_talk, people


@pytest.mark.django_db
def test_close_rooms_closes_open_ones_only() -> None:
    mixer = a_mixer(a_forum())
    two, others = people(mixer.forum, 2), people(mixer.forum, 2)
    closed, still_open = a_talk(mixer, two), a_talk(mixer, others)
    leave(closed, two[0], by="")
    with log.transaction():
        rooms = verbs.close_rooms([closed, still_open], why="time", at=closed.opened_at)
    assert rooms == [still_open]
    assert [room.closed_why for room in Room.objects.order_by("pk")] == ["left", "time"]
