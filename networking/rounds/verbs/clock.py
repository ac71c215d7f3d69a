"""The clock of a mixer: every turn from one phase to the next, by a host or by itself.

Each begins with one conditional update of the mixer's row, on `rev`: of any number of hosts and tickers exactly one
turns a round.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import IntegrityError
from django.utils import timezone

from forum.errors import Busy, Conflict
from forum.journal.verbs import note
from forum.live import log
from networking.errors import MixerHasEnded, NotInThisPhase
from networking.rounds import queries
from networking.rounds.frames import Counts, MixerPhase, PhaseName
from networking.rounds.models import Mixer, Phase
from networking.rounds.verbs import tables

ATTEMPTS = 3


class Act(NamedTuple):
    """Who moves the clock, when, by which verb; nobody and none where it moves by itself."""

    at: datetime
    by: str = ""
    verb: str = ""


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
        tables.clear(mixer, why="closed", at=act.at)
    return mixer.rev


def keep_time(mixer: Mixer, *, at: datetime) -> bool:
    """Do what this mixer's clock asks for at this moment: plan the coming round, begin it, or end one. Tell
    whether it asked for anything: then `mixer` may be another by now.

    Any number of processes may try; one succeeds. A process that dies at it is replaced: before its commit
    nothing has happened, and its claim on the planning runs out.
    """
    is_ahead = mixer.phase == Phase.BREAK and tables.is_time_to_plan(mixer, at)
    if not is_ahead and not mixer.is_overdue(at):
        return False
    with suppress(Conflict, Busy):
        if not is_ahead:
            _finish_round(mixer, Act(at))
        elif (mixer.plan is not None or tables.plan(mixer, at)) and mixer.is_overdue(at):
            _begin_round(mixer, Act(at))
    return True


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
    planned = tables.planned(mixer)
    with log.transaction():
        _move(mixer, act, phase="round", round=mixer.round + 1, ends_at=act.at + mixer.round_length)
        tables.set_for(mixer, planned, at=act.at)
    return mixer.rev


def _finish_round(mixer: Mixer, act: Act) -> int:
    """Ring the bell: end the round's conversations; turn to the break, after the last one to the end."""
    if mixer.has_another_round(act.at):
        following: dict[str, Any] = {"phase": "break", "ends_at": act.at + mixer.break_length}
    else:
        following = {"phase": "ended", "ends_at": None}
    with log.transaction():
        _move(mixer, act, **following)
        tables.clear(mixer, why="time", at=act.at)
    return mixer.rev


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
