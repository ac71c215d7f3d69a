"""Seats for simulations and load tests: attendees ready in the mixer, each with a signed token."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from events_site.demo.seed import agree
from forum.forums.models import Forum
from forum.live.principal import sign
from forum.people.models import Arrival, Attendee, User
from networking.rooms.models import Membership, Room
from networking.rounds.models import Mixer, Phase, Ready

ROOM_TITLE = "Crowd"
EMAIL = "crowd{:05}@example.com"


class Seat(NamedTuple):
    """One line of `live_tokens`; `language` is what the attendee reads."""

    token: str
    attendee: str
    room: str
    mixer: str
    language: str


def seats(forum: Forum, count: int, *, ttl_seconds: int, limits: str) -> Iterator[Seat]:
    """Yield `count` seats; attendees, the common room and readiness are made where they are missing."""
    with transaction.atomic():
        people = _attendees(forum, count)
        mixer = _mixer(forum)
        room = _room(forum)
        Membership.objects.bulk_create(
            [Membership(room=room, attendee=one) for one in people], ignore_conflicts=True
        )
        Ready.objects.bulk_create(
            [Ready(mixer=mixer, attendee=one, given_by=one.key) for one in people], ignore_conflicts=True
        )
        _let_in(forum, people)
    for one in people:
        token = sign("live", {"key": one.key, "limits": limits}, ttl_seconds)
        yield Seat(token, one.key, room.topic, mixer.topic, one.language)


def _attendees(forum: Forum, count: int) -> list[Attendee]:
    """Return the forum's guests who are inside and can sign in by no password, then made-up ones."""
    inside = Arrival.objects.filter(departed_at=None, attendee__forum=forum).values("attendee_id")
    guests = Attendee.objects.of(forum).filter(pk__in=inside, user__email__startswith="guest")
    people = list(guests.order_by("pk")[:count])
    missing = count - len(people)
    emails = [EMAIL.format(number) for number in range(missing)]
    users = [
        User(email=email, name=f"Crowd {i}", password=make_password(None)) for i, email in enumerate(emails)
    ]
    User.objects.bulk_create(users, ignore_conflicts=True)
    known = User.objects.filter(email__in=emails)
    Attendee.objects.bulk_create(
        [Attendee(forum=forum, user=user, name=user.name) for user in known], ignore_conflicts=True
    )
    made = list(Attendee.objects.of(forum).filter(user__in=known).order_by("pk"))
    agree(forum, made, timezone.now())
    return people + made


def _let_in(forum: Forum, people: list[Attendee]) -> None:
    """Let in those who are not: sessions in the hall are for people inside."""
    now = timezone.now()
    known = set(Arrival.objects.filter(attendee__forum=forum).values_list("attendee", flat=True))
    stays = [Arrival(attendee=one, arrived_at=now, is_first=True) for one in people if one.pk not in known]
    Arrival.objects.bulk_create(stays, ignore_conflicts=True)


def _mixer(forum: Forum) -> Mixer:
    """Return the mixer that is open, or a new one."""
    found = Mixer.objects.filter(forum=forum).exclude(phase=Phase.ENDED).order_by("pk").first()
    return found or Mixer.objects.create(forum=forum, name=ROOM_TITLE)


def _room(forum: Forum) -> Room:
    found = Room.objects.filter(forum=forum, title=ROOM_TITLE, closed_at=None).order_by("pk").first()
    return found or Room.objects.create(forum=forum, title=ROOM_TITLE, opened_at=timezone.now())
