"""Builds the demo forum, happening now; moves it to now again when its days are over."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F

from events_site.demo import SLUG
from events_site.demo.cast import Guest, guests
from events_site.demo.consents import CONSENTS
from events_site.demo.pairing import DESK
from events_site.demo.programme import DAY_MINUTES, SESSIONS
from events_site.demo.speakers import SPEAKERS
from events_site.demo.venue import ADDRESS, DESCRIPTION, NAME, PLACES, TAGLINE, TRACKS, VENUE, Text
from forum.consents.models import Consent
from forum.consents.verbs import ask_consents
from forum.forums.models import Forum
from forum.forums.verbs import open_forum
from forum.people.models import Arrival, Attendee, Role, TeamMember, User
from forum.programme.models import Session, Speaker, Track
from forum.programme.verbs import move_all
from networking.cards.models import Card
from networking.rounds.models import Mixer, Phase, Where
from tickets.checkin.models import Admission, CheckIn, Checkpoint, Direction, Status
from tickets.checkin.verdicts import Verdict
from tickets.desks.verbs import open_desk
from tickets.registration.models import Quota, Registration, Ticket, TicketType

PASSWORD = "madang"  # noqa: S105 (printed by `make run`; sign-in by password exists in demo mode only)
OPENED_BEFORE = timedelta(minutes=75)
"""How long the doors have been open when somebody looks at the demo for the first time."""
DAY = timedelta(minutes=DAY_MINUTES)
LATEST_WITHIN_A_DATE = timedelta(hours=21)
SEOUL = ZoneInfo("Asia/Seoul")
FIRST_ROUND_IN = timedelta(seconds=40)
SEATS = 500


@dataclass(frozen=True)
class CastMember:
    """Somebody of the demo who signs in by password."""

    email: str
    name: str
    latin_name: str
    language: str
    roles: tuple[str, ...]
    takes_part: bool


CAST = (
    CastMember("organizer@example.com", "한가람", "Ga-ram Han", "ko", (Role.ORGANIZER,), False),
    CastMember("desk@example.com", "문지기", "Ji-gi Moon", "ko", (Role.DESK,), False),
    CastMember("host@example.com", "마당쇠", "Dang-soe Ma", "ko", (Role.HOST, Role.MODERATOR), False),
    CastMember("attendee@example.com", "이하늘", "Ha-neul Lee", "ko", (), True),
    CastMember("visitor@example.com", "Robin Marsh", "", "en", (), True),
)

INSIDE = ("attendee@example.com",)
"""Those of the cast who have been let in; the others show their ticket first."""


def seed(at: datetime) -> Forum:
    """Make the demo forum if it is missing, move it to now if no day of it is running; return it."""
    found = Forum.objects.filter(slug=SLUG).first()
    if found is None:
        with transaction.atomic():
            return _build(at)
    if not is_live(found, at):
        with transaction.atomic():
            _move(found, opening(at) - found.starts_at, at)
            found.refresh_from_db()
    return found


def opening(at: datetime) -> datetime:
    """Return when the doors opened, so that the demo is in full swing at `at`.

    The day stays within one date of Seoul wherever that leaves something to see: not late in the evening, and not while
    midnight is less than that long ago.
    """
    now = at.astimezone(SEOUL)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    opened = now - OPENED_BEFORE
    if midnight <= opened and now < midnight + LATEST_WITHIN_A_DATE:
        opened = min(opened, midnight + timedelta(days=1) - DAY)
    return opened.replace(minute=opened.minute // 10 * 10, second=0, microsecond=0)


def is_live(forum: Forum, at: datetime) -> bool:
    """Tell whether one of the two days is running."""
    return any(start <= at < start + DAY for start in (forum.starts_at, forum.starts_at + timedelta(days=1)))


def _build(at: datetime) -> Forum:
    opened = opening(at)
    forum = _forum(opened)
    _programme(forum, opened, at)
    attendees = _people(forum, at)
    _tickets(forum, attendees, at)
    _mixer(forum, at)
    return forum


def _texts(**fields: Text) -> dict[str, str]:
    """Spread texts over the two columns of each field."""
    return {
        f"{name}_{language}": getattr(text, language)
        for name, text in fields.items()
        for language in ("ko", "en")
    }


def _forum(opened: datetime) -> Forum:
    texts: dict[str, Any] = _texts(name=NAME, tagline=TAGLINE, description=DESCRIPTION)
    forum = open_forum(
        SLUG,
        starts_at=opened,
        ends_at=opened + timedelta(days=1) + DAY,
        registration_opens_at=opened - timedelta(days=30),
        registration_closes_at=opened + timedelta(days=1) + DAY,
        contact="forum@example.com",
        privacy_contact="privacy@example.com",
        venue=_texts(name=VENUE, address=ADDRESS),
        spaces={
            place.key: {"floor": place.floor, "capacity": place.capacity, **_texts(name=place.name)}
            for place in PLACES
        },
        by="",
        **texts,
    )
    ask_consents(forum, CONSENTS, by="")
    return forum


def _programme(forum: Forum, opened: datetime, at: datetime) -> None:
    spaces = {space.key: space for space in forum.venue.spaces.all()}
    tracks = {
        thread.key: Track.objects.create(
            forum=forum, key=thread.key, color=thread.color, position=position, **_texts(name=thread.name)
        )
        for position, thread in enumerate(TRACKS)
    }
    speakers = [
        Speaker.objects.create(
            forum=forum,
            key=voice.key,
            **_texts(
                name=voice.name,
                organization=voice.organization,
                title=voice.title,
                biography=voice.biography,
            ),
            links=[f"https://example.com/{voice.key}"],
        )
        for voice in SPEAKERS
    ]
    for number, item in enumerate(SESSIONS, start=1):
        starts_at = opened + timedelta(days=item.day - 1, minutes=item.start)
        session = Session.objects.create(
            forum=forum, key=f"s{number:02}", kind=item.kind, track=tracks[item.track], space=spaces[item.space],
            language=item.language, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=item.minutes),
            changed_at=at, **_texts(title=item.title, abstract=item.abstract),
        )  # fmt: skip
        session.speakers.set(speakers[position] for position in item.speakers)


def _people(forum: Forum, at: datetime) -> list[tuple[Attendee, Guest | None]]:
    """Make team, cast and guests; return everybody who takes part."""
    password = make_password(PASSWORD)
    enrolled_at = at - timedelta(days=7)
    people: list[tuple[Attendee, Guest | None]] = []
    for member in CAST:
        user = User.objects.create(
            email=member.email, name=member.name, language=member.language, password=password
        )
        TeamMember.objects.bulk_create(TeamMember(forum=forum, user=user, role=role) for role in member.roles)
        if member.takes_part:
            attendee = Attendee(
                forum=forum, user=user, name=member.name, latin_name=member.latin_name, organization="Madang",
                occupation="developer", language=member.language, enrolled_at=enrolled_at,
            )  # fmt: skip
            people.append((attendee, None))
    cast = guests()
    users = User.objects.bulk_create(
        User(email=guest.email, name=guest.name, language=guest.language, password=make_password(None))
        for guest in cast
    )
    people += [
        (
            Attendee(
                forum=forum, user=user, name=guest.name, latin_name=guest.latin_name, language=guest.language,
                organization=guest.organization, occupation=guest.occupation, enrolled_at=enrolled_at,
            ),
            guest,
        )
        for user, guest in zip(users, cast, strict=True)
    ]  # fmt: skip
    Attendee.objects.bulk_create([attendee for attendee, _ in people])
    _cards(people, at)
    agree(forum, (attendee for attendee, _ in people), enrolled_at)
    return people


def _cards(people: list[tuple[Attendee, Guest | None]], at: datetime) -> None:
    Card.objects.bulk_create(
        Card(
            attendee=attendee, headline=guest.headline, seeks=guest.seeks, offers=guest.offers, topics=guest.topics,
            languages=guest.languages, is_listed=guest.is_listed, changed_at=at,
        )
        for attendee, guest in people
        if guest is not None
    )  # fmt: skip


def agree(forum: Forum, people: Iterable[Attendee], given_at: datetime) -> None:
    """Let people agree to everything but news."""
    texts = list(forum.consent_texts.filter(retired_at=None).exclude(kind="news"))
    Consent.objects.bulk_create(
        [Consent(attendee=one, text=text, given_at=given_at) for one in people for text in texts],
        ignore_conflicts=True,
    )


def _tickets(forum: Forum, people: list[tuple[Attendee, Guest | None]], at: datetime) -> None:
    quota = Quota.objects.create(forum=forum, key="seats", size=SEATS, taken=len(people))
    kind = TicketType.objects.create(
        forum=forum, quota=quota, key="general", **_texts(name=Text("일반", "General"))
    )
    registrations = Registration.objects.bulk_create(
        Registration(attendee=attendee, registered_at=attendee.enrolled_at) for attendee, _ in people
    )
    tickets = Ticket.objects.bulk_create(
        Ticket(registration=registration, type=kind, issued_at=registration.registered_at)
        for registration in registrations
    )
    entrance = Checkpoint.objects.create(
        forum=forum, key="entrance", **_texts(name=Text("1층 정문", "Main entrance"))
    )
    _arrivals(
        entrance,
        [(ticket, people[i][0]) for i, ticket in enumerate(tickets) if _has_arrived(*people[i])],
        at,
    )


def _has_arrived(attendee: Attendee, guest: Guest | None) -> bool:
    return guest.has_arrived if guest else attendee.user.email in INSIDE


def _arrivals(entrance: Checkpoint, arrived: list[tuple[Ticket, Attendee]], at: datetime) -> None:
    """Let people in by the scans that did it: a door's log is all it knows of them."""
    dice = random.Random("arrivals")
    moments = [at - OPENED_BEFORE * min(max(dice.gauss(0.6, 0.22), 0.02), 1.0) for _ in arrived]
    came = [(ticket, attendee, moment) for (ticket, attendee), moment in zip(arrived, moments, strict=True)]
    desk = open_desk(entrance.forum, name=DESK, by="", at=at - OPENED_BEFORE).desk
    Arrival.objects.bulk_create(
        Arrival(attendee=attendee, arrived_at=moment, is_first=True) for _, attendee, moment in came
    )
    Admission.objects.bulk_create(
        Admission(
            checkpoint=entrance, zone=entrance.zone, ticket=ticket, is_inside=True,
            first_at=moment, first_desk=desk, last_at=moment,
        )
        for ticket, _, moment in came
    )  # fmt: skip
    CheckIn.objects.bulk_create(
        CheckIn(
            checkpoint=entrance, desk=desk, ticket=ticket, nonce=f"demo-{ticket.key}", direction=Direction.IN,
            status=Status.OK, answer=Verdict(first_at=moment, desk=desk.name).answer(Direction.IN),
            happened_at=moment, received_at=moment,
        )
        for ticket, _, moment in came
    )  # fmt: skip


