"""The forum as one entry for somebody's own calendar, in the mail and on the ticket page."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from forum.forums.models import Forum
from forum.ical import CalendarEvent, Person, message
from forum.mail.verbs import Attachment
from tickets.registration.models import Ticket

METHOD = "PUBLISH"
"""An entry to keep, not an invitation to answer: it names no reader, so everybody gets the same bytes."""


def calendar_of(forum: Forum, language: str) -> bytes:
    """Return the forum as one entry in this language; equal for equal data."""
    with override(language):
        event = CalendarEvent(
            uid=f"forum-{forum.slug}@{settings.CALENDAR_UID_DOMAIN}",
            starts_at=forum.starts_at,
            ends_at=forum.ends_at,
            summary=forum.name,
            description=_("Your ticket: %(address)s") % {"address": _ticket_address(forum)},
            location=f"{forum.venue.name}, {forum.venue.address}",
            url=_ticket_address(forum),
            changed_at=forum.registration_opens_at,
        )
        organizer = Person(forum.privacy_contact or parseaddr(settings.DEFAULT_FROM_EMAIL)[1], forum.name)
        return message(event, method=METHOD, organizer=organizer, zone=forum.zone, at=event.changed_at)


def attachment(ticket: Ticket, language: str) -> Attachment:
    """Return the same entry as a file for the ticket's mail."""
    forum = ticket.registration.attendee.forum
    body = calendar_of(forum, language).decode()
    return Attachment(f"{forum.slug}.ics", f"text/calendar; method={METHOD}; charset=utf-8", body)


def _ticket_address(forum: Forum) -> str:
    return f"{settings.PUBLIC_URL}{reverse('ticket', kwargs={'forum': forum.slug})}"
