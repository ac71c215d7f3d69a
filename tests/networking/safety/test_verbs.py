"""Blocks part two at once and for good, and read to the other as a goodbye. Reports keep evidence."""

from __future__ import annotations

import pytest

from forum.errors import Conflict, Gone
from forum.live import past
from forum.people.models import Attendee
from networking.cards.models import Block
from networking.chat.verbs import erase_messages, hide, say
from networking.errors import NotYourself
from networking.meet.verbs import ask
from networking.rooms.models import Room
from networking.rounds.models import Mixer
from networking.rounds.verbs.clock import start_mixer
from networking.safety import verbs
from networking.safety.models import Report
from networking.safety.queries import evidence, lines_of, open_reports, shared_room
from networking.talks.queries import conversation_of
from networking.talks.verbs import leave
from tests.networking.cast import (
    NOON,
    a_forum,
    a_mixer,
    a_talk,
    heard,
    online,
    people,
    ready,
    tables,
    told,
    whom,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def mixer() -> Mixer:
    return a_mixer(a_forum())


def frames(attendee: Attendee, room: Room) -> list[str]:
    """Everything somebody in the room gets, as the wire says it, whatever the room and the time."""
    said = [*past.read_after(f"user:{attendee.key}", 0), *past.read_after(room.topic, 0)]
    untimed = [{**frame, "at": "", "topic": ""} for frame in said]
    return [str(frame).replace(room.key, "the room") for frame in untimed]


def test_block_oneself(mixer: Mixer) -> None:
    (one,) = people(mixer.forum, 1)
    with pytest.raises(NotYourself):
        verbs.block(one, one, by=one.key)


def test_block_twice_is_once(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    room = a_talk(mixer, [one, other])
    for _ in range(2):
        verbs.block(one, other, by=one.key)
    assert (Block.objects.count(), len(told(other)), len(heard(room.topic))) == (1, 1, 1)


@pytest.mark.parametrize("size", [2, 3])
def test_block_reads_like_a_goodbye(mixer: Mixer, size: int) -> None:
    """The same frames, field for field, whether the other left or blocked."""
    first, second = people(mixer.forum, size), people(mixer.forum, size)
    left, blocked = a_talk(mixer, first), a_talk(mixer, second)
    leave(left, first[0], by=first[0].key)
    verbs.block(second[0], second[1], by=second[0].key)
    for goodbye, block in zip(first[1:], second[1:], strict=True):
        assert frames(goodbye, left) == frames(block, blocked)
    assert len(frames(second[1], blocked)) == (2 if size == 2 else 0)


def test_block_parts_only_the_two(mixer: Mixer) -> None:
    one, other, third = people(mixer.forum, 3)
    room = a_talk(mixer, [other, third])
    verbs.block(one, other, by=one.key)
    assert (conversation_of(other), told(other)) == (room, [])


def test_block_takes_back_what_is_proposed(mixer: Mixer) -> None:
    """To the other it is a request taken back; both keep their places, and never see each other again."""
    one, other, third = people(mixer.forum, 3)
    online([one, other, third])
    for person in (one, other):
        ask(mixer, person, by=person.key, at=NOON)
    verbs.block(one, other, by=one.key, at=NOON)
    assert [over["why"] for over in told(other, "match.over")] == ["cancelled"]
    ask(mixer, third, by=third.key, at=NOON)
    assert whom(told(third)[0]) in (["Person 1"], ["Person 2"])


def test_block_holds_in_every_round(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    ready(mixer, [one, other])
    verbs.block(other, one, by=other.key)
    start_mixer(mixer, rev=0, by="host", at=NOON)
    assert tables(mixer) == []


def test_report_oneself(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    room = a_talk(mixer, [one, other])
    with pytest.raises(NotYourself):
        verbs.report(room, one, one, why="spam", by=one.key)


@pytest.mark.parametrize("who", ["reporter", "about"])
def test_report_about_a_room_one_was_never_in(mixer: Mixer, who: str) -> None:
    one, other, stranger = people(mixer.forum, 3)
    room = a_talk(mixer, [one, other])
    pair = (stranger.key, one.key) if who == "reporter" else (one.key, stranger.key)
    with pytest.raises(Gone):
        shared_room(room.key, *pair)


def test_report_after_leaving(mixer: Mixer) -> None:
    """Whoever was harassed leaves first and reports then; and may report whoever has left."""
    one, other = people(mixer.forum, 2)
    room = a_talk(mixer, [one, other])
    leave(room, one, by=one.key)
    assert shared_room(room.key, one.key, other.key) == (room, one, other)
    assert shared_room(room.key, other.key, one.key) == (room, other, one)


def test_report_keeps_what_was_said_around_it(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    room = a_talk(mixer, [one, other])
    for number in range(25):
        say(room, other, cid=f"before {number}", text=f"before {number}", by=other.key)
    made = verbs.report(room, one, other, why="harassment", text="Stop", by=one.key)
    for number in range(25):
        say(room, other, cid=f"after {number}", text=f"after {number}", by=other.key)
    said = [frame["d"]["text"] for frame in evidence(made)]
    assert (said[0], said[19], said[20], said[-1], len(said)) == (
        "before 5",
        "before 24",
        "after 0",
        "after 19",
        40,
    )
    assert told(other) == []


@pytest.mark.parametrize("gone", ["hidden", "erased"])
def test_evidence_is_sealed_until_the_report_is_settled(mixer: Mixer, gone: str) -> None:
    one, other = people(mixer.forum, 2)
    room = a_talk(mixer, [one, other])
    insult = say(room, other, cid="1", text="An insult", by=other.key)
    made = verbs.report(room, one, other, why="harassment", by=one.key)
    say(room, other, cid="2", text="Another", by=other.key)
    if gone == "hidden":
        hide(room, insult, by="moderator")
    else:
        erase_messages(other)
    assert next(line.text for line in lines_of(made)) == "An insult"
    assert past.read_after(room.topic, 0)[0]["d"] == {}

    verbs.settle_report(made, by="moderator")
    made.refresh_from_db()
    assert next(line.text for line in lines_of(made)) == ""


def test_report_in_a_silent_room(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    made = verbs.report(a_talk(mixer, [one, other]), one, other, why="other", by=one.key)
    assert (made.first_seq, made.last_seq, evidence(made)) == (1, 20, [])


def test_settle_report_by_two_moderators(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    made = verbs.report(a_talk(mixer, [one, other]), one, other, why="spam", by=one.key)
    assert [*open_reports(mixer.forum)] == [made]
    verbs.settle_report(made, by="moderator")
    with pytest.raises(Conflict):
        verbs.settle_report(made, by="another moderator")
    assert ([*open_reports(mixer.forum)], Report.objects.get().settled_by) == ([], "moderator")


def test_open_reports_are_of_one_forum(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    verbs.report(a_talk(mixer, [one, other]), one, other, why="spam", by=one.key)
    assert [*open_reports(a_forum("busan"))] == []