def _mixer(forum: Forum, at: datetime) -> None:
    """Make the mixer, in a break that ends when the crowd has come in."""
    Mixer.objects.create(
        forum=forum, round_length=timedelta(minutes=3), break_length=timedelta(seconds=45), phase=Phase.BREAK,
        ends_at=at + FIRST_ROUND_IN, until=forum.ends_at, where=Where.HALL,
        **_texts(
            name=Text("마당: 1:1 라이브 네트워킹", "Madang: live one-to-one networking"),
            meeting_point=Text("로비 창가 스탠딩 테이블", "Standing tables by the lobby windows"),
        ),
    )  # fmt: skip


def _move(forum: Forum, delta: timedelta, at: datetime) -> None:
    """Shift everything by `delta` and open the mixer again; nobody and nothing that happened is lost.

    The invented guests are not written to.
    """
    moved = _forum(forum.starts_at + delta)
    move_all(moved, delta, by="", at=at)
    Ticket.objects.filter(type__forum=moved).update(told_sequence=moved.sequence)
    Mixer.objects.filter(forum=moved).update(
        phase=Phase.BREAK, ends_at=at + FIRST_ROUND_IN, until=moved.ends_at, rev=F("rev") + 1,
        paused_phase="", paused_left=None, plan=None, claimed_until=None,
    )  # fmt: skip
