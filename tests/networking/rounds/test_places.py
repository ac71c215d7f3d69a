"""Where a session is: in the hall is who was let in, online who is connected, and nobody waits at a table for a
person who is at home."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from forum.live import past
from forum.people.models import Attendee
from forum.people.verbs import record_arrival, record_departure
from networking.errors import NotLetIn
from networking.meet import verbs as meet
from networking.meet.models import Ask, Match
from networking.rounds.models import Mixer
from networking.rounds.queries import counts_of, mixer_by_key, mixer_state
from networking.rounds.verbs import clock, readiness
from networking.talks.models import Meeting, Place
from networking.talks.queries import conversation_of, talk_now
from tests.networking.cast import (
    NOON,
    SECOND,
    a_forum,
    a_mixer,
    let_in,
    online,
    people,
    ready,
    tables,
    told,
)

pytestmark = pytest.mark.django_db


def held(where: str, **settings: Any) -> Mixer:
    return a_mixer(a_forum(), where=where, **settings)


def begin(mixer: Mixer) -> None:
    clock.start_mixer(mixer, rev=mixer.rev, by="host", at=NOON)


def missing(mixer: Mixer, attendee: Attendee) -> Any:
    return mixer_state(mixer, attendee.key).you.missing or None


def places() -> list[tuple[int, str, bool]]:
    """How many people each talk has, where it is, and whether at a table."""
    return sorted(
        (meeting.members.count(), meeting.place, meeting.table is not None)
        for meeting in Meeting.objects.all()
    )


# Who takes part -----------------------------------------------------------------------------------


def test_hall_is_closed_to_whom_nobody_let_in() -> None:
    mixer = held("hall")
    (one,) = people(mixer.forum, 1)
    online([one])
    assert missing(mixer, one) == "entry"
    for by in (one.key, "kiosk"):
        with pytest.raises(NotLetIn):
            readiness.set_ready(mixer, one, True, by=by)
    with pytest.raises(NotLetIn):
        meet.ask(mixer, one, by=one.key, at=NOON)
    assert readiness.set_ready(mixer, one, False, by=one.key) is False


@pytest.mark.parametrize("where", ["online", "both"])
def test_elsewhere_the_door_does_not_matter(where: str) -> None:
    mixer = held(where)
    pair = people(mixer.forum, 2)
    ready(mixer, pair)
    assert missing(mixer, pair[0]) is None
    begin(mixer)
    assert places() == [(2, "online", False)]


def test_arrival_decides_at_once() -> None:
    mixer = held("hall")
    pair = people(mixer.forum, 2)
    let_in(pair[:1])
    ready(mixer, pair[:1])
    record_arrival(pair[1], by="desk")
    assert missing(mixer, pair[1]) is None
    ready(mixer, pair[1:])
    begin(mixer)
    assert places() == [(2, "hall", True)]


def test_leaving_decides_at_once_and_coming_back_too() -> None:
    """Their readiness stands meanwhile: whoever fetches a coffee need not say it again."""
    mixer = held("hall")
    pair = people(mixer.forum, 2)
    let_in(pair)
    ready(mixer, pair)
    record_departure(pair[1], by="desk")
    assert (counts_of(mixer).ready, missing(mixer, pair[1])) == (1, "entry")
    begin(mixer)
    assert tables(mixer) == []
    record_arrival(pair[1], by="desk")
    for _ in "break", "round":
        clock.skip_mixer(mixer, rev=mixer.rev, by="host", at=NOON)
    assert places() == [(2, "hall", True)]


def test_leaving_the_hall_is_leaving_its_line() -> None:
    mixer = held("hall")
    pair = people(mixer.forum, 2)
    let_in(pair)
    online(pair)
    for person in pair:
        meet.ask(mixer, person, by=person.key, at=NOON)
    assert Match.objects.get().place == Place.HALL
    record_departure(pair[1], by="desk")
    meet.tend(mixer_by_key(mixer.forum, mixer.key), at=NOON + SECOND)
    assert [over["why"] for over in told(pair[0], "match.over")] == ["cancelled"]
    assert [*Ask.objects.order_by("pk").values_list("closed_why", flat=True)] == ["", "outside"]


def test_yes_to_somebody_who_has_left_the_hall_begins_nothing() -> None:
    mixer = held("hall")
    pair = people(mixer.forum, 2)
    let_in(pair)
    online(pair)
    for person in pair:
        meet.ask(mixer, person, by=person.key, at=NOON)
    record_departure(pair[1], by="desk")
    meet.accept(Match.objects.get().sides.get(attendee=pair[0]), by=pair[0].key, at=NOON)
    assert (Match.objects.get().state, conversation_of(pair[0])) == ("cancelled", None)


def test_lobbies_in_the_hall_look_again_when_somebody_comes_or_goes() -> None:
    hall, online_only = held("hall"), a_mixer(a_forum("busan"))
    for number, forum in enumerate((hall.forum, online_only.forum)):
        (one,) = people(forum, 1)
        record_arrival(one, by="desk")
        if number:
            record_departure(one, by="desk")
    looked = []
    for _ in range(2):
        before = past.heads([hall.topic, online_only.topic])
        readiness.notice_the_door()
        after = past.heads([hall.topic, online_only.topic])
        looked.append([name for name in after if after[name] != before.get(name)])
    assert looked == [[hall.topic], []]


# Both places at once ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("in_hall", "at_home", "expected"),
    [
        (2, 2, [(2, "hall", True), (2, "online", False)]),
        (3, 2, [(2, "online", False), (3, "hall", True)]),
        (1, 1, [(2, "online", False)]),
        (3, 1, [(2, "hall", True), (2, "online", False)]),
        (4, 1, [(2, "online", False), (3, "hall", True)]),
        (1, 4, [(2, "online", False), (3, "online", False)]),
        (2, 1, [(2, "hall", True)]),
    ],
)
def test_people_meet_within_their_place(
    in_hall: int, at_home: int, expected: list[tuple[int, str, bool]]
) -> None:
    mixer = held("both")
    everybody = people(mixer.forum, in_hall + at_home)
    let_in(everybody[:in_hall])
    ready(mixer, everybody)
    begin(mixer)
    assert places() == expected
    for meeting in Meeting.objects.filter(place="hall"):
        assert {member.attendee_id for member in meeting.members.all()} <= {
            one.pk for one in everybody[:in_hall]
        }


def test_plan_is_kept_to_where_people_are_when_the_round_begins() -> None:
    """Planned for a table, one of the two has gone home before the bell; they are connected there."""
    mixer = held("both")
    everybody = people(mixer.forum, 4)
    let_in(everybody)
    ready(mixer, everybody)
    Mixer.objects.update(phase="break", ends_at=NOON, round=1)
    mixer.refresh_from_db()
    clock.keep_time(mixer, at=NOON - SECOND)
    mixer.refresh_from_db()
    assert len(mixer.plan or ()) == 2
    record_departure(everybody[0], by="desk")
    clock.keep_time(mixer, at=NOON)
    assert places() == [(2, "hall", True), (2, "online", False)]


def test_line_of_both_places_says_where() -> None:
    mixer = held("both", meeting_point_ko="창가", meeting_point_en="By the window")
    here, home = people(mixer.forum, 2)
    let_in([here])
    online([here, home])
    for person in (here, home):
        meet.ask(mixer, person, by=person.key, at=NOON)
    assert told(home) == []
    meet.tend(mixer_by_key(mixer.forum, mixer.key), at=NOON + 60 * SECOND)
    assert [found["place"] for found in told(home, "match.found")] == ["online"]


# What a talk says of its place --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "point", "said"),
    [
        ("hall", "By the window", ("hall", "By the window")),
        ("hall", "", ("hall", None)),
        ("online", "By the window", ("online", None)),
    ],
)
def test_talk_that_was_asked_for_has_a_place_and_a_length(
    where: str, point: str, said: tuple[str, str | None]
) -> None:
    mixer = held(where, meeting_point_ko="창가" if point else "", meeting_point_en=point)
    pair = people(mixer.forum, 2)
    let_in(pair)
    online(pair)
    for person in pair:
        meet.ask(mixer, person, by=person.key, at=NOON)
    for side in Match.objects.get().sides.all():
        meet.accept(side, by=side.attendee.key, at=NOON)
    room = conversation_of(pair[0])
    assert room is not None
    with translation.override("en"):
        talk = talk_now(room, pair[0].key)
    assert talk is not None
    assert (talk.place, talk.point or None, talk.until) == (*said, NOON + mixer.round_length)


def test_room_of_an_online_round_says_so() -> None:
    mixer = held("online")
    pair = people(mixer.forum, 2)
    ready(mixer, pair)
    begin(mixer)
    room = conversation_of(pair[0])
    assert room is not None and room.title_en == "Round 1, online"
    (place,) = told(pair[0], "round.assigned")
    assert (place["place"], "table" in place) == ("online", False)


def test_no_table_stands_outside_the_hall() -> None:
    mixer = held("online")
    pair = people(mixer.forum, 2)
    ready(mixer, pair)
    begin(mixer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.update(table=1)


# Parting early ------------------------------------------------------------------------------------


@pytest.mark.parametrize("early", [True, False])
def test_who_left_early_is_not_met_again_in_this_session(early: bool) -> None:
    from networking.talks.verbs import leave

    mixer = held("online")
    pair = people(mixer.forum, 2)
    online(pair)
    for person in pair:
        meet.ask(mixer, person, by=person.key, at=NOON)
    for side in Match.objects.get().sides.all():
        meet.accept(side, by=side.attendee.key, at=NOON)
    over = NOON + (30 * SECOND if early else mixer.round_length)
    room = conversation_of(pair[0])
    assert room is not None
    leave(room, pair[0], by=pair[0].key, at=over)
    for person in pair:
        meet.ask(mixer, person, by=person.key, at=over)
    meet.tend(mixer_by_key(mixer.forum, mixer.key), at=over + 120 * SECOND)
    again = [found["again"] for found in told(pair[1], "match.found")]
    assert again == ([False] if early else [False, True])
    ready(mixer, pair)
    for person in pair:
        meet.cancel_all(person, by=person.key, at=over)
    begin(mixer)
    assert len(tables(mixer)) == (0 if early else 1)


def test_bell_is_no_early_leaving() -> None:
    mixer = held("online")
    pair = people(mixer.forum, 2)
    ready(mixer, pair)
    begin(mixer)
    for _ in "break", "round":
        clock.skip_mixer(mixer, rev=mixer.rev, by="host", at=NOON)
    assert len(tables(mixer)) == 1
