"""The clock of a mixer: hosts who steer it, the bell, the plan of the coming round."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forum.errors import Conflict
from networking.errors import MixerHasEnded, NotInThisPhase
from networking.rooms.models import Room
from networking.rounds.models import Mixer, Phase, Round
from networking.rounds.queries import running_mixers
from networking.rounds.seating import planning_takes
from networking.rounds.verbs import clock
from networking.rounds.verbs.tables import LEASE, PLAN_AHEAD
from networking.talks.models import Meeting, MeetingMember
from networking.talks.verbs import leave
from tests.networking.cast import (
    MINUTE,
    NOON,
    SECOND,
    a_forum,
    a_mixer,
    a_talk,
    heard,
    offline,
    people,
    ready,
    tables,
    told,
)
from tests.networking.rounds.clock import in_phase, read, turn

pytestmark = pytest.mark.django_db

STEERING = {
    "start": (clock.start_mixer, {"waiting"}),
    "pause": (clock.pause_mixer, {"round", "break"}),
    "resume": (clock.resume_mixer, {"paused"}),
    "skip": (clock.skip_mixer, {"round", "break"}),
    "end": (clock.end_mixer, {"waiting", "round", "break", "paused"}),
}


# Steering -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("phase", ["waiting", "round", "break", "paused", "ended"])
@pytest.mark.parametrize("verb", STEERING)
def test_steering_in_each_phase(mixer: Mixer, verb: str, phase: str) -> None:
    steer, allowed = STEERING[verb]
    mixer = in_phase(mixer, phase)
    if phase in allowed:
        assert steer(mixer, rev=mixer.rev, by="host", at=NOON + MINUTE) == mixer.rev
        return
    with pytest.raises(MixerHasEnded if phase == "ended" else NotInThisPhase):
        steer(mixer, rev=mixer.rev, by="host", at=NOON + MINUTE)


@pytest.mark.parametrize("verb", STEERING)
def test_steering_stale_rev(mixer: Mixer, verb: str) -> None:
    with pytest.raises(Conflict):
        STEERING[verb][0](mixer, rev=mixer.rev + 1, by="host", at=NOON)


def test_two_hosts_skip_the_same_rev(mixer: Mixer) -> None:
    mixer = in_phase(mixer, "round")
    other = read(mixer)
    clock.skip_mixer(mixer, rev=mixer.rev, by="one host", at=NOON + MINUTE)
    with pytest.raises(Conflict):
        clock.skip_mixer(other, rev=other.rev, by="other host", at=NOON + MINUTE)
    assert [said["phase"] for said in heard(mixer.topic)] == ["round", "break"]


# The bell -----------------------------------------------------------------------------------------


def test_bell_closes_rooms_and_tells(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    ready(mixer, [one, other])
    clock.start_mixer(mixer, rev=0, by="host", at=NOON)
    room = Room.objects.get()
    assert turn(mixer, NOON + 6 * MINUTE - SECOND).phase == "round"
    mixer = turn(mixer, NOON + 6 * MINUTE)
    assert (mixer.phase, mixer.ends_at, mixer.rev) == ("break", NOON + 8 * MINUTE, 2)
    assert heard(room.topic) == [{"k": "room.closed", "why": "time"}]
    over = {"k": "meet.over", "room": room.key, "why": "time"}
    assert [told(one, "meet.over"), told(other, "meet.over")] == [[over], [over]]
    assert MeetingMember.objects.live().count() == 0
    assert Meeting.objects.get().ended_at == Round.objects.get().ended_at == NOON + 6 * MINUTE


def test_bell_does_not_cut_a_talk_found_by_asking(mixer: Mixer) -> None:
    everybody = people(mixer.forum, 4)
    ready(mixer, everybody)
    talk = a_talk(mixer, everybody[:2])
    clock.start_mixer(mixer, rev=0, by="host", at=NOON)
    turn(mixer, NOON + 6 * MINUTE)
    turn(mixer, NOON + 8 * MINUTE)
    talk.refresh_from_db()
    assert (talk.is_open, tables(mixer)) == (True, [{"Person 1", "Person 2"}, {"Person 3", "Person 4"}])


def test_end_closes_tables_as_closed(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    ready(mixer, [one, other])
    clock.start_mixer(mixer, rev=0, by="host", at=NOON)
    clock.end_mixer(mixer, rev=1, by="host", at=NOON + MINUTE)
    assert told(one, "meet.over")[0]["why"] == "closed"
    assert heard(mixer.topic)[-1] == {
        "k": "mixer.phase",
        "rev": 2,
        "phase": "ended",
        "round": 1,
        "ends_at": None,
    }


def test_bell_after_somebody_left(mixer: Mixer) -> None:
    """A conversation that is over already is not ended twice."""
    one, other = people(mixer.forum, 2)
    ready(mixer, [one, other])
    clock.start_mixer(mixer, rev=0, by="host", at=NOON)
    room = Room.objects.get()
    leave(room, one, by=one.key, at=NOON + MINUTE)
    turn(mixer, NOON + 6 * MINUTE)
    assert heard(room.topic) == [{"k": "room.closed", "why": "left"}]
    assert [over["why"] for over in told(other, "meet.over")] == ["left"]


# By itself ----------------------------------------------------------------------------------------


def test_clock_runs_to_the_last_round() -> None:
    mixer = a_mixer(a_forum(), rounds=2)
    clock.start_mixer(mixer, rev=0, by="host", at=NOON)
    for minutes in range(1, 30):
        turn(mixer, NOON + minutes * MINUTE)
    said = [(one["phase"], one["round"], one["rev"]) for one in heard(mixer.topic)]
    assert said == [("round", 1, 1), ("break", 1, 2), ("round", 2, 3), ("ended", 2, 4)]


def test_clock_begins_no_round_after_until() -> None:
    mixer = a_mixer(a_forum(), until=NOON + 8 * MINUTE)
    clock.start_mixer(mixer, rev=0, by="host", at=NOON)
    assert turn(mixer, NOON + 6 * MINUTE).phase == "ended"


def test_clock_stands_while_paused(mixer: Mixer) -> None:
    clock.start_mixer(mixer, rev=0, by="host", at=NOON)
    clock.pause_mixer(mixer, rev=1, by="host", at=NOON + 2 * MINUTE)
    assert turn(mixer, NOON + 60 * MINUTE).phase == "paused"
    clock.resume_mixer(mixer, rev=2, by="host", at=NOON + 60 * MINUTE)
    mixer = read(mixer)
    assert (mixer.phase, mixer.ends_at, mixer.round) == ("round", NOON + 64 * MINUTE, 1)


def test_clock_after_all_processes_were_down(mixer: Mixer) -> None:
    clock.start_mixer(mixer, rev=0, by="host", at=NOON)
    assert turn(mixer, NOON + 60 * MINUTE).ends_at == NOON + 62 * MINUTE


def test_plan_is_made_before_the_break_ends_and_used(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    ready(mixer, [one, other])
    mixer = in_phase(mixer, "break")
    assert turn(mixer, NOON + 2 * MINUTE - PLAN_AHEAD - SECOND).plan is None
    planned = turn(mixer, NOON + 2 * MINUTE - PLAN_AHEAD)
    assert (planned.phase, planned.plan[0][0]) == ("break", [one.pk, other.pk])
    assert turn(mixer, NOON + 2 * MINUTE).phase == "round"
    assert (tables(mixer), read(mixer).plan) == ([{"Person 1", "Person 2"}], None)


def test_plan_is_repaired_for_those_who_came_and_went(mixer: Mixer) -> None:
    one, other, third = people(mixer.forum, 3)
    ready(mixer, [one, other])
    mixer = in_phase(mixer, "break")
    turn(mixer, NOON + 2 * MINUTE - SECOND)
    offline([other])
    ready(mixer, [third])
    turn(mixer, NOON + 2 * MINUTE)
    assert tables(mixer) == [{"Person 1", "Person 3"}]


def test_planning_is_begun_and_leased_for_as_long_as_it_takes() -> None:
    """10,000 took 22 s on two busy cores: a lease of five seconds would have let every process plan them."""
    assert planning_takes(10_000) > timedelta(seconds=22)
    assert planning_takes(200) <= timedelta(seconds=1)


def test_plan_of_many_is_claimed_for_longer_and_begun_earlier(mixer: Mixer) -> None:
    few = people(mixer.forum, 4)
    ready(mixer, few)
    takes = planning_takes(len(few))
    clock.start_mixer(mixer, rev=0, by="host", at=NOON)
    clock.skip_mixer(mixer, rev=1, by="host", at=NOON)
    early = NOON + 2 * MINUTE - PLAN_AHEAD - takes
    assert turn(mixer, early - takes).claimed_until is None
    planned = turn(mixer, early)
    assert (planned.claimed_until, len(planned.plan or ())) == (early + LEASE + takes, 2)


def test_plan_claimed_by_a_process_that_died(mixer: Mixer) -> None:
    """While its lease runs nobody else plans, and the round waits; then the next one takes over."""
    ready(mixer, people(mixer.forum, 2))
    mixer = in_phase(mixer, "break")
    bell = NOON + 2 * MINUTE
    Mixer.objects.update(claimed_until=bell + LEASE)
    assert turn(mixer, bell).phase == "break"
    assert turn(mixer, bell + LEASE).phase == "round"
    assert len(tables(mixer)) == 1


def test_plan_of_an_older_break_is_never_used(mixer: Mixer) -> None:
    mixer = in_phase(mixer, "break")
    turn(mixer, NOON + 2 * MINUTE - SECOND)
    clock.pause_mixer(read(mixer), rev=2, by="host", at=NOON + 2 * MINUTE - SECOND)
    assert read(mixer).plan is None


def test_running_mixers_are_those_whose_clock_runs() -> None:
    forum = a_forum()
    found = {phase: in_phase(a_mixer(forum), phase).key for phase in Phase}
    assert {mixer.key for mixer in running_mixers()} == {found["round"], found["break"]}
