"""Asking for feeds as a calendar program does."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.test import Client
from icalendar import Calendar, Component

from forum.calendars.verbs import make_feed
from forum.forums.models import Forum
from forum.people.models import Attendee
from forum.programme.models import Session
from forum.programme.verbs import move
from tests.forum.cast import WRITTEN

LATER = WRITTEN + timedelta(days=1)


def fetch(client: Client, path: str, **headers: str) -> HttpResponse:
    return client.get(path, headers=headers)  # type: ignore[return-value]


def events(client: Client, path: str) -> list[Component]:
    response = fetch(client, path)
    assert response.status_code == 200
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def session_uids(client: Client, path: str) -> set[str]:
    """Return which sessions a calendar has, without the days of the forum."""
    found = {str(event["UID"]) for event in events(client, path)}
    return {uid for uid in found if not uid.startswith("forum-")}


def public(forum: Forum, part: str = "schedule") -> str:
    return f"/{forum.slug}/{part}.ics"


def private(attendee: Attendee) -> str:
    return f"/cal/{make_feed(attendee, by=attendee.key, at=WRITTEN)}.ics"


def moved(session: Session) -> Session:
    later = timedelta(minutes=30)
    times = {"starts_at": session.starts_at + later, "ends_at": session.ends_at + later}
    return move(session, **times, space=session.space, by="", at=LATER)
