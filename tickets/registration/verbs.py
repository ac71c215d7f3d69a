"""Giving out tickets and taking them back. The seat is decided by one conditional statement."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple, NotRequired, TypedDict, Unpack

from django.db import IntegrityError
from django.utils import timezone

from forum.consents.verbs import choose_consents, give_again
from forum.errors import Gone
from forum.forums.models import Forum
from forum.journal.verbs import note
from forum.leaving.verbs import lapse
from forum.live import log
from forum.mail.models import OutboxMail
from forum.mail.verbs import queue_mail
from forum.people.models import Attendee
from forum.people.verbs import confirm, end_holds, enrol, recount_door, take_back_in
from tickets.errors import RegistrationFull, RegistrationUnconfirmed, SeatGone, TicketLinkOver
from tickets.registration.codes import new_code, new_typing_code
from tickets.registration.models import Quota, Registration, RetiredCode, Ticket, TicketType
from tickets.registration.queries import (
    NETWORKS_KEPT,
    any_ticket_by_token,
    network_standing,
    ticket_of_address,
    to_lapse,
    told_otherwise,
    window_refusal,
)

TELL_AFTER = timedelta(seconds=15)
"""How long a move stands before holders hear of it: a slip put right in between is never mailed."""

MAIL_EVERY = timedelta(minutes=2)
"""How often a mailbox gets mail about one forum on request: whoever asks need not be the one who gets it."""


class Person(TypedDict):
    """What somebody says about themselves."""

    email: str
    name: str
    latin_name: NotRequired[str]
    organization: NotRequired[str]
    occupation: str
    language: str


class Registered(NamedTuple):
    """`is_new` is false when the address takes part already: then the ticket is for its mailbox only."""

    ticket: Ticket
    is_new: bool


class Opened(NamedTuple):
    """`was_waiting` is true where opening the link confirmed the seat, or brought it back."""

    ticket: Ticket
    was_waiting: bool


def offer(
    forum: Forum,
    *,
    key: str,
    name_ko: str,
    name_en: str,
    size: int,
    position: int = 0,
    valid_from: datetime | None = None,
    valid_until: datetime | None = None,
    by: str,
) -> TicketType:
    """Offer so many tickets of one kind; again, it changes names, place, times and number, never what is taken.

    The first by `position` is what people get who do not choose.
    """
    with log.transaction():
        quota, _ = Quota.objects.get_or_create(forum=forum, key=key, defaults={"size": size})
        Quota.objects.filter(pk=quota.pk, taken__lte=size).update(size=size)
        names = {"name_ko": name_ko, "name_en": name_en}
        details = {"position": position, "valid_from": valid_from, "valid_until": valid_until, **names}
        found, _ = TicketType.objects.update_or_create(
            forum=forum, key=key, defaults={"quota": quota, **details}
        )
        note("offer", by=by, forum_id=forum.pk, subject=key, size=size)
    return found


def register(
    forum: Forum,
    *,
    type_key: str = "",
    consents: Iterable[int],
    network: str = "",
    is_proved: bool = False,
    by: str = "",
    at: datetime | None = None,
    **person: Unpack[Person],
) -> Registered:
    """Give somebody a seat and a ticket, and mail it; an address that has one gets it by mail again.

    Without `type_key` the forum's first kind of ticket is meant; `consents` are the ids of the texts agreed to.
    The seat lapses after the forum's time unless it is known (`is_proved`), or shown until then, that the address is
    theirs. Raise RegistrationNotOpen, RegistrationClosed, RegistrationFull, RegistrationUnconfirmed (too many from
    `network`), ConsentRequired, Gone (no such kind); nothing is kept then.
    """
    at = at or timezone.now()
    if refusal := window_refusal(forum, at):
        raise refusal
    known = ticket_of_address(forum, person["email"])
    if known is None:
        try:
            return _register_new(
                forum, type_key, consents, person, network=network, is_proved=is_proved, by=by, at=at
            )
        except IntegrityError:
            # The same address from another tab was faster; its transaction has the seat, ours gave it back.
            known = ticket_of_address(forum, person["email"])
            if known is None:
                raise
    language = known.attendee.language
    mail_to_address(forum, person["email"], language=language, letter="tickets.again", at=at)
    return Registered(known, is_new=False)


def mail_to_address(
    forum: Forum, email: str, *, language: str, letter: str = "tickets.asked", at: datetime | None = None
) -> bool:
    """Queue an answer to who typed this address, known or not, unless one went there a moment ago; tell whether.

    What it says is found out when it is sent: here a known address and an unknown one are the same, in every step.
    """
    at = at or timezone.now()
    with log.transaction():
        recently = OutboxMail.objects.filter(to=email, forum=forum, queued_at__gt=at - MAIL_EVERY)
        if recently.exists():
            return False
        queue_mail(letter, email, language=language, forum=forum, at=at)
    return True


def tell_of_moves(*, limit: int = 200, at: datetime | None = None) -> int:
    """Mail when and where a forum is now to holders who were told otherwise, each once; return how many were.

    Safe in any number of processes: each ticket is claimed by one conditional update, in the transaction of its mail.
    """
    at = at or timezone.now()
    return sum(_tell(ticket, at) for ticket in told_otherwise(at - TELL_AFTER, at)[:limit])


def reissue(ticket: Ticket, *, by: str, at: datetime | None = None) -> Ticket:
    """Replace a ticket's codes and mail the new ones; the old ones are `revoked` at every desk."""
    at = at or timezone.now()
    old = (ticket.code, ticket.typing_code)
    fresh = {"code": new_code(), "typing_code": new_typing_code()}
    with log.transaction():
        if Ticket.objects.live().filter(pk=ticket.pk, code=ticket.code).update(**fresh):
            retired = [RetiredCode(ticket=ticket, code=code, retired_at=at) for code in old]
            RetiredCode.objects.bulk_create(retired)
            note("reissue", by=by, forum_id=ticket.type.forum_id, subject=ticket.key, at=at)
            ticket.refresh_from_db(fields=list(fresh))
            end_holds(ticket.attendee, at=at)
            _mail(ticket, at)
    return ticket


