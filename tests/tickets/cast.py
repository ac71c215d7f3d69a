"""The forum, the tickets and the people that the tests of this wing need."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from forum.consents.models import ConsentText
from forum.forums.models import Forum, Venue
from forum.people.models import User
from forum.people.verbs import give_role
from tickets.desks.models import Desk
from tickets.desks.verbs import open_desk, pair
from tickets.registration.models import Ticket, TicketType
from tickets.registration.verbs import Registered, offer, register


def a_forum(slug: str = "seoul", **fields: Any) -> Forum:
    """A forum that runs now and takes registrations."""
    now = timezone.now()
    times = {
        "starts_at": now - timedelta(hours=2),
        "ends_at": now + timedelta(days=1),
        "registration_opens_at": now - timedelta(days=30),
        "registration_closes_at": now + timedelta(hours=12),
    }
    venue = Venue.objects.create(name_ko="홀", name_en="Hall", address_ko="서울", address_en="Seoul")
    names = {"name_ko": f"포럼 {slug}", "name_en": f"Forum {slug}"}
    return Forum.objects.create(slug=slug, venue=venue, **{**names, **times, **fields})


def a_kind(forum: Forum, *, key: str = "general", size: int = 100, **times: Any) -> TicketType:
    return offer(forum, key=key, name_ko="일반", name_en="General", size=size, by="", **times)


def a_text(forum: Forum, *, kind: str = "privacy", is_required: bool = True, version: int = 1) -> ConsentText:
    return ConsentText.objects.create(
        forum=forum, kind=kind, version=version, is_required=is_required, title_ko="동의", title_en=f"Consent {kind}",
        body_ko="본문", body_en="The text.",
    )  # fmt: skip


def registered(forum: Forum, email: str = "minji@example.com", **person: Any) -> Registered:
    """Somebody who registered, with every consent of the forum."""
    details = {"name": "김민지", "latin_name": "Minji Kim", "occupation": "developer", "language": "ko"}
    agreed = [text.pk for text in forum.consent_texts.filter(retired_at=None)]
    return register(forum, email=email, **{**details, "consents": agreed, **person})


def a_ticket(forum: Forum, email: str = "minji@example.com", **person: Any) -> Ticket:
    if not forum.ticket_types.exists():
        a_kind(forum)
    return registered(forum, email, **person).ticket


def a_desk(forum: Forum, name: str = "North door") -> tuple[Desk, str]:
    """A paired desk and the token its device shows."""
    opened = open_desk(forum, name=name, by="")
    paired = pair(forum, opened.pairing)
    paired.desk.refresh_from_db()
    return paired.desk, paired.token


def an_organizer(forum: Forum, email: str = "boss@example.com", role: str = "organizer") -> User:
    user = User.objects.create_user(email)
    give_role(forum, user, role, by="")
    return user
