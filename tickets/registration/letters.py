"""The letters about a ticket. Each is written with what is true when it leaves."""

from __future__ import annotations

from typing import Any

from forum.forums.models import Forum
from forum.hangul import readable_in
from forum.mail.models import OutboxMail
from forum.mail.queries import could_not_be_mailed
from forum.mail.registry import Letter, letter, rendered
from forum.mail.strangers import may_write_to_a_stranger
from forum.people.models import Attendee
from tickets.registration.calendar import attachment
from tickets.registration.links import sign
from tickets.registration.models import Ticket
from tickets.registration.pictures import qr_png
from tickets.registration.queries import (
    lapsed_attendee,
    lapsed_ticket_of,
    ticket_by_key,
    ticket_of_address,
)

MAIL = "tickets/registration/mail"


@letter("tickets.ticket")
def new_ticket(mail: OutboxMail) -> Letter | None:
    """Give a ticket to its owner: just registered, or with new codes."""
    found = ticket_by_key(mail.facts["ticket"])
    return _ticket(found, "ticket") if found else None


@letter("tickets.moved")
def moved(mail: OutboxMail) -> Letter | None:
    """Tell a holder that the forum takes place at another time."""
    found = ticket_by_key(mail.facts["ticket"])
    return _ticket(found, "moved") if found else None


@letter("tickets.asked")
def asked_for(mail: OutboxMail) -> Letter | None:
    """Answer somebody who asked for the ticket of an address."""
    return _of_address(mail, "ticket")


@letter("tickets.again")
def registered_again(mail: OutboxMail) -> Letter | None:
    """Answer somebody who registered with an address that has a ticket."""
    return _of_address(mail, "again")


@letter("tickets.lapsed")
def lapsed(mail: OutboxMail) -> Letter | None:
    """Tell somebody that their seat was given back, and how they get one after all; not where no mail arrives."""
    attendee = lapsed_attendee(mail.facts["attendee"])
    ticket = lapsed_ticket_of(attendee) if attendee else None
    if attendee is None or ticket is None or could_not_be_mailed(mail.to, since=attendee.enrolled_at):
        return None
    token = sign(ticket.key, ticket.code)
    context = {"token": token, **_holder(attendee)}
    return rendered(f"{MAIL}/lapsed", context, language=attendee.language)


def _of_address(mail: OutboxMail, template: str) -> Letter | None:
    assert mail.forum is not None  # these letters are queued with one
    found = ticket_of_address(mail.forum, mail.to)
    return _ticket(found, template) if found else _nobody(mail.forum, mail.language)


def _ticket(ticket: Ticket, template: str) -> Letter:
    """Write the ticket in its owner's language: a link that opens it, and its QR for a door without a connection."""
    attendee = ticket.attendee
    token = sign(ticket.key, ticket.code)
    context = {"ticket": ticket, "token": token, **_holder(attendee)}
    file = attachment(ticket, attendee.language)
    extras = {"files": (file,), "pictures": {"qr": qr_png(ticket.code)}}
    return rendered(f"{MAIL}/{template}", context, language=attendee.language, **extras)


def _holder(attendee: Attendee) -> dict[str, Any]:
    """Return who gets a letter about which forum, and how to call them: in their language's letters where they can."""
    called = readable_in(attendee.language, attendee.name, attendee.latin_name)
    return {"attendee": attendee, "forum": attendee.forum, "called": called}


def _nobody(forum: Forum, language: str) -> Letter | None:
    if not may_write_to_a_stranger():
        return None
    return rendered(f"{MAIL}/nobody", {"forum": forum}, language=language)
