"""Reading mixers and who is ready for them, each in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple, cast

from django.db.models import Exists, OuterRef, QuerySet
from msgspec import UNSET

from forum.errors import Gone
from forum.forums.models import Forum
from forum.live import past
from forum.live.once import once_now
from forum.live.presence import online_keys
from forum.people.models import Arrival, Attendee
from forum.people.queries import is_inside
from forum.picked import Pick, first
from forum.statements import rows
from networking.cards.queries import blocks_within, profiles_of, visible
from networking.rounds.frames import Counts, Missing, MixerNow, PhaseName, WhereName, You
from networking.rounds.models import Mixer, Phase, Ready, Where
from networking.rounds.seating import Candidate, Pool
from networking.talks.models import MeetingMember
from networking.talks.queries import earlier, parted_early

_UNASKED = {"plan"}  # the seating of a coming round is as long as the hall
_MIXER = Pick(Mixer, "mixer", *(f.attname for f in Mixer._meta.concrete_fields if f.attname not in _UNASKED))
_FORUM = Pick(Forum, "forum")
_MIXER_OF = """FROM networking_mixer AS mixer JOIN forum_forum AS forum ON forum.id = mixer.forum_id
WHERE forum.slug = %s AND mixer.key = %s"""
_YOU = """SELECT
    EXISTS (SELECT 1 FROM networking_ready AS ready WHERE ready.mixer_id = %s AND ready.attendee_id = person.id),
    EXISTS (SELECT 1 FROM forum_arrival AS stay WHERE stay.attendee_id = person.id AND stay.departed_at IS NULL),
    (SELECT room.key FROM networking_meetingmember AS side
        JOIN networking_meeting AS meeting ON meeting.id = side.meeting_id
        JOIN networking_room AS room ON room.id = meeting.room_id
        WHERE side.attendee_id = person.id AND side.left_at IS NULL)
FROM forum_attendee AS person
WHERE person.forum_id = %s AND person.key = %s AND person.withdrawn_at IS NULL"""


def mixers_of(forum: Forum) -> QuerySet[Mixer]:
    """Return the networking sessions of a forum, by time."""
    return Mixer.objects.filter(forum=forum)


def is_one_running(forum: Forum) -> bool:
    """Tell whether a networking session of this forum is running."""
    return Mixer.objects.running().filter(forum=forum).exists()


def mixer_by_key(forum: Forum, key: str) -> Mixer:
    """Return a networking session of this forum. Raises Gone."""
    return find_mixer(forum.slug, key)


def find_mixer(forum_slug: str, key: str) -> Mixer:
    """Return a networking session with its forum, by the forum's slug. Raises Gone."""
    found = first(_MIXER_OF, [forum_slug, key], _MIXER, _FORUM)
    if found is None:
        raise Gone
    mixer: Mixer
    mixer, mixer.forum = found
    return mixer


def mixer_named(key: str) -> Mixer:
    """Return the networking session with this key, whatever its forum, for who came to it by a talk of it."""
    return Mixer.objects.defer("plan").get(key=key)


def mixer_state(mixer: Mixer, key: str) -> MixerNow:
    """Return the snapshot of `mixer:` as the person with this key finds it; a host who takes part in nothing is
    nobody. One query."""
    return MixerNow(
        where=cast(WhereName, mixer.where),
        phase=phase_name(mixer.phase),
        rev=mixer.rev,
        round=mixer.round,
        ends_at=mixer.ends_at,
        you=_you(mixer, key),
        **({} if mixer.rounds is None else {"rounds": mixer.rounds}),
    )


def counts_of(mixer: Mixer) -> Counts:
    """Count the people who are present: ready, talking, waiting for a match. For what has ended nobody is ready."""
    ready = [] if mixer.phase == Phase.ENDED else ready_of(mixer)
    talking = _keys(MeetingMember.objects.live().on(mixer.occasion))
    waiting = _keys(mixer.asks.filter(closed_at=None))  # of the room above; here they are only counted
    online = online_keys({one.key for one in ready} | talking | waiting)
    here = online | {one.key for one in ready if one.is_seen}
    return Counts(
        ready=len(_present(mixer, ready, online)), talking=len(talking & here), waiting=len(waiting & here)
    )


def counts_now(mixer: Mixer) -> Counts:
    """Return the counts as they are, counted once for all who ask until somebody comes, goes or is ready."""
    return once_now(mixer.topic, Counts.kind, lambda: counts_of(mixer))


def meeting_point_of(key: str) -> str:
    """Return where two who asked for each other meet in the mixer with this key, in the active language."""
    return mixer_named(key).meeting_point


def counts_by_key(key: str) -> Counts:
    """Return the counts of the mixer with this key. Raises Gone."""
    mixer = Mixer.objects.filter(key=key).first()
    if mixer is None:
        raise Gone
    return counts_of(mixer)


