"""The letters about a ticket. Each is written with what is true when it leaves."""

from __future__ import annotations

from forum.forums.models import Forum
from forum.mail.models import OutboxMail
from forum.mail.queries import could_not_be_mailed
from forum.mail.registry import Letter, letter, rendered
from forum.mail.strangers import may_write_to_a_stranger
from tickets.registration.calendar import attachment
from tickets.registration.links import sign
from tickets.registration.models import Ticket
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
    context = {"attendee": attendee, "forum": attendee.forum, "token": token}
    return rendered(f"{MAIL}/lapsed", context, language=attendee.language)


def _of_address(mail: OutboxMail, template: str) -> Letter | None:
    assert mail.forum is not None  # these letters are queued with one
    found = ticket_of_address(mail.forum, mail.to)
    return _ticket(found, template) if found else _nobody(mail.forum, mail.language)


def _ticket(ticket: Ticket, template: str) -> Letter:
    """Write the ticket in its owner's language. The QR is behind the signed link: mail programs show no inline SVG."""
    attendee = ticket.attendee
    token = sign(ticket.key, ticket.code)
    context = {"ticket": ticket, "attendee": attendee, "forum": attendee.forum, "token": token}
    file = attachment(ticket, attendee.language)
    return rendered(f"{MAIL}/{template}", context, language=attendee.language, files=(file,))


def _nobody(forum: Forum, language: str) -> Letter | None:
    if not may_write_to_a_stranger():
        return None
    return rendered(f"{MAIL}/nobody", {"forum": forum}, language=language)
