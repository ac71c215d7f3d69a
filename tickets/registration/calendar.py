"""The forum as entries for somebody's own calendar, one a day, in the mail and on the ticket page. A tool."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from forum.calendars.entries import days_of, printed_at
from forum.forums.models import Forum
from forum.ical import Person, file_name, message
from forum.mail.registry import Attachment
from tickets.registration.models import Ticket

METHOD = "PUBLISH"
"""Entries to keep, not invitations to answer: they name no reader, so everybody gets the same bytes."""

ALARM = timedelta(hours=2)
"""How long before the doors open a calendar reminds of it: time to get up, and to find the ticket."""


def calendar_of(forum: Forum, language: str) -> bytes:
    """Return the days of the forum in this language; equal for equal data."""
    with override(language):
        page = _ticket_address(forum)
        words = _("Your ticket: %(address)s") % {"address": page}
        days = [
            replace(day, url=page, description=words, alarm=ALARM, is_busy=True) for day in days_of(forum)
        ]
        organizer = Person(forum.contact or parseaddr(settings.DEFAULT_FROM_EMAIL)[1], forum.name)
        return message(days, method=METHOD, organizer=organizer, zone=forum.zone, at=printed_at(forum))


def file_of(forum: Forum, language: str) -> str:
    """Return what the file is called: the forum's name, by which people find it."""
    with override(language):
        return f"{file_name(forum.name)}.ics"


def attachment(ticket: Ticket, language: str) -> Attachment:
    """Return the same entries as a file for the ticket's mail."""
    forum = ticket.registration.attendee.forum
    body = calendar_of(forum, language).decode()
    return Attachment(file_of(forum, language), f"text/calendar; method={METHOD}; charset=utf-8", body)


def _ticket_address(forum: Forum) -> str:
    return f"{settings.PUBLIC_URL}{reverse('ticket', kwargs={'forum': forum.slug})}"
