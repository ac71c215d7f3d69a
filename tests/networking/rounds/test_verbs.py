"""Who is counted in, who sits where, and what each of them is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from forum.consents.models import Consent, ConsentText
from forum.consents.verbs import choose_consents
from forum.live import past
from forum.people.verbs import record_departure
from networking.cards.models import Block
from networking.cards.verbs import update_card
from networking.errors import MixerHasEnded, NotAgreed
from networking.meet.verbs import ask
from networking.rooms.models import Room
from networking.rounds.models import Mixer, Ready
from networking.rounds.queries import counts_of, seatable
from networking.rounds.verbs import clock, readiness
from networking.talks.frames import Person
from networking.talks.models import MeetingMember
from networking.talks.queries import talk_now
from tests.networking.cast import (
    NOON,
    a_forum,
    a_mixer,
    a_talk,
    let_in,
    offline,
    online,
    people,
    ready,
    tables,
    told,
)
from tests.networking.rounds.clock import in_phase, read

pytestmark = pytest.mark.django_db


def test_ready_ended(mixer: Mixer) -> None:
    (one,) = people(mixer.forum, 1)
    mixer = in_phase(mixer, "ended")
    with pytest.raises(MixerHasEnded):
        readiness.set_ready(mixer, one, True, by=one.key)
    assert readiness.set_ready(mixer, one, False, by=one.key) is False


# Who is seated ------------------------------------------------------------------------------------


def test_round_seats_only_who_is_ready_present_and_free(mixer: Mixer) -> None:
    ready_ones = people(mixer.forum, 2)
    away, only_online, *talking = people(mixer.forum, 4)
    ready(mixer, [*ready_ones, away, *talking])
    offline([away])
    online([only_online])
    a_talk(mixer, talking)
    clock.start_mixer(mixer, rev=0, by="host", at=NOON)
    assert [{"Person 1", "Person 2"}] == [table for table in tables(mixer) if "Person 5" not in table]
    assert [told(one, "round.assigned") for one in (away, only_online, *talking)] == [[]] * 4


@pytest.mark.parametrize("given_by", ["kiosk", "themselves"])
@pytest.mark.parametrize("is_inside", [True, False])
def test_round_seats_without_telephone(given_by: str, is_inside: bool) -> None:
    """In the hall, and counted in by somebody who saw them: that is as good as a connection."""
    mixer = a_mixer(a_forum(), where="hall")
    one, other = people(mixer.forum, 2)
    let_in([one, other])
    ready(mixer, [one])
    readiness.set_ready(mixer, other, True, by=other.key if given_by == "themselves" else "kiosk")
    if not is_inside:
        record_departure(other, by="")
    clock.start_mixer(mixer, rev=0, by="host", at=NOON)
    assert tables(mixer) == ([{"Person 1", "Person 2"}] if given_by == "kiosk" and is_inside else [])


def test_ready_of_a_kiosk_outlasts_the_own_tap(mixer: Mixer) -> None:
    (one,) = people(mixer.forum, 1)
    for by in (one.key, "kiosk", one.key):
        readiness.set_ready(mixer, one, True, by=by)
    assert Ready.objects.get().given_by == "kiosk"


def test_round_never_seats_blocked_or_withdrawn(mixer: Mixer) -> None:
    one, other, gone = people(mixer.forum, 3)
    ready(mixer, [one, other, gone])
    Block.objects.create(blocker=one, blocked=other)
    type(gone).objects.filter(pk=gone.pk).update(withdrawn_at=NOON)
    clock.start_mixer(mixer, rev=0, by="host", at=NOON)
    assert (read(mixer).phase, tables(mixer)) == ("round", [])


def test_round_odd_makes_a_group_of_three(mixer: Mixer) -> None:
    ready(mixer, people(mixer.forum, 5))
    clock.start_mixer(mixer, rev=0, by="host", at=NOON)
    assert sorted(map(len, tables(mixer))) == [2, 3]


def test_round_never_twice_sits_out_in_turn() -> None:
    mixer = a_mixer(a_forum(), policy="never_twice")
    everybody = people(mixer.forum, 3)
    ready(mixer, everybody)
    clock.start_mixer(mixer, rev=0, by="host", at=NOON)
    assert tables(mixer) == [{"Person 1", "Person 2", "Person 3"}]
    for _ in "break", "round":
        clock.skip_mixer(mixer, rev=mixer.rev, by="host", at=NOON)
    assert tables(mixer) == []
    assert [*Ready.objects.values_list("sat_out", flat=True)] == [1, 1, 1]


def test_round_never_alone_meets_again_and_says_so(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    ready(mixer, [one, other])
    clock.start_mixer(mixer, rev=0, by="host", at=NOON)
    for _ in "break", "round":
        clock.skip_mixer(mixer, rev=mixer.rev, by="host", at=NOON)
    assert [place["again"] for place in told(one, "round.assigned")] == [False, True]


def test_rounds_always_bring_somebody_new(mixer: Mixer) -> None:
    """Six people can always be paired anew three times, however the rounds before were paired."""
    ready(mixer, people(mixer.forum, 6))
    clock.start_mixer(mixer, rev=0, by="host", at=NOON)
    met = tables(mixer)
    for _ in range(2):
        clock.skip_mixer(mixer, rev=mixer.rev, by="host", at=NOON)
        clock.skip_mixer(mixer, rev=mixer.rev, by="host", at=NOON)
        met += tables(mixer)
    assert {len(table) for table in met} == {2}
    assert len({frozenset(table) for table in met}) == 9


# What people are told -----------------------------------------------------------------------------


def test_round_tells_each_their_place() -> None:
    mixer = a_mixer(a_forum(), where="hall")
    minji, joon = people(mixer.forum, 2, organization="Hanbat")
    let_in([minji, joon])
    tags = {"topics": ["Robotics"], "languages": ["ko"], "headline": "", "shows": "", "is_listed": False}
    update_card(minji, seeks=["Mentoring"], offers=[], **tags, by="")
    update_card(joon, seeks=[], offers=["Mentoring"], **tags, by="")
    ready(mixer, [minji, joon])
    clock.start_mixer(mixer, rev=0, by="host", at=NOON)
    room = Room.objects.get()
    (place,) = told(minji, "round.assigned")
    assert place == {
        "k": "round.assigned",
        "mixer": mixer.key,
        "round": 1,
        "room": room.key,
        "table": 1,
        "with": [joon.key],
        "ends_at": "2026-11-26T03:06:00.000Z",
        "again": False,
        "place": "hall",
    }
    assert room.title_en == "Round 1, table 1"
    assert MeetingMember.objects.get(attendee=minji).reasons == [
        {"who": joon.key, "kind": "exchange", "direction": "to_you", "tags": ["mentoring"]},
        {"who": joon.key, "kind": "topic", "direction": "mutual", "tags": ["robotics"]},
    ]
    with translation.override("en"):
        talk, theirs = talk_now(room, minji.key), talk_now(room, joon.key)
    assert talk and theirs and talk.with_ == [Person(joon.key, "Person 2", "Hanbat")]
    assert talk.reasons == [
        "You look for mentoring, and Person 2 offers it.",
        "You and Person 2 share a topic: Robotics.",
    ]
    assert theirs.reasons[0] == "Person 1 looks for mentoring, and you offer it."


# Counts -------------------------------------------------------------------------------------------


def test_counts_are_of_present_people_only(mixer: Mixer) -> None:
    everybody = people(mixer.forum, 6)
    ready(mixer, everybody[:4])
    a_talk(mixer, everybody[4:])
    online(everybody[4:5])
    offline(everybody[:1])
    counts = counts_of(mixer)
    assert (counts.ready, counts.talking, counts.waiting) == (3, 1, 0)


@pytest.mark.parametrize("size", [2, 60])
def test_round_costs_the_same_number_of_statements(
    mixer: Mixer, size: int, django_assert_max_num_queries: Any
) -> None:
    ready(mixer, people(mixer.forum, size))
    with django_assert_max_num_queries(28):
        clock.start_mixer(mixer, rev=0, by="host", at=NOON)


def test_reasons_are_read_in_either_language(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    for person in (one, other):
        tags = {"seeks": [], "offers": [], "topics": ["Robotics"], "languages": ["ko"]}
        update_card(person, headline="", shows="", is_listed=False, by="", **tags)
    ready(mixer, [one, other])
    clock.start_mixer(mixer, rev=0, by="host", at=NOON)
    said = []
    for language in ("ko", "en"):
        with translation.override(language):
            talk = talk_now(Room.objects.get(), one.key)
            said.append(bool(talk) and ["Robotics" in reason for reason in talk.reasons])
    assert said == [[False], [True]]


def test_open_mixer_lasts_as_told() -> None:
    mixer = a_mixer(a_forum(), round_minutes=3, break_minutes=1, rounds=4)
    assert (mixer.round_length, mixer.break_length) == (timedelta(minutes=3), timedelta(minutes=1))
    assert (read(mixer).name_ko, read(mixer).name_en) == ("만남", "Mixer")


def test_who_did_not_agree_to_be_seen_is_in_no_round_and_no_line(mixer: Mixer) -> None:
    one, other, third = people(mixer.forum, 3)
    ready(mixer, [one, other, third])
    asked = ConsentText.objects.create(
        forum=mixer.forum, kind="networking", title="Be seen", body="By others"
    )
    for agreed in (one, other):
        Consent.objects.create(attendee=agreed, text=asked)

    assert {seat.id for seat in seatable(mixer)} == {one.pk, other.pk}
    with pytest.raises(NotAgreed):
        readiness.set_ready(mixer, third, True, by=third.key)
    with pytest.raises(NotAgreed):
        ask(mixer, third, by=third.key)
    assert readiness.set_ready(mixer, third, False, by=third.key) is False


def test_nobody_is_ready_for_what_has_ended(mixer: Mixer) -> None:
    pair = people(mixer.forum, 2)
    ready(mixer, pair)
    assert counts_of(mixer).ready == 2
    clock.end_mixer(mixer, rev=0, by="host")
    assert counts_of(mixer).ready == 0


def test_consent_taken_back_ends_what_rested_on_it(mixer: Mixer) -> None:
    """Out of the rounds and the line at once; every lobby of the forum looks again."""
    one, other = people(mixer.forum, 2)
    asked = ConsentText.objects.create(
        forum=mixer.forum, kind="networking", title="Be seen", body="By others"
    )
    for person in (one, other):
        choose_consents(person, [asked.pk], by=person.key)
    ready(mixer, [one, other])
    ask(mixer, one, by=one.key)
    version = past.heads([mixer.topic])[mixer.topic][1]

    choose_consents(one, [], by=one.key)

    assert [ready.attendee for ready in mixer.ready.all()] == [other]
    assert not mixer.asks.filter(closed_at=None).exists()
    assert past.heads([mixer.topic])[mixer.topic][1] > version
