"""Who is in a room: told whole in a small one, as numbers and pages in a crowd, alike on both databases."""

from __future__ import annotations

import pytest
from django.utils import timezone
from django.utils.translation import override

from forum.live.frames import encode
from forum.live.models import Node, Presence
from forum.people.models import Attendee
from networking.cards.queries import NOT_SHOWN
from networking.chat.queries import people_of
from networking.rooms.models import Membership, Room, Why
from networking.rooms.queries import FACES, PAGE, SMALL, here_after, presence_now
from tests.networking.cast import a_forum, a_mixer, a_talk, people, principal
from tests.networking.test_frames import do, refused, snapshot

CROWD = 120


def a_room(size: int) -> tuple[Room, list[Attendee]]:
    """A room of so many people, two of whom are in conversation."""
    forum = a_forum()
    everybody = people(forum, size)
    room = a_talk(a_mixer(forum), everybody[:2])
    Membership.objects.bulk_create(Membership(room=room, attendee=one) for one in everybody[2:])
    return room, everybody


def open_it(room: Room, *keys: str, node: str = "node") -> None:
    """Let these people have the room open through a process."""
    process, _ = Node.objects.get_or_create(key=node, defaults={"seen_at": timezone.now()})
    Presence.objects.bulk_create(Presence(node=process, topic=room.topic, key=key) for key in keys)


def test_a_small_room_tells_all_who_are_there(shared_database: str) -> None:
    room, everybody = a_room(SMALL)
    keys = [one.key for one in everybody]
    open_it(room, *keys)
    open_it(room, *keys[:10], node="another")
    told = presence_now(room.key)
    assert (told.n, told.here, told.watching) == (SMALL, sorted(keys), 0)
    assert {one.key for one in people_of(room.key).known} == set(keys)


def test_a_crowd_is_told_in_a_few_hundred_bytes(shared_database: str) -> None:
    room, everybody = a_room(CROWD)
    open_it(room, *(one.key for one in everybody[: SMALL + 1]))
    told = presence_now(room.key)
    assert (told.n, len(told.here), told.watching) == (SMALL + 1, FACES, 0)
    assert set(told.here) <= {one.key for one in everybody[: SMALL + 1]}
    assert len(encode(told)) < 500


def test_who_looks_on_without_belonging_is_counted_apart(shared_database: str) -> None:
    room, everybody = a_room(3)
    open_it(room, everybody[0].key, "a-moderator")
    told = presence_now(room.key)
    assert (told.n, told.here, told.watching) == (1, [everybody[0].key], 1)


def test_whoever_left_is_not_there(shared_database: str) -> None:
    room, everybody = a_room(3)
    open_it(room, *(one.key for one in everybody))
    Presence.objects.filter(key=everybody[0].key).delete()
    assert presence_now(room.key).here == sorted(one.key for one in everybody[1:])


def test_all_of_a_crowd_come_page_by_page_and_once(shared_database: str) -> None:
    room, everybody = a_room(CROWD)
    Attendee.objects.filter(pk__in=[one.pk for one in everybody[:70]]).update(name="김민지")
    open_it(room, *(one.key for one in everybody))
    pages, after = [here_after(room.key, None)], None
    while pages[-1].more:
        after = pages[-1].members[-1].key
        pages.append(here_after(room.key, after))
    assert [len(page.members) for page in pages] == [PAGE, PAGE, CROWD - 2 * PAGE]
    assert {one.key for page in pages for one in page.members} == {one.key for one in everybody}


@pytest.mark.django_db
def test_names_of_a_crowd_come_on_request() -> None:
    room, everybody = a_room(CROWD)
    reader, author, silent = everybody[0], everybody[1], everybody[2]
    do(principal(author), "chat.send", room.topic, cid="1", text="Hello")
    now = snapshot(principal(reader), room.topic)
    assert now["people"] == {"known": [{"key": author.key, "name": author.name}], "others": CROWD - 1}
    told = do(principal(reader), "room.names", room.topic, keys=[silent.key, "nobody"])
    assert told == {"members": [{"key": silent.key, "name": silent.name}]}


@pytest.mark.django_db
def test_names_are_told_to_nobody_outside() -> None:
    room, everybody = a_room(3)
    (stranger,) = people(room.forum, 1)
    inside = everybody[0]
    assert refused(principal(stranger), "room.names", room.topic, keys=[inside.key]) == "gone"
    assert refused(principal(stranger), "room.here", room.topic) == "gone"
    assert do(principal(inside), "room.names", room.topic, keys=[stranger.key]) == {"members": []}
    assert refused(principal(inside), "room.names", room.topic, keys=[]) == "invalid"
    assert refused(principal(inside), "room.names", room.topic, keys=[inside.key] * 51) == "invalid"


@pytest.mark.django_db
def test_names_go_where_somebody_is_not_shown_any_more() -> None:
    room, everybody = a_room(CROWD)
    gone = everybody[5]
    Attendee.objects.filter(pk=gone.pk).update(withdrawn_at=timezone.now())
    Room.objects.filter(pk=room.pk).update(closed_at=timezone.now(), closed_why=Why.CLOSED)
    told = do(principal(everybody[0]), "room.names", room.topic, keys=[gone.key])
    with override("en"):
        assert told == {"members": [{"key": gone.key, "name": str(NOT_SHOWN)}]}