def open_link(forum: Forum, token: str, *, at: datetime | None = None) -> Opened:
    """Open a ticket by the link of its mail, which shows that the address is its holder's; raise TicketLinkOver.

    A place that had lapsed is given back where a seat is left; else raise SeatGone.
    """
    at = at or timezone.now()
    ticket = any_ticket_by_token(forum, token, at)
    key = ticket.attendee.key
    if ticket.canceled_at is None:
        return Opened(ticket, was_waiting=confirm(ticket.attendee, by=key, at=at))
    if come_back(ticket, by=key, at=at):
        return Opened(ticket, was_waiting=True)
    raise SeatGone if ticket.attendee.has_lapsed else TicketLinkOver


def come_back(ticket: Ticket, *, by: str, at: datetime | None = None) -> bool:
    """Give a seat back to somebody whose place had lapsed; False where that is not why, or no seat is left."""
    at = at or timezone.now()
    lapsed_at = ticket.attendee.withdrawn_at
    if not ticket.attendee.has_lapsed or ticket.canceled_at != lapsed_at:
        return False
    with log.transaction():
        if not Quota.objects.filter(types=ticket.type_id).take_seat():
            return False
        if not take_back_in(ticket.attendee, by=by, at=at):
            Quota.objects.filter(
                types=ticket.type_id
            ).give_back_seat()  # somebody came back faster, by another link
            return False
        give_again(ticket.attendee, taken_back_at=lapsed_at)
        Ticket.objects.filter(pk=ticket.pk).update(canceled_at=None)
        ticket.canceled_at = None
    return True


def meet_holder(ticket: Ticket, *, by: str, at: datetime | None = None) -> None:
    """Take it that somebody is real who stands at a desk with this ticket: their seat is confirmed, or given back where
    it lapsed and one is left. No query for a ticket that is confirmed."""
    if ticket.attendee.confirm_by is None or (
        not ticket.canceled_at and confirm(ticket.attendee, by=by, at=at)
    ):
        return
    ticket.attendee.refresh_from_db(fields=["withdrawn_at", "confirm_by"])
    ticket.refresh_from_db(fields=["canceled_at"])
    come_back(ticket, by=by, at=at)


def lapse_unconfirmed(*, limit: int = 50, at: datetime | None = None) -> int:
    """Give back the seats of those who did not confirm in time, and tell them; return how many there were."""
    at = at or timezone.now()
    return sum(_lapse(attendee, at) for attendee in to_lapse(at)[:limit])


def forget_networks(at: datetime) -> None:
    """Forget which registrations came from one network."""
    Registration.objects.filter(registered_at__lte=at - NETWORKS_KEPT).exclude(network="").update(network="")


def block(ticket: Ticket, *, by: str, at: datetime | None = None) -> bool:
    """Stop a ticket at every desk until `unblock`; its seat stays taken. Tell whether that changed it."""
    return _set_blocked(ticket, at or timezone.now(), by=by)


