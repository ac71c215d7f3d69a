"""A mixer read anew, ticked, or brought into a phase."""

from __future__ import annotations

from typing import Any

from networking.rounds import verbs
from networking.rounds.models import Mixer
from networking.rounds.queries import mixer_by_key
from tests.networking.cast import MINUTE, NOON


def read(mixer: Mixer) -> Mixer:
    return mixer_by_key(mixer.forum, mixer.key)


def turn(mixer: Mixer, at: Any) -> Mixer:
    """Let one process tick."""
    verbs.keep_time(read(mixer), at=at)
    return read(mixer)


def in_phase(mixer: Mixer, phase: str) -> Mixer:
    """Bring a mixer that waits into a phase."""
    if phase != "waiting":
        verbs.start_mixer(mixer, rev=mixer.rev, by="host", at=NOON)
    if phase == "break":
        verbs.skip_mixer(mixer, rev=mixer.rev, by="host", at=NOON)
    if phase == "paused":
        verbs.pause_mixer(mixer, rev=mixer.rev, by="host", at=NOON + MINUTE)
    if phase == "ended":
        verbs.end_mixer(mixer, rev=mixer.rev, by="host", at=NOON)
    return read(mixer)
