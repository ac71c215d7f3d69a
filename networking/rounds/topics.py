"""The topic `mixer:`: who is ready, and the hosts' hands on the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from forum.live import log
from forum.live.principal import Principal
from forum.live.registry import Call, events_of, state_of, topic, verb
from forum.people.queries import attendee_by_key
from networking.rounds.access import mixer_for, mixer_to_steer
from networking.rounds.frames import (
    MIXER,
    Counts,
    MixerNow,
    MixerPhase,
    ReadyNow,
    ReadySet,
    Rev,
    RoundAssigned,
    Steer,
)
from networking.rounds.queries import counts_by_key, meeting_point_of, mixer_state
from networking.rounds.verbs import clock, readiness
from networking.talks import occasions

if TYPE_CHECKING:
    from networking.rounds.models import Mixer


def join(principal: Principal, key: str) -> Mixer:
    """Let people of the forum in; the clock is right for whoever enters, even where no ticker runs."""
    mixer = mixer_for(principal, key)
    if clock.keep_time(mixer, at=timezone.now()):
        mixer = mixer_for(principal, key)
    return mixer


def snapshot(principal: Principal, mixer: Mixer) -> MixerNow:
    return mixer_state(mixer, principal.key)


@state_of("mixer", shows=Counts, in_snapshot=True)
def counts(key: str) -> Counts:
    return counts_by_key(key)


def on_presence(name: str) -> None:
    log.touch(name, Counts.kind)


@verb("ready.set", topic="mixer", takes=ReadySet, gives=ReadyNow)
def ready_set(call: Call, given: ReadySet) -> ReadyNow:
    """Take part in the rounds of a mixer, or pause."""
    mixer = mixer_for(call.principal, call.key)
    attendee = attendee_by_key(mixer.forum, call.principal.key)
    return ReadyNow(readiness.set_ready(mixer, attendee, given.on, by=attendee.key, at=call.at))


@verb("mixer.start", topic="mixer", takes=Steer, gives=Rev)
def mixer_start(call: Call, given: Steer) -> Rev:
    """Begin the rounds of a mixer, as a host."""
    mixer = mixer_to_steer(call.principal, call.key)
    return Rev(clock.start_mixer(mixer, rev=given.rev, by=call.principal.key, at=call.at))


@verb("mixer.pause", topic="mixer", takes=Steer, gives=Rev)
def mixer_pause(call: Call, given: Steer) -> Rev:
    """Stop the clock of a mixer until it is resumed."""
    mixer = mixer_to_steer(call.principal, call.key)
    return Rev(clock.pause_mixer(mixer, rev=given.rev, by=call.principal.key, at=call.at))


@verb("mixer.resume", topic="mixer", takes=Steer, gives=Rev)
def mixer_resume(call: Call, given: Steer) -> Rev:
    """Let the clock of a paused mixer go on."""
    mixer = mixer_to_steer(call.principal, call.key)
    return Rev(clock.resume_mixer(mixer, rev=given.rev, by=call.principal.key, at=call.at))


@verb("mixer.skip", topic="mixer", takes=Steer, gives=Rev)
def mixer_skip(call: Call, given: Steer) -> Rev:
    """End the round or break that runs, at once."""
    mixer = mixer_to_steer(call.principal, call.key)
    return Rev(clock.skip_mixer(mixer, rev=given.rev, by=call.principal.key, at=call.at))


@verb("mixer.end", topic="mixer", takes=Steer, gives=Rev)
def mixer_end(call: Call, given: Steer) -> Rev:
    """End a mixer for good."""
    mixer = mixer_to_steer(call.principal, call.key)
    return Rev(clock.end_mixer(mixer, rev=given.rev, by=call.principal.key, at=call.at))


topic(
    "mixer",
    events=(MixerPhase,),
    join=join,
    snapshot=snapshot,
    shows=MixerNow,
    presence=True,
    on_presence=on_presence,
)
events_of("user", RoundAssigned)


def back_to_the_lobby(forum: str, key: str) -> str:
    return reverse("lobby", args=(forum, key))


def count_anew(key: str) -> None:
    """Let the lobby see that somebody's talk is over."""
    log.touch(f"mixer:{key}", Counts.kind)


occasions.register(MIXER, occasions.Kind(back=back_to_the_lobby, point=meeting_point_of, ended=count_anew))
