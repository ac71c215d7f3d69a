"""The forum, its programme and its people, as the tests of this wing need them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from forum.consents.models import ConsentText
from forum.consents.verbs import choose_consents
from forum.forums.models import Forum, Space, Venue
from forum.people.models import Attendee, User
from forum.people.verbs import enrol, give_role
from forum.programme.models import Session, Speaker, Track

OPENS = datetime(2026, 11, 26, 0, 0, tzinfo=UTC)
"""Nine in the morning in Seoul, when every forum here opens."""

WRITTEN = datetime(2026, 11, 1, tzinfo=UTC)
"""When every session here was written."""

_numbers = count(1)


def a_forum(slug: str = "", **fields: Any) -> Forum:
    """A forum of two days with one venue."""
    slug = slug or f"forum-{next(_numbers)}"
    venue = Venue.objects.create(
        name_ko="허브", name_en="Hub", address_ko="서울 양재", address_en="Yangjae, Seoul"
    )
    values = {
        "name_ko": "마당 포럼",
        "name_en": "Courtyard Forum",
        "starts_at": OPENS,
        "ends_at": OPENS + timedelta(days=1, hours=9),
        "registration_opens_at": OPENS - timedelta(days=30),
        "registration_closes_at": OPENS + timedelta(days=1),
    }
    return Forum.objects.create(slug=slug, venue=venue, **{**values, **fields})


def a_space(forum: Forum, key: str = "hall", floor: int = 5) -> Space:
    return Space.objects.create(venue=forum.venue, key=key, name_ko="홀", name_en=f"Hall {key}", floor=floor)


def a_track(forum: Forum, key: str = "research", **fields: Any) -> Track:
    return Track.objects.create(forum=forum, key=key, name_ko="연구", name_en=f"Track {key}", **fields)


def a_speaker(forum: Forum, key: str = "ada", name: str = "Ada Marsh") -> Speaker:
    return Speaker.objects.create(forum=forum, key=key, name_ko=name, name_en=name)


def a_session(forum: Forum, *, hours: float = 1, minutes: int = 60, **fields: Any) -> Session:
    """A session so many hours after the forum opens."""
    number = next(_numbers)
    begins = fields.pop("starts_at", OPENS + timedelta(hours=hours))
    speakers = fields.pop("speakers", [])
    values = {
        "title_ko": f"발표 {number}",
        "title_en": f"Talk {number}",
        "key": f"talk-{number}",
        "changed_at": WRITTEN,
    }
    session = Session.objects.create(
        forum=forum, starts_at=begins, ends_at=begins + timedelta(minutes=minutes), **{**values, **fields}
    )
    session.speakers.set(speakers)
    return session


def a_text(forum: Forum, kind: str = "privacy", *, is_required: bool = True) -> ConsentText:
    return ConsentText.objects.create(
        forum=forum,
        kind=kind,
        is_required=is_required,
        title_ko="동의",
        title_en="Consent",
        body_ko="글",
        body_en="Text",
    )


def an_attendee(forum: Forum, email: str = "", **fields: Any) -> Attendee:
    """Somebody who takes part, with every consent."""
    details = {"name": "김민지", "latin_name": "Minji Kim", "occupation": "developer", "language": "en"}
    email = email or f"person{next(_numbers)}@example.com"
    attendee = enrol(forum, email=email, **{**details, **fields}).attendee
    if texts := forum.consent_texts.values_list("pk", flat=True):
        choose_consents(attendee, texts, by="")
    return attendee


def a_member(forum: Forum, role: str = "organizer", email: str = "") -> User:
    """Somebody of the team who does not take part."""
    user = User.objects.create_user(email or f"team{next(_numbers)}@example.com", language="en")
    give_role(forum, user, role, by="")
    return user
