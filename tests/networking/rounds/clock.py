"""A mixer read anew, ticked, or brought into a phase."""

from __future__ import annotations

from typing import Any

from networking.rounds.models import Mixer
from networking.rounds.queries import mixer_by_key
from networking.rounds.verbs import clock
from tests.networking.cast import MINUTE, NOON


def read(mixer: Mixer) -> Mixer:
    return mixer_by_key(mixer.forum, mixer.key)


def turn(mixer: Mixer, at: Any) -> Mixer:
    """Let one process tick."""
    clock.keep_time(read(mixer), at=at)
    return read(mixer)


def in_phase(mixer: Mixer, phase: str) -> Mixer:
    """Bring a mixer that waits into a phase."""
    if phase != "waiting":
        clock.start_mixer(mixer, rev=mixer.rev, by="host", at=NOON)
    if phase == "break":
        clock.skip_mixer(mixer, rev=mixer.rev, by="host", at=NOON)
    if phase == "paused":
        clock.pause_mixer(mixer, rev=mixer.rev, by="host", at=NOON + MINUTE)
    if phase == "ended":
        clock.end_mixer(mixer, rev=mixer.rev, by="host", at=NOON)
    return read(mixer)
