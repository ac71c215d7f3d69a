"""Who is counted in for the coming rounds, and how many that are."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from forum.live import log
from forum.people.models import Attendee
from networking.cards.queries import may_be_seen
from networking.errors import MixerHasEnded, NotAgreed, NotLetIn
from networking.rounds import queries
from networking.rounds.frames import Counts
from networking.rounds.models import Mixer, Phase, Ready


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


def notice_the_door() -> None:
    """Let the counts of every session in a hall be taken anew where the door's topic has gone on since the last time.

    Of all processes that try one does it. A scan need not know of any session.
    """
    for mixer, seen in queries.doors_gone_on():
        with log.transaction():
            if Mixer.objects.filter(pk=mixer.pk, door_seen=mixer.door_seen).update(door_seen=seen):
                log.touch(mixer.topic, Counts.kind)