def unblock(ticket: Ticket, *, by: str) -> bool:
    """Let a blocked ticket in again; tell whether that changed anything."""
    return _set_blocked(ticket, None, by=by)


def cancel(ticket: Ticket, *, by: str, at: datetime | None = None) -> bool:
    """Take a ticket back for good and free its seat, once; tell whether that changed anything."""
    at = at or timezone.now()
    with log.transaction():
        canceled = bool(Ticket.objects.live().filter(pk=ticket.pk).update(canceled_at=at))
        if canceled:
            Quota.objects.filter(types=ticket.type_id).give_back_seat()
            note("cancel", by=by, forum_id=ticket.type.forum_id, subject=ticket.key, at=at)
            recount_door(ticket.attendee.forum)
            ticket.canceled_at = at
    return canceled


def cancel_all_of(attendee: Attendee, *, by: str, at: datetime | None = None) -> None:
    """Take back what somebody who leaves the forum holds."""
    for ticket in Ticket.objects.of(attendee.forum).live().filter(registration__attendee=attendee):
        cancel(ticket, by=by, at=at)


def _register_new(
    forum: Forum,
    type_key: str,
    consents: Iterable[int],
    person: Person,
    *,
    network: str,
    is_proved: bool,
    by: str,
    at: datetime,
) -> Registered:
    must_confirm = forum.confirm_minutes > 0 and not is_proved
    if must_confirm and network and not network_standing(forum, network, at).may_hold_another:
        raise RegistrationUnconfirmed
    confirm_by = at + timedelta(minutes=forum.confirm_minutes) if must_confirm else None
    with log.transaction():
        kind = _type_with_seat(forum, type_key)
        attendee, is_new = enrol(forum, **person, confirm_by=confirm_by, by=by, at=at)
        if is_new:
            choose_consents(attendee, consents, by=by or attendee.key, at=at)
        details = {"registered_at": at, "network": network}
        registration, _ = Registration.objects.update_or_create(attendee=attendee, defaults=details)
        ticket = Ticket.objects.create(registration=registration, type=kind, issued_at=at)
        recount_door(forum)
        note("register", by=by or attendee.key, forum_id=forum.pk, subject=ticket.key, at=at)
        _mail(ticket, at)
    return Registered(ticket, is_new)


def _lapse(attendee: Attendee, at: datetime) -> bool:
    with log.transaction():
        if not lapse(attendee, at=at):
            return False
        queue_mail(
            "tickets.lapsed",
            attendee.user.email,
            language=attendee.language,
            forum=attendee.forum,
            at=at,
            attendee=attendee.key,
        )
    return True


def _type_with_seat(forum: Forum, key: str) -> TicketType:
    """Take one seat of this kind; the row stays locked until commit, or until the refusal gives it back."""
    kinds = forum.ticket_types.filter(key=key) if key else forum.ticket_types.all()
    kind = kinds.first()
    if kind is None:
        raise Gone
    if not Quota.objects.filter(pk=kind.quota_id).take_seat():
        raise RegistrationFull
    return kind


def _set_blocked(ticket: Ticket, blocked_at: datetime | None, *, by: str) -> bool:
    with log.transaction():
        other = Ticket.objects.live().filter(pk=ticket.pk, blocked_at__isnull=blocked_at is not None)
        changed = bool(other.update(blocked_at=blocked_at))
        if changed:
            verb = "block" if blocked_at else "unblock"
            note(verb, by=by, forum_id=ticket.type.forum_id, subject=ticket.key, at=blocked_at)
            ticket.blocked_at = blocked_at
    return changed


def _tell(ticket: Ticket, at: datetime) -> bool:
    """Queue the news for one holder; False when another process was faster."""
    forum = ticket.registration.attendee.forum
    with log.transaction():
        unaware = Ticket.objects.live().filter(pk=ticket.pk, told_sequence=ticket.told_sequence)
        if not unaware.update(told_sequence=forum.sequence):
            return False
        _mail(ticket, at, letter="tickets.moved")
    return True


def _mail(ticket: Ticket, at: datetime, *, letter: str = "tickets.ticket") -> None:
    """Queue the ticket for its owner; it is written with the codes it has when the mail leaves."""
    attendee = ticket.registration.attendee
    Ticket.objects.filter(pk=ticket.pk).update(told_sequence=attendee.forum.sequence)
    queue_mail(
        letter,
        attendee.user.email,
        language=attendee.language,
        forum=attendee.forum,
        at=at,
        ticket=ticket.key,
    )
