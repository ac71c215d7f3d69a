"""The clock of a mixer, who is ready for it, and the tables it opens and clears.

Whatever changes the phase of a mixer begins with one conditional update of its row, on `rev`: of any number
of hosts and tickers exactly one turns a round.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import IntegrityError
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from msgspec import UNSET

from forum.errors import Busy, Conflict
from forum.forums.models import Forum
from forum.journal.verbs import note
from forum.live import log
from forum.people.models import Attendee
from networking.cards.queries import may_be_seen
from networking.errors import MixerHasEnded, NotAgreed, NotInThisPhase, NotLetIn
from networking.matching.reasons import Commonness
from networking.rooms.frames import Why
from networking.rounds import queries
from networking.rounds.frames import Counts, MixerPhase, PhaseName, RoundAssigned
from networking.rounds.models import Mixer, Phase, Policy, Ready, Round, Where
from networking.rounds.seating import Pool, Seating, planning_takes, reseat
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
ATTEMPTS = 3


class Act(NamedTuple):
    """Who moves the clock, when, by which verb; nobody and none where it moves by itself."""

    at: datetime
    by: str = ""
    verb: str = ""


def open_mixer(
    forum: Forum,
    *,
    name_ko: str,
    name_en: str,
    round_minutes: int,
    break_minutes: int,
    rounds: int | None,
    until: datetime | None,
    policy: str = Policy.NEVER_ALONE,
    opens_lobby_at: datetime | None = None,
    where: str = Where.BOTH,
    meeting_point_ko: str = "",
    meeting_point_en: str = "",
    by: str,
) -> Mixer:
    """Make a networking session; its first round begins when a host starts it."""
    texts = {
        "name_ko": name_ko,
        "name_en": name_en,
        "meeting_point_ko": meeting_point_ko or meeting_point_en,
        "meeting_point_en": meeting_point_en or meeting_point_ko,
    }
    with log.transaction():
        mixer = Mixer.objects.create(
            forum=forum,
            round_length=timedelta(minutes=round_minutes),
            break_length=timedelta(minutes=break_minutes),
            rounds=rounds,
            until=until,
            policy=policy,
            opens_lobby_at=opens_lobby_at,
            where=where,
            **texts,
        )
        note("open_mixer", by=by, forum_id=forum.pk, subject=mixer.key)
    return mixer


def postpone(forum: Forum, delta: timedelta, *, by: str) -> int:
    """Move the networking sessions that have not begun by the same time as their forum; return how many."""
    with log.transaction():
        ahead = Mixer.objects.filter(forum=forum, phase=Phase.WAITING)
        moved = ahead.update(opens_lobby_at=F("opens_lobby_at") + delta, until=F("until") + delta)
        note("postpone", by=by, forum_id=forum.pk, mixers=moved)
    return moved


def set_ready(mixer: Mixer, attendee: Attendee, on: bool, *, by: str, at: datetime | None = None) -> bool:
    """Count somebody in for the coming rounds, or out; the same again changes nothing.

    Raises MixerHasEnded, NotAgreed, or NotLetIn.

    Who was counted in by a kiosk or a host stays so: their own tap does not tie them to their telephone.
    """
    if on and mixer.phase == Phase.ENDED:
        raise MixerHasEnded
    if on and not may_be_seen(attendee):
        raise NotAgreed
    if on and queries.missing(mixer, attendee):
        raise NotLetIn
    with log.transaction():
        if on:
            ready, _ = Ready.objects.get_or_create(
                mixer=mixer, attendee=attendee, defaults={"given_by": by, "given_at": at or timezone.now()}
            )
            if by not in (attendee.key, ready.given_by):
                Ready.objects.filter(pk=ready.pk).update(given_by=by)
        else:
            Ready.objects.filter(mixer=mixer, attendee=attendee).delete()
        log.touch(mixer.topic, Counts.kind)
    return on


def count_out(attendee: Attendee) -> None:
    """Take somebody's readiness back in all mixers, and let every lobby look again who is there."""
    with log.transaction():
        Ready.objects.filter(attendee=attendee).delete()
        for mixer in Mixer.objects.filter(forum=attendee.forum_id).exclude(phase=Phase.ENDED):
            log.touch(mixer.topic, Counts.kind)


def start_mixer(mixer: Mixer, *, rev: int, by: str, at: datetime | None = None) -> int:
    """Begin the first round; return the new `rev`. Raises Conflict where somebody else was faster."""
    _expect(mixer, rev, Phase.WAITING)
    return _begin_round(mixer, Act(at or timezone.now(), by, "mixer.start"))


