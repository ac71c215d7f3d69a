"""Reading what is on offer and whose ticket is whose."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from forum.errors import Refusal
from forum.forums.models import Forum
from forum.people.models import Attendee
from forum.picked import Pick, first
from tickets.errors import RegistrationClosed, RegistrationNotOpen, TicketLinkOver
from tickets.registration.codes import Code, Form, perhaps, read
from tickets.registration.links import key_in, opens
from tickets.registration.models import Registration, RetiredCode, Ticket, TicketType

LINKS_OUTLIVE_THE_FORUM = timedelta(days=1)


class Presented(NamedTuple):
    """What a code at a desk stands for: nothing, a ticket, or a ticket that has a newer code since `retired_at`.

    `forum` has the names of the other forum of this site that a code belongs to, and no word about its holder.
    """

    ticket: Ticket | None
    retired_at: datetime | None = None
    forum: dict[str, str] | None = None


def offered_types(forum: Forum) -> list[TicketType]:
    """Return the kinds of ticket with their quotas, in the organizers' order."""
    return list(forum.ticket_types.select_related("quota"))


def window_refusal(forum: Forum, at: datetime | None = None) -> Refusal | None:
    """Return why nobody can register now, if so: too early, or too late."""
    at = at or timezone.now()
    if at < forum.registration_opens_at:
        return RegistrationNotOpen()
    return RegistrationClosed() if at >= forum.registration_closes_at else None


def ticket_of(attendee: Attendee) -> Ticket | None:
    """Return the one ticket of this person that is not cancelled."""
    return Ticket.objects.of(attendee.forum).live().filter(registration__attendee=attendee).first()


def without_ticket(forum: Forum) -> QuerySet[Any]:
    """Return the ids of attendees whose every ticket was taken back."""
    registered = Registration.objects.filter(attendee__forum=forum)
    holding = Ticket.objects.live().filter(registration=OuterRef("pk"))
    return registered.filter(~Exists(holding)).values("attendee")


def ticket_by_key(key: str) -> Ticket | None:
    """Return a ticket that is not cancelled, with its holder and forum."""
    return Ticket.objects.with_holder().live().filter(key=key).first()


def ticket_of_address(forum: Forum, email: str) -> Ticket | None:
    """Return the ticket that belongs to an e-mail address, for sending it there and nowhere else."""
    holder = {"registration__attendee__user__email": email}
    return Ticket.objects.of(forum).live().filter(registration__attendee__withdrawn_at=None, **holder).first()


def told_otherwise(moved_before: datetime, at: datetime) -> QuerySet[Ticket]:
    """Return the tickets whose holders were mailed another time or place than that of their coming forum."""
    known = {
        f"type__forum__{name}": value
        for name, value in (("ends_at__gt", at), ("changed_at__lte", moved_before))
    }
    holders = Ticket.objects.live().filter(registration__attendee__withdrawn_at=None, **known)
    return holders.filter(told_sequence__lt=F("type__forum__sequence")).select_related(
        "type", "registration__attendee__user", "registration__attendee__forum__venue"
    )


def ticket_by_token(forum: Forum, token: str, at: datetime | None = None) -> Ticket:
    """Return the ticket a signed link opens, or raise TicketLinkOver."""
    ticket = Ticket.objects.of(forum).live().filter(key=key_in(token)).first()
    is_over = (at or timezone.now()) >= forum.ends_at + LINKS_OUTLIVE_THE_FORUM
    if ticket is None or is_over or not opens(token, key=ticket.key, code=ticket.code):
        raise TicketLinkOver
    return ticket


def recognise(text: str) -> Code | None:
    """Return the code in a text; of several that may be in it, the one that a ticket has or had."""
    if (code := read(text)) or not (codes := perhaps(text)):
        return code
    values = [code.value for code in codes]
    known = {
        *Ticket.objects.filter(code__in=values).values_list("code", flat=True),
        *RetiredCode.objects.filter(code__in=values).values_list("code", flat=True),
    }
    return next((code for code in codes if code.value in known), None)


def presented(forum: Forum, code: Code) -> Presented:
    """Return what was shown at a desk of this forum; one query for a good code, a few for any other."""
    column = "code" if code.form is Form.SCANNED else "typing_code"
    if current := _shown(forum, f"ticket.{column} = %s", code.value):
        return Presented(current)
    retired = RetiredCode.objects.filter(code=code.value).values_list("ticket_id", "retired_at").first()
    if retired and (former := _shown(forum, "ticket.id = %s", retired[0])):
        return Presented(former, retired_at=retired[1])
    return Presented(None, forum=_forum_of(Q(pk=retired[0]) if retired else Q(**{column: code.value})))


def _forum_of(which: Q) -> dict[str, str] | None:
    """Return how the forum of a ticket is called, in both languages."""
    names = ("type__forum__name_ko", "type__forum__name_en")
    found = Ticket.objects.filter(which).values_list(*names).first()
    return {"ko": found[0], "en": found[1] or found[0]} if found else None


# What a desk asks and says of a ticket, and no more: every column costs each scan.
_TICKET = Pick(
    Ticket, "ticket", "id", "key", "registration_id", "type_id", "issued_at", "blocked_at", "canceled_at"
)
_KIND = Pick(
    TicketType, "kind", "id", "forum_id", "key", "name", "name_ko", "name_en", "valid_from", "valid_until"
)
_REGISTRATION = Pick(Registration, "registration", "id", "attendee_id")
_HOLDER = Pick(
    Attendee,
    "holder",
    "id",
    "forum_id",
    "user_id",
    "key",
    "name",
    "latin_name",
    "organization",
    "withdrawn_at",
)
_SHOWN = """FROM tickets_ticket AS ticket
JOIN tickets_tickettype AS kind ON kind.id = ticket.type_id
JOIN tickets_registration AS registration ON registration.id = ticket.registration_id
JOIN forum_attendee AS holder ON holder.id = registration.attendee_id
WHERE kind.forum_id = %s AND """


def _shown(forum: Forum, where: str, value: str | int) -> Ticket | None:
    found = first(_SHOWN + where, [forum.pk, value], _TICKET, _KIND, _REGISTRATION, _HOLDER)
    if found is None:
        return None
    ticket: Ticket
    ticket, ticket.type, ticket.registration, ticket.registration.attendee = found
    ticket.attendee.forum = forum
    return ticket
