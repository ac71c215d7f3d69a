"""The tables of a round: planned before the bell, set for those who are still there, and cleared."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from msgspec import UNSET

from forum.live import log
from forum.people.models import Attendee
from networking.matching.reasons import Commonness
from networking.rooms.frames import Why
from networking.rounds import queries
from networking.rounds.frames import RoundAssigned
from networking.rounds.models import Mixer, Phase, Ready, Round
from networking.rounds.planners import planner_of
from networking.rounds.seating import Pool, Seating, planning_takes
from networking.talks.models import Meeting, Place
from networking.talks.queries import place_name
from networking.talks.reasons import Known, reasons_between
from networking.talks.sentences import both
from networking.talks.verbs import Talk, end_talks, open_talks

TABLE = _("Round %(round)s, table %(table)s")
ONLINE = _("Round %(round)s, online")

PLAN_AHEAD = timedelta(seconds=10)
LEASE = timedelta(seconds=5)
"""How long before the bell a round is planned, and how long a process may be at it; both and what planning takes."""


def hold_pairing(forum_id: int) -> None:
    """Let nobody of a forum be seated or proposed to anybody until the caller's commit."""
    pairing = Mixer.objects.filter(forum=forum_id).exclude(phase=Phase.ENDED)
    for pk in pairing.order_by("pk").values_list("pk", flat=True):  # in one order: no two wait for each other
        Mixer.objects.filter(pk=pk).hold()


def is_time_to_plan(mixer: Mixer, at: datetime) -> bool:
    """Tell whether the plan of the coming round has to be begun, or is there."""
    if mixer.ends_at is None:
        return False
    return mixer.plan is not None or mixer.ends_at - PLAN_AHEAD - _planning_takes(mixer) <= at


def plan(mixer: Mixer, at: datetime) -> bool:
    """Seat the coming round and keep the plan, if nobody else is at it; tell whether there is one now."""
    unclaimed = Q(claimed_until=None) | Q(claimed_until__lte=at)
    this = Mixer.objects.filter(pk=mixer.pk, rev=mixer.rev, plan__isnull=True)
    if not this.filter(unclaimed).update(claimed_until=at + LEASE + _planning_takes(mixer)):
        return False
    mixer.plan = planner_of(mixer.kind)((), queries.pool_of(mixer), repeat=mixer.may_repeat)
    return bool(this.update(plan=mixer.plan))


class Planned(NamedTuple):
    """Who sits with whom as far as can be told before anything is held, and who could be seated then."""

    seatings: list[Seating]
    pool: Pool


def planned(mixer: Mixer) -> Planned:
    """Return the kept plan of the coming round, brought up to who is ready now."""
    pool = queries.pool_of(mixer)
    kept = (Seating(*table) for table in mixer.plan or ())
    return Planned(planner_of(mixer.kind)(kept, pool, repeat=mixer.may_repeat), pool)


def set_for(mixer: Mixer, planned: Planned, *, at: datetime) -> None:
    """Set the tables of the round that has begun, for those who are still there; the caller holds the mixer."""
    there = _still_there(mixer, planned.pool)
    seatings = planner_of(mixer.kind)(planned.seatings, there, repeat=mixer.may_repeat)
    _open(mixer, seatings, there, at=at)
    _count_sat_out(mixer, there.ids() - {person for seating in seatings for person in seating.people})


def clear(mixer: Mixer, *, why: Why, at: datetime) -> None:
    """End the conversations of the round that is over. A talk people asked for is not cut."""
    Round.objects.filter(mixer=mixer, ended_at=None).update(ended_at=at)
    seated = Meeting.objects.on(mixer.occasion).filter(turn__isnull=False)
    end_talks(seated, why=why, at=at)


def _planning_takes(mixer: Mixer) -> timedelta:
    return planning_takes(Ready.objects.filter(mixer=mixer).count())


def _still_there(mixer: Mixer, pool: Pool) -> Pool:
    """Look again, now that nothing can change: who has gone since is left out, who was blocked is known."""
    there = pool.moved({one.id: one.is_in_hall for one in queries.seatable(mixer)})
    return Pool(there.candidates, queries.apart_in(mixer), there.met)


def _count_sat_out(mixer: Mixer, left: Collection[int]) -> None:
    """Remember who found no seat; next time their turn comes before others'."""
    if left:
        Ready.objects.filter(mixer=mixer, attendee__in=left).update(sat_out=F("sat_out") + 1)


def _open(mixer: Mixer, seatings: Sequence[Seating], pool: Pool, *, at: datetime) -> None:
    """Open a room for each table of the round and tell everybody their place."""
    Round.objects.create(mixer=mixer, number=mixer.round, began_at=at)
    seated = [person for seating in seatings for person in seating.people]
    people = Attendee.objects.in_bulk(seated)
    profiles = pool.profiles()
    common = Commonness.among(list(profiles.values()))
    talks = [
        Talk(
            people=[people[pk] for pk in seating.people],
            reasons=reasons_between([Known(people[pk].key, profiles[pk]) for pk in seating.people], common),
            title=both(TABLE if seating.is_in_hall else ONLINE, round=mixer.round, table=number),
            score=seating.score,
            place=Place.HALL if seating.is_in_hall else Place.ONLINE,
            table=number if seating.is_in_hall else None,
            again=seating.again,
        )
        for number, seating in enumerate(sorted(seatings, key=lambda one: not one.is_in_hall), start=1)
    ]
    opened = open_talks(mixer.forum, talks, occasion=mixer.occasion, turn=mixer.round, at=at)
    for meeting, talk in zip(opened, talks, strict=True):
        _tell_places(mixer, meeting, talk, ends_at=at + mixer.round_length)


def _tell_places(mixer: Mixer, meeting: Meeting, talk: Talk, *, ends_at: datetime) -> None:
    for person in talk.people:
        place = RoundAssigned(
            mixer=mixer.key,
            round=mixer.round,
            room=meeting.room.key,
            with_=[other.key for other in talk.people if other is not person],
            ends_at=ends_at,
            again=talk.again,
            place=place_name(talk.place),
            table=UNSET if talk.table is None else talk.table,
        )
        log.append(f"user:{person.key}", place)