def pause_mixer(mixer: Mixer, *, rev: int, by: str, at: datetime | None = None) -> int:
    """Stop the clock, conversations go on; return the new `rev`. Raises Conflict."""
    _expect(mixer, rev, Phase.ROUND, Phase.BREAK)
    act = Act(at or timezone.now(), by, "mixer.pause")
    left = max(mixer.ends_at - act.at, timedelta(0)) if mixer.ends_at else timedelta(0)
    with log.transaction():
        _move(mixer, act, phase="paused", ends_at=None, paused_phase=mixer.phase, paused_left=left)
    return mixer.rev


def resume_mixer(mixer: Mixer, *, rev: int, by: str, at: datetime | None = None) -> int:
    """Let the clock run on with the time that was left; return the new `rev`. Raises Conflict."""
    _expect(mixer, rev, Phase.PAUSED)
    act = Act(at or timezone.now(), by, "mixer.resume")
    ends_at = act.at + (mixer.paused_left or timedelta(0))
    with log.transaction():
        _move(mixer, act, phase=queries.phase_name(mixer.paused_phase), ends_at=ends_at)
    return mixer.rev


def skip_mixer(mixer: Mixer, *, rev: int, by: str, at: datetime | None = None) -> int:
    """End the round or the break before its time; return the new `rev`. Raises Conflict."""
    _expect(mixer, rev, Phase.ROUND, Phase.BREAK)
    act = Act(at or timezone.now(), by, "mixer.skip")
    return _finish_round(mixer, act) if mixer.phase == Phase.ROUND else _begin_round(mixer, act)


def end_mixer(mixer: Mixer, *, rev: int, by: str, at: datetime | None = None) -> int:
    """End everything but the talks people asked for; return the new `rev`. Raises Conflict."""
    _expect(mixer, rev, Phase.WAITING, Phase.ROUND, Phase.BREAK, Phase.PAUSED)
    act = Act(at or timezone.now(), by, "mixer.end")
    with log.transaction():
        _move(mixer, act, phase="ended", ends_at=None)
        _close_tables(mixer, why="closed", at=act.at)
    return mixer.rev


def notice_the_door() -> None:
    """Let the counts of every session in a hall be taken anew where the door's topic has gone on since the last time.

    Of all processes that try one does it. A scan need not know of any session.
    """
    for mixer, seen in queries.doors_gone_on():
        with log.transaction():
            if Mixer.objects.filter(pk=mixer.pk, door_seen=mixer.door_seen).update(door_seen=seen):
                log.touch(mixer.topic, Counts.kind)


def hold_pairing(forum_id: int) -> None:
    """Let nobody of a forum be seated or proposed to anybody until the caller's commit."""
    pairing = Mixer.objects.filter(forum=forum_id).exclude(phase=Phase.ENDED)
    for pk in pairing.order_by("pk").values_list("pk", flat=True):  # in one order: no two wait for each other
        Mixer.objects.filter(pk=pk).hold()


def keep_time(mixer: Mixer, *, at: datetime) -> bool:
    """Do what this mixer's clock asks for at this moment: plan the coming round, begin it, or end one. Tell
    whether it asked for anything: then `mixer` may be another by now.

    Any number of processes may try; one succeeds. A process that dies at it is replaced: before its commit
    nothing has happened, and its claim on the planning runs out.
    """
    is_ahead = mixer.phase == Phase.BREAK and _is_time_to_plan(mixer, at)
    if not is_ahead and not mixer.is_overdue(at):
        return False
    with suppress(Conflict, Busy):
        if not is_ahead:
            _finish_round(mixer, Act(at))
        elif (mixer.plan is not None or _plan(mixer, at)) and mixer.is_overdue(at):
            _begin_round(mixer, Act(at))
    return True


def _is_time_to_plan(mixer: Mixer, at: datetime) -> bool:
    """Tell whether the plan of the coming round has to be begun, or is there."""
    if mixer.ends_at is None:
        return False
    return mixer.plan is not None or mixer.ends_at - PLAN_AHEAD - _planning_takes(mixer) <= at


def _planning_takes(mixer: Mixer) -> timedelta:
    return planning_takes(Ready.objects.filter(mixer=mixer).count())


