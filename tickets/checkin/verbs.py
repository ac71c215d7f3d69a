"""Letting people in and out. Every scan is a row, and the same nonce always gets the same answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.utils import timezone

from forum.forums.models import Forum
from forum.journal.verbs import note
from forum.live import log
from forum.people.models import Attendee
from forum.people.verbs import record_arrival, record_departure
from tickets.checkin.models import Admission, CheckIn, Checkpoint, Direction
from tickets.checkin.queries import scan_by_nonce, takes
from tickets.checkin.verdicts import Verdict
from tickets.desks.models import Desk
from tickets.errors import CheckpointKeyTaken
from tickets.registration.codes import Code
from tickets.registration.models import Ticket, TicketType
from tickets.registration.queries import Presented, presented


def check_in(
    checkpoint: Checkpoint,
    code: Code | None,
    *,
    nonce: str,
    direction: str = Direction.IN,
    by: Desk,
    at: datetime | None = None,
) -> CheckIn:
    """Decide about a code shown at a desk, keep the scan, and let the person in or out. Refuses nothing.

    `at` is when the code was shown, which may be some time ago for a desk that was offline. A nonce this desk
    used before gets the scan of then, whatever else is asked.
    """
    received_at = timezone.now()
    scan = CheckIn(checkpoint=_saved(checkpoint), desk=by, nonce=nonce, direction=direction)
    scan.happened_at, scan.received_at = min(at or received_at, received_at), received_at
    try:
        with log.transaction():
            _decide(scan, presented(checkpoint.forum, code) if code else Presented(None))
    except IntegrityError:
        # (desk, nonce) is taken: the answer was lost on its way, or the same scan came twice at once.
        earlier = scan_by_nonce(by, nonce)
        if earlier is None:
            raise
        return earlier
    return scan


def open_checkpoint(
    forum: Forum,
    *,
    key: str,
    name_ko: str,
    name_en: str = "",
    is_entrance: bool = False,
    types: tuple[TicketType, ...] = (),
    by: str,
) -> Checkpoint:
    """Open a place where codes are scanned; raise CheckpointKeyTaken if there is one with this key."""
    try:
        with log.transaction():
            names: dict[str, Any] = {"name_ko": name_ko, "name_en": name_en or name_ko}
            checkpoint = Checkpoint.objects.create(forum=forum, key=key, is_entrance=is_entrance, **names)
            checkpoint.types.set(types)
            note("open_checkpoint", by=by, forum_id=forum.pk, subject=key)
    except IntegrityError as error:
        raise CheckpointKeyTaken(key=key) from error
    return checkpoint


def let_out(attendee: Attendee, *, at: datetime | None = None) -> None:
    """Take somebody who leaves the forum for good out of every checkpoint; nobody scans them any more."""
    inside = Admission.objects.filter(ticket__registration__attendee=attendee, is_inside=True)
    inside.update(is_inside=False, last_at=at or timezone.now())


def _saved(checkpoint: Checkpoint) -> Checkpoint:
    """Keep the made-up entrance with the first scan; of any number of first scans one makes the row."""
    if checkpoint.pk is not None:
        return checkpoint
    names: dict[str, Any] = {"name_ko": checkpoint.name_ko, "name_en": checkpoint.name_en}
    made, _ = Checkpoint.objects.get_or_create(forum=checkpoint.forum, key=checkpoint.key, defaults=names)
    made.is_limited = False
    return made


def _decide(scan: CheckIn, shown: Presented) -> None:
    """Write the scan with its verdict, and let the person in or out where that is what it says."""
    verdict = _verdict(scan, shown)
    scan.ticket, scan.status, scan.reason = shown.ticket, verdict.status, verdict.reason
    scan.answer = verdict.answer(scan.direction)
    scan.save(force_insert=True)
    if scan.ticket and not verdict.reason and scan.checkpoint.is_entrance:
        record = record_arrival if scan.direction == Direction.IN else record_departure
        record(scan.ticket.registration.attendee, by=scan.desk.key, at=scan.happened_at)


def _verdict(scan: CheckIn, shown: Presented) -> Verdict:
    """Judge whether the ticket is good at all before asking whether it was used."""
    ticket = shown.ticket
    if ticket is None:
        return Verdict("invalid")
    if shown.is_retired:
        return Verdict("revoked")
    if scan.direction == Direction.OUT:
        # Nobody is kept inside: whatever became of a ticket, its holder may leave.
        Admission.objects.leave(checkpoint_id=scan.checkpoint_id, ticket_id=ticket.pk, at=scan.happened_at)
        return Verdict()
    flaw = _flaw(scan, ticket)
    return Verdict(flaw) if flaw else _enter(scan, ticket)


def _flaw(scan: CheckIn, ticket: Ticket) -> str:
    if ticket.canceled_at:
        return "canceled"
    if ticket.blocked_at:
        return "blocked"
    if not ticket.type.is_valid_at(scan.happened_at):
        return "invalid_time"
    return "" if takes(scan.checkpoint, ticket) else "product"


def _enter(scan: CheckIn, ticket: Ticket) -> Verdict:
    where = {"checkpoint_id": scan.checkpoint_id, "ticket_id": ticket.pk}
    entered = Admission.objects.enter(**where, desk_id=scan.desk_id, at=scan.happened_at)
    admission = entered or Admission.objects.standing(**where)
    return Verdict(
        reason="" if entered else "already_redeemed",
        is_again=entered is not None and entered.entries > 1,
        first_at=admission.first_at,
        desk=admission.first_desk_name or "",
    )
