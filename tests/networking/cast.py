"""The forum, the people and the sessions that the tests of this wing need."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from forum.forums.models import Forum, Venue
from forum.live import log, past
from forum.live.models import Node, Presence
from forum.live.principal import Principal
from forum.people.models import Attendee, User
from forum.people.verbs import record_arrival
from networking.rooms.models import Room
from networking.rounds.models import Mixer
from networking.rounds.verbs.mixers import open_mixer
from networking.rounds.verbs.readiness import set_ready
from networking.talks.models import Meeting, MeetingMember, Place
from networking.talks.reasons import Kept
from networking.talks.verbs import Talk, open_talks

NOON = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


def a_forum(slug: str = "seoul") -> Forum:
    """A forum that runs at noon."""
    venue = Venue.objects.create(name_ko="홀", name_en="Hall", address_ko="서울", address_en="Seoul")
    day = timedelta(days=1)
    return Forum.objects.create(
        slug=slug,
        venue=venue,
        name_ko=f"포럼 {slug}",
        name_en=f"Forum {slug}",
        starts_at=NOON - day,
        ends_at=NOON + day,
        registration_opens_at=NOON - 30 * day,
        registration_closes_at=NOON,
    )


def people(forum: Forum, count: int, **fields: Any) -> list[Attendee]:
    """So many attendees, named Person 1, 2, …; all developers, so that no score depends on who is what."""
    start = User.objects.count()
    numbers = range(start + 1, start + count + 1)
    users = User.objects.bulk_create(
        User(email=f"person-{number}@{forum.slug}.example") for number in numbers
    )
    return Attendee.objects.bulk_create(
        Attendee(forum=forum, user=user, name=f"Person {number}", **{"occupation": "developer", **fields})
        for user, number in zip(users, numbers, strict=True)
    )


def a_mixer(forum: Forum, **settings: Any) -> Mixer:
    """A networking session online, with rounds of 6 minutes and breaks of 2."""
    usual = {"name_ko": "만남", "name_en": "Mixer", "round_minutes": 6, "break_minutes": 2, "rounds": None}
    return open_mixer(forum, **{**usual, "until": None, "where": "online", "by": "", **settings})


def online(attendees: Iterable[Attendee]) -> None:
    """Give these people a live connection: their `user:` topic joined through a node that lives on."""
    node, _ = Node.objects.get_or_create(key="node", defaults={"seen_at": timezone.now() + timedelta(days=1)})
    Presence.objects.bulk_create(
        (Presence(node=node, topic=f"user:{attendee.key}", key=attendee.key) for attendee in attendees),
        ignore_conflicts=True,
    )


def offline(attendees: Iterable[Attendee]) -> None:
    """Take their connections away."""
    Presence.objects.filter(key__in=[attendee.key for attendee in attendees]).delete()


def let_in(attendees: Iterable[Attendee]) -> None:
    """Let these people into the hall."""
    for attendee in attendees:
        record_arrival(attendee, by="")


def ready(mixer: Mixer, attendees: Iterable[Attendee]) -> None:
    """Let these people be online and want to be seated."""
    attendees = list(attendees)
    online(attendees)
    for attendee in attendees:
        set_ready(mixer, attendee, True, by=attendee.key)


def a_talk(
    mixer: Mixer, attendees: Iterable[Attendee], *, at: datetime = NOON, place: Place = Place.ONLINE
) -> Room:
    """A live conversation of these people outside the rounds."""
    attendees = list(attendees)
    reasons: list[list[Kept]] = [[] for _ in attendees]
    talk = Talk(
        people=attendees,
        reasons=reasons,
        title=("대화", "A talk"),
        score=500,
        place=place,
        lasts=mixer.round_length,
    )
    with log.transaction():
        (meeting,) = open_talks(mixer.forum, [talk], occasion=mixer.occasion, at=at)
    return meeting.room


def principal(attendee: Attendee, *roles: str, language: str = "en") -> Principal:
    """Who this attendee is on a socket."""
    return Principal(
        kind="person",
        key=attendee.key,
        forum=attendee.forum.slug,
        name=attendee.name,
        roles=frozenset(roles),
        language=language,
    )


def heard(topic: str, *kinds: str) -> list[dict[str, Any]]:
    """What was said in a topic, as (kind, payload) in a dict each; of these kinds only, if any are named."""
    frames = past.read_after(topic, 0)
    return [{"k": frame["k"], **frame["d"]} for frame in frames if not kinds or frame["k"] in kinds]


def told(attendee: Attendee, *kinds: str) -> list[dict[str, Any]]:
    """What a person was told on their own topic."""
    return heard(f"user:{attendee.key}", *kinds)


def whom(said: dict[str, Any]) -> list[str]:
    """Whom an event is about, by name; it carries their keys."""
    return [Attendee.objects.get(key=key).name for key in said["with"]]


def tables(mixer: Mixer) -> list[set[str]]:
    """Who sits with whom now, by name."""
    meetings = Meeting.objects.on(mixer.occasion).filter(ended_at=None).order_by("pk")
    live = MeetingMember.objects.live()
    return [{member.attendee.name for member in live.filter(meeting=meeting)} for meeting in meetings]
