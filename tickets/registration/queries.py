"""Reading what is on offer and whose ticket is whose."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from forum.errors import Refusal
from forum.forums.models import Forum
from forum.people.models import Attendee, ConsentText
from tickets.errors import RegistrationClosed, RegistrationNotOpen, TicketLinkOver
from tickets.registration.codes import Code, Form
from tickets.registration.links import key_in, opens
from tickets.registration.models import RetiredCode, Ticket, TicketType

LINKS_OUTLIVE_THE_FORUM = timedelta(days=1)


class Presented(NamedTuple):
    """What a code at a desk stands for: nothing, a ticket, or a ticket that has a newer code."""

    ticket: Ticket | None
    is_retired: bool = False


def offered_types(forum: Forum) -> list[TicketType]:
    """Return the kinds of ticket with their quotas, in the organizers' order."""
    return list(forum.ticket_types.select_related("quota"))


def consent_texts(forum: Forum) -> list[ConsentText]:
    """Return the current version of everything people are asked to agree to, in order."""
    return list(forum.consent_texts.filter(retired_at=None))


def window_refusal(forum: Forum, at: datetime | None = None) -> Refusal | None:
    """Return why nobody can register now, if so: too early, or too late."""
    at = at or timezone.now()
    if at < forum.registration_opens_at:
        return RegistrationNotOpen()
    return RegistrationClosed() if at >= forum.registration_closes_at else None


def ticket_of(attendee: Attendee) -> Ticket | None:
    """Return the one ticket of this person that is not cancelled."""
    return Ticket.objects.of(attendee.forum).live().filter(registration__attendee=attendee).first()


def ticket_of_address(forum: Forum, email: str) -> Ticket | None:
    """Return the ticket that belongs to an e-mail address, for sending it there and nowhere else."""
    holder = {"registration__attendee__user__email": email.strip().lower()}
    return Ticket.objects.of(forum).live().filter(registration__attendee__withdrawn_at=None, **holder).first()


def ticket_by_token(forum: Forum, token: str, at: datetime | None = None) -> Ticket:
    """Return the ticket a signed link opens, or raise TicketLinkOver."""
    ticket = Ticket.objects.of(forum).live().filter(key=key_in(token)).first()
    is_over = (at or timezone.now()) >= forum.ends_at + LINKS_OUTLIVE_THE_FORUM
    if ticket is None or is_over or not opens(token, key=ticket.key, code=ticket.code):
        raise TicketLinkOver
    return ticket


def presented(forum_id: int, code: Code) -> Presented:
    """Return what was shown at a desk of this forum; one query for a good code, two for any other."""
    column = "code" if code.form is Form.SCANNED else "typing_code"
    ticket = Ticket.objects.of(forum_id).filter(**{column: code.value}).first()
    if ticket is not None:
        return Presented(ticket)
    retired = RetiredCode.objects.filter(code=code.value, ticket__type__forum=forum_id)
    details = retired.select_related("ticket__type", "ticket__registration__attendee__user").first()
    return Presented(details.ticket, is_retired=True) if details else Presented(None)
