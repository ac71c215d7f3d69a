"""Reading mixers and who is ready for them, each in a fixed number of queries."""

from __future__ import annotations

from typing import Any, NamedTuple, cast

from django.db.models import Exists, OuterRef, QuerySet

from forum.errors import Gone
from forum.forums.models import Forum
from forum.live.presence import online_keys
from forum.people.models import Arrival, Attendee
from networking.cards.queries import blocks_within, profiles_of, visible
from networking.rounds.frames import Counts, MixerNow, PhaseName, You
from networking.rounds.models import Mixer, Phase, Ready
from networking.rounds.seating import Candidate, Pool
from networking.talks.models import MeetingMember
from networking.talks.queries import conversation_of, earlier


def mixers_of(forum: Forum) -> QuerySet[Mixer]:
    """Return the networking sessions of a forum, by time."""
    return Mixer.objects.filter(forum=forum)


def mixer_by_key(forum: Forum, key: str) -> Mixer:
    """Return a networking session of this forum. Raises Gone."""
    return find_mixer(forum.slug, key)


def find_mixer(forum_slug: str, key: str) -> Mixer:
    """Return a networking session with its forum, by the forum's slug. Raises Gone."""
    found = Mixer.objects.filter(forum__slug=forum_slug, key=key).select_related("forum").first()
    if found is None:
        raise Gone
    return found


def participant(mixer: Mixer, key: str) -> Attendee | None:
    """Return who of the mixer's forum has this key; nobody for a team member who does not take part."""
    return Attendee.objects.of(mixer.forum).filter(key=key).first()


def mixer_state(mixer: Mixer, attendee: Attendee | None) -> MixerNow:
    """Return the snapshot of `mixer:` as this person finds it; a host who takes part in nothing is nobody."""
    return MixerNow(
        phase=phase_name(mixer.phase),
        rev=mixer.rev,
        round=mixer.round,
        ends_at=mixer.ends_at,
        you=_you(mixer, attendee),
        counts=counts_of(mixer),
        **({} if mixer.rounds is None else {"rounds": mixer.rounds}),
    )


def counts_of(mixer: Mixer) -> Counts:
    """Count the people who are present: ready, talking, waiting for a match. For what has ended nobody is ready."""
    ready = [] if mixer.phase == Phase.ENDED else ready_of(mixer)
    talking = _keys(MeetingMember.objects.live().filter(meeting__mixer=mixer))
    waiting = _keys(mixer.asks.filter(closed_at=None))  # of the room above; here they are only counted
    in_hall = {one.key for one in ready if one.is_in_hall}
    present = online_keys({one.key for one in ready} | talking | waiting) | in_hall
    return Counts(
        ready=len({one.key for one in ready} & present),
        talking=len(talking & present),
        waiting=len(waiting & present),
    )


def counts_by_key(key: str) -> Counts:
    """Return the counts of the mixer with this key. Raises Gone."""
    mixer = Mixer.objects.filter(key=key).first()
    if mixer is None:
        raise Gone
    return counts_of(mixer)


class Volunteer(NamedTuple):
    """Somebody whose Ready stands; `is_in_hall`: a kiosk or host gave it, and they were let in."""

    id: int
    key: str
    is_in_hall: bool
    is_talking: bool
    sat_out: int


def ready_of(mixer: Mixer) -> list[Volunteer]:
    """Return all whose Ready stands in this mixer, present or not, in the order of their ids."""
    inside = Arrival.objects.filter(attendee=OuterRef("attendee"), departed_at=None)
    talking = MeetingMember.objects.live().filter(attendee=OuterRef("attendee"))
    agreed = Ready.objects.filter(visible(), mixer=mixer, attendee__withdrawn_at=None)
    rows = agreed.annotate(is_in_hall=Exists(inside), is_talking=Exists(talking))
    wanted = ("attendee_id", "attendee__key", "given_by", "is_in_hall", "is_talking", "sat_out")
    return [
        Volunteer(pk, key, is_in_hall and given_by != key, is_talking, sat_out)
        for pk, key, given_by, is_in_hall, is_talking, sat_out in rows.order_by("attendee_id").values_list(
            *wanted
        )
    ]


def seatable(mixer: Mixer) -> list[Volunteer]:
    """Return who can be seated now: ready, present, and in no conversation. Two queries."""
    free = [one for one in ready_of(mixer) if not one.is_talking]
    online = online_keys(one.key for one in free)
    return [one for one in free if one.is_in_hall or one.key in online]


def pool_of(mixer: Mixer) -> Pool:
    """Return who can be seated now, with all that the seating looks at. Six queries."""
    there = {one.id: one for one in seatable(mixer)}
    met, worth = earlier(mixer.forum_id)
    profiles = profiles_of(Attendee.objects.filter(ready__mixer=mixer))
    candidates = [
        Candidate(pk, profiles[pk], one.sat_out, worth[pk]) for pk, one in there.items() if pk in profiles
    ]
    return Pool(candidates, blocks_within(mixer.forum_id), met)


def running_mixers() -> list[Mixer]:
    """Return the mixers whose clock runs, the next to ring first."""
    return list(Mixer.objects.running().select_related("forum").order_by("ends_at"))


def phase_name(phase: str) -> PhaseName:
    """Return a phase of the table as the wire calls it, which is the same word."""
    return cast(PhaseName, phase)


def _you(mixer: Mixer, attendee: Attendee | None) -> You:
    if attendee is None:
        return You(ready=False)
    ready = Ready.objects.filter(mixer=mixer, attendee=attendee).exists()
    room = conversation_of(attendee)
    return You(ready=ready, **({"room": room.key} if room else {}))


def _keys(rows: QuerySet[Any]) -> set[str]:
    return set(rows.values_list("attendee__key", flat=True))