class Volunteer(NamedTuple):
    """Somebody whose Ready stands. `is_in_hall`: they were let in to where the mixer is; `is_seen`: moreover a kiosk or
    a host counted them in, which is as good as a connection."""

    id: int
    key: str
    is_in_hall: bool
    is_seen: bool
    is_talking: bool
    sat_out: int


def ready_of(mixer: Mixer) -> list[Volunteer]:
    """Return all whose Ready stands in this mixer, present or not, in the order of their ids."""
    inside = Arrival.objects.filter(attendee=OuterRef("attendee"), departed_at=None)
    talking = MeetingMember.objects.live().filter(attendee=OuterRef("attendee"))
    agreed = Ready.objects.filter(visible(), mixer=mixer, attendee__withdrawn_at=None)
    rows = agreed.annotate(is_in_hall=Exists(inside), is_talking=Exists(talking))
    wanted = ("attendee_id", "attendee__key", "given_by", "is_in_hall", "is_talking", "sat_out")
    has_hall = mixer.where != Where.ONLINE
    return [
        Volunteer(pk, key, is_in and has_hall, is_in and has_hall and given_by != key, is_talking, sat_out)
        for pk, key, given_by, is_in, is_talking, sat_out in rows.order_by("attendee_id").values_list(*wanted)
    ]


def _present(mixer: Mixer, volunteers: Collection[Volunteer], online: Collection[str]) -> list[Volunteer]:
    """Return those of them who are where the mixer is: let in for the hall, connected for online."""
    return [
        one
        for one in volunteers
        if (one.key in online or one.is_seen) and (one.is_in_hall or not mixer.is_for_the_hall)
    ]


def seatable(mixer: Mixer) -> list[Volunteer]:
    """Return who can be seated now: ready, present, and in no conversation. Two queries."""
    free = [one for one in ready_of(mixer) if not one.is_talking]
    return _present(mixer, free, online_keys(one.key for one in free))


def pool_of(mixer: Mixer) -> Pool:
    """Return who can be seated now, with all that the seating looks at. Seven queries."""
    there = {one.id: one for one in seatable(mixer)}
    met, worth = earlier(mixer.forum_id)
    profiles = profiles_of(Attendee.objects.filter(ready__mixer=mixer))
    candidates = [
        Candidate(pk, profiles[pk], one.sat_out, worth[pk], one.is_in_hall)
        for pk, one in there.items()
        if pk in profiles
    ]
    return Pool(candidates, apart_in(mixer), met)


def apart_in(mixer: Mixer) -> list[tuple[int, int]]:
    """Return who is not to be brought together in this mixer, by ids: blocked, or left early here. Two queries."""
    return [*blocks_within(mixer.forum_id), *parted_early(mixer.occasion)]


def running_mixers() -> list[Mixer]:
    """Return the mixers whose clock runs, the next to ring first."""
    return list(Mixer.objects.running().select_related("forum").order_by("ends_at"))


def doors_gone_on() -> list[tuple[Mixer, int]]:
    """Return the open sessions in a hall whose door has seen somebody come or go, with the door's number now."""
    open_ones = list(
        Mixer.objects.exclude(phase=Phase.ENDED).exclude(where=Where.ONLINE).select_related("forum")
    )
    doors = {mixer: f"arrivals:{mixer.forum.slug}" for mixer in open_ones}
    heads = past.heads(sorted(set(doors.values())))
    now = {mixer: sum(heads.get(door, (0, 0))) for mixer, door in doors.items()}
    return [(mixer, seen) for mixer, seen in now.items() if seen != mixer.door_seen]


def phase_name(phase: str) -> PhaseName:
    """Return a phase of the table as the wire calls it, which is the same word."""
    return cast(PhaseName, phase)


def missing(mixer: Mixer, attendee: Attendee) -> Missing | None:
    """Return what keeps this person from taking part in the mixer at the moment: in the hall, their being let in."""
    return _lack(mixer, is_in=is_inside(attendee))


def opens_at_the_door(mixers: Iterable[Mixer], attendee: Attendee) -> bool:
    """Tell whether one of these sessions is open to this person only once they are let in."""
    waits = any(mixer.is_for_the_hall and mixer.phase != Phase.ENDED for mixer in mixers)
    return waits and not is_inside(attendee)


def _lack(mixer: Mixer, *, is_in: bool) -> Missing | None:
    return "entry" if mixer.is_for_the_hall and not is_in else None


def _you(mixer: Mixer, key: str) -> You:
    for is_ready, is_in, room in rows(_YOU, [mixer.pk, mixer.forum_id, key]):
        return You(ready=bool(is_ready), room=room or UNSET, missing=_lack(mixer, is_in=bool(is_in)) or UNSET)
    return You(ready=False)


def _keys(rows: QuerySet[Any]) -> set[str]:
    return set(rows.values_list("attendee__key", flat=True))
