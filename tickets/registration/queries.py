"""Reading what is on offer and whose ticket is whose."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from forum.errors import Refusal
from forum.forums.models import Forum
from forum.mail.queries import could_not_be_mailed
from forum.people.models import Attendee
from forum.picked import Beside, Pick, first_beside
from tickets.errors import RegistrationClosed, RegistrationNotOpen, TicketLinkOver
from tickets.registration.codes import Code, Form, perhaps, read
from tickets.registration.links import key_in, opens
from tickets.registration.models import Registration, RetiredCode, Ticket, TicketQuerySet, TicketType
from tickets.registration.waiting import Network

LINKS_OUTLIVE_THE_FORUM = timedelta(days=1)
NETWORKS_KEPT = timedelta(days=2)
"""How long it is kept which registrations came from one network."""


DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SLOW = timedelta(minutes=10)
"""After so long somebody at the door has been scanned, and somebody at home has looked at their mail."""

CROWD = 50
"""So many unconfirmed ones of one network are no hall of people."""


class Seats(NamedTuple):
    """Seats that wait for their holders, those lapsed within a day, and the most that one network left unconfirmed."""

    waiting: int
    lapsed: int
    crowd: int

    @property
    def is_unusual(self) -> bool:
        return self.crowd >= CROWD


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


def lapsed_attendee(key: str) -> Attendee | None:
    """Return somebody whose place has lapsed and who has not come back since."""
    return Attendee.objects.lapsed().filter(key=key).select_related("user", "forum__venue").first()


def lapsed_ticket_of(attendee: Attendee) -> Ticket | None:
    """Return the ticket that was taken back when this person's place lapsed."""
    if not attendee.has_lapsed:
        return None
    mine = Ticket.objects.with_holder().filter(registration__attendee=attendee)
    return mine.filter(canceled_at=attendee.withdrawn_at).order_by("-pk").first()


def is_waiting_in_vain(ticket: Ticket) -> bool:
    """Tell whether a seat waits for a mail to be opened that never arrived."""
    attendee = ticket.attendee
    return attendee.confirm_by is not None and could_not_be_mailed(
        attendee.user.email, since=attendee.enrolled_at
    )


def to_lapse(at: datetime) -> QuerySet[Attendee]:
    """Return those who did not confirm in time, each with their forum."""
    late = Attendee.objects.unconfirmed().filter(confirm_by__lte=at, registration__isnull=False)
    return late.select_related("forum", "user").order_by("confirm_by")


def network_standing(forum: Forum, network: str, at: datetime) -> Network:
    """Return what became of the registrations of a network, in one query."""
    here = Registration.objects.filter(
        attendee__forum=forum, network=network, registered_at__gt=at - NETWORKS_KEPT
    )
    open_, gone = Q(attendee__confirm_by__isnull=False), Q(attendee__withdrawn_at__isnull=False)
    return Network(
        **here.aggregate(
            confirmed=Count("pk", filter=~open_ & ~gone),
            unconfirmed=Count("pk", filter=open_ & ~gone),
            lapsed=Count("pk", filter=open_ & gone),
        )
    )


def seats_now(forum: Forum, at: datetime) -> Seats:
    """Return how the confirming goes, in two queries."""
    mine = Attendee.objects.filter(forum=forum, registration__isnull=False, confirm_by__isnull=False)
    open_, gone = Q(withdrawn_at=None), Q(withdrawn_at__gt=at - DAY)
    numbers = mine.aggregate(waiting=Count("pk", filter=open_), lapsed=Count("pk", filter=gone))
    overdue = Q(withdrawn_at=None, enrolled_at__lt=at - SLOW) | Q(withdrawn_at__gt=at - HOUR)
    crowds = mine.filter(overdue).exclude(registration__network="").values("registration__network")
    largest = crowds.annotate(size=Count("pk")).order_by("-size").values_list("size", flat=True).first()
    return Seats(**numbers, crowd=largest or 0)


def seat_may_come_free(forum: Forum, at: datetime) -> datetime | None:
    """Return when the next seat lapses unless it is confirmed before."""
    waiting = Attendee.objects.unconfirmed().filter(forum=forum, confirm_by__gt=at)
    first_at: datetime | None = waiting.aggregate(first=Min("confirm_by"))["first"]
    return first_at


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
    return _by_token(Ticket.objects.of(forum).live(), forum, token, at)


def any_ticket_by_token(forum: Forum, token: str, at: datetime | None = None) -> Ticket:
    """Return the same of a ticket that was taken back as well."""
    return _by_token(Ticket.objects.of(forum), forum, token, at)


def _by_token(tickets: TicketQuerySet, forum: Forum, token: str, at: datetime | None) -> Ticket:
    ticket = tickets.filter(key=key_in(token)).first()
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


def presented(forum: Forum, code: Code, beside: Beside) -> tuple[Presented, list[Any]]:
    """Return what was shown at a desk of this forum, and what a room above keeps of the ticket; one query for a good
    code, a few for any other."""
    column = "code" if code.form is Form.SCANNED else "typing_code"
    current, kept = _shown(forum, f"ticket.{column} = %s", code.value, beside)
    if current:
        return Presented(current), kept
    retired = RetiredCode.objects.filter(code=code.value).values_list("ticket_id", "retired_at").first()
    if retired:
        former, kept = _shown(forum, "ticket.id = %s", retired[0], beside)
        if former:
            return Presented(former, retired_at=retired[1]), kept
    its = Q(pk=retired[0]) if retired else Q(**{column: code.value})
    return Presented(None, forum=_forum_of(its)), []


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
    "confirm_by",
)
_SHOWN = """FROM tickets_ticket AS ticket
JOIN tickets_tickettype AS kind ON kind.id = ticket.type_id
JOIN tickets_registration AS registration ON registration.id = ticket.registration_id
JOIN forum_attendee AS holder ON holder.id = registration.attendee_id"""


def _shown(forum: Forum, which: str, value: str | int, beside: Beside) -> tuple[Ticket | None, list[Any]]:
    where, values = f"kind.forum_id = %s AND {which}", [forum.pk, value]
    found, kept = first_beside(_SHOWN, where, values, _TICKET, _KIND, _REGISTRATION, _HOLDER, beside=beside)
    if found is None:
        return None, []
    ticket: Ticket
    ticket, ticket.type, ticket.registration, ticket.registration.attendee = found
    ticket.attendee.forum = forum
    return ticket, kept