def _plan(mixer: Mixer, at: datetime) -> bool:
    """Seat the coming round and keep the plan, if nobody else is at it; tell whether there is one now."""
    unclaimed = Q(claimed_until=None) | Q(claimed_until__lte=at)
    this = Mixer.objects.filter(pk=mixer.pk, rev=mixer.rev, plan__isnull=True)
    if not this.filter(unclaimed).update(claimed_until=at + LEASE + _planning_takes(mixer)):
        return False
    mixer.plan = reseat((), queries.pool_of(mixer), repeat=mixer.may_repeat)
    return bool(this.update(plan=mixer.plan))


def _begin_round(mixer: Mixer, act: Act) -> int:
    """Turn to the next round with everybody who can be seated; return the new `rev`.

    Somebody may enter a conversation of another mixer at the same moment; then the database refuses the
    whole round, and it is begun again without them.
    """
    seen = mixer.rev
    for _attempt in range(ATTEMPTS):
        with suppress(IntegrityError):
            return _try_round(mixer, act)
        mixer.refresh_from_db()
        if mixer.rev != seen:
            raise Conflict
    raise Busy


def _try_round(mixer: Mixer, act: Act) -> int:
    pool = queries.pool_of(mixer)
    plan = reseat((Seating(*table) for table in mixer.plan or ()), pool, repeat=mixer.may_repeat)
    with log.transaction():
        _move(mixer, act, phase="round", round=mixer.round + 1, ends_at=act.at + mixer.round_length)
        there = _still_there(mixer, pool)
        seatings = reseat(plan, there, repeat=mixer.may_repeat)
        _open_tables(mixer, seatings, there, at=act.at)
        _count_sat_out(mixer, there.ids() - {person for seating in seatings for person in seating.people})
    return mixer.rev


def _still_there(mixer: Mixer, pool: Pool) -> Pool:
    """Look again, now that nothing can change: who has gone since is left out, who was blocked is known."""
    there = pool.moved({one.id: one.is_in_hall for one in queries.seatable(mixer)})
    return Pool(there.candidates, queries.apart_in(mixer), there.met)


def _count_sat_out(mixer: Mixer, left: Collection[int]) -> None:
    """Remember who found no seat; next time their turn comes before others'."""
    if left:
        Ready.objects.filter(mixer=mixer, attendee__in=left).update(sat_out=F("sat_out") + 1)


def _finish_round(mixer: Mixer, act: Act) -> int:
    """Ring the bell: end the round's conversations; turn to the break, after the last one to the end."""
    if mixer.has_another_round(act.at):
        following: dict[str, Any] = {"phase": "break", "ends_at": act.at + mixer.break_length}
    else:
        following = {"phase": "ended", "ends_at": None}
    with log.transaction():
        _move(mixer, act, **following)
        _close_tables(mixer, why="time", at=act.at)
    return mixer.rev


def _open_tables(mixer: Mixer, seatings: Sequence[Seating], pool: Pool, *, at: datetime) -> None:
    """Open a room for each table of the round and tell everybody their place."""
    round_ = Round.objects.create(mixer=mixer, number=mixer.round, began_at=at)
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
    opened = open_talks(mixer.forum, talks, mixer_id=mixer.pk, round_id=round_.pk, at=at)
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


def _close_tables(mixer: Mixer, *, why: Why, at: datetime) -> None:
    """End the conversations of the round that is over. A talk people asked for is not cut."""
    Round.objects.filter(mixer=mixer, ended_at=None).update(ended_at=at)
    end_talks(mixer.meetings.filter(round__isnull=False), why=why, at=at)


def _expect(mixer: Mixer, rev: int, *phases: Phase) -> None:
    if mixer.rev != rev:
        raise Conflict
    if mixer.phase == Phase.ENDED:
        raise MixerHasEnded
    if mixer.phase not in phases:
        raise NotInThisPhase


def _move(mixer: Mixer, act: Act, *, phase: PhaseName, **changes: Any) -> None:
    """Change the phase if the mixer is still as it was read, and say so; else raise Conflict."""
    fresh = {"paused_phase": "", "paused_left": None, "plan": None, "claimed_until": None}
    changed = {**fresh, **changes, "phase": phase, "rev": mixer.rev + 1}
    if not Mixer.objects.filter(pk=mixer.pk, rev=mixer.rev).update(**changed):
        raise Conflict
    for field, value in changed.items():
        setattr(mixer, field, value)
    log.append(mixer.topic, MixerPhase(mixer.rev, phase, mixer.round, mixer.ends_at), by=act.by)
    log.touch(mixer.topic, Counts.kind)
    if act.by:
        note(act.verb, by=act.by, forum_id=mixer.forum_id, subject=mixer.key, at=act.at)
