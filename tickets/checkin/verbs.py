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
from forum.people.verbs import record_arrival, record_departure, recount_door, retell_stays
from forum.picked import keep
from tickets.checkin.models import Admission, CheckIn, Checkpoint, Direction, Look
from tickets.checkin.queries import facts_of, moves_of, scan_by_nonce, shown_at, stays_of
from tickets.checkin.rules import MOVES, Facts, Move, decide, is_latest, standing
from tickets.checkin.verdicts import Verdict
from tickets.desks.models import Desk
from tickets.errors import CheckpointKeyTaken
from tickets.registration.codes import Code
from tickets.registration.models import Ticket, TicketType
from tickets.registration.queries import Presented
from tickets.registration.verbs import meet_holder


def check_in(
    checkpoint: Checkpoint,
    code: Code | None,
    *,
    nonce: str,
    direction: str = Direction.IN,
    by: Desk,
    at: datetime | None = None,
    was_held: bool = False,
) -> CheckIn:
    """Decide about a code shown at a desk, keep the scan, and let the person in or out. Refuses nothing.

    `at` is when the code was shown, which may be some time ago for a desk that was offline; then the guest `was_held`.
    A nonce this desk used before gets the scan of then, whatever else is asked.
    """
    received_at = timezone.now()
    scan = CheckIn(
        checkpoint=_saved(checkpoint), desk=by, nonce=nonce, direction=direction, was_held=was_held
    )
    scan.happened_at, scan.received_at = min(at or received_at, received_at), received_at
    try:
        with log.transaction():
            _decide(scan, *(shown_at(scan.checkpoint, code) if code else (Presented(None), ())))
    except IntegrityError:
        # (desk, nonce) is taken: the answer was lost on its way, or the same scan came twice at once.
        earlier = scan_by_nonce(by, nonce)
        if earlier is None:
            raise
        if was_held:
            _hold(earlier)
        return earlier
    return scan


def look_after(scan: CheckIn, *, by: str, at: datetime | None = None) -> Look:
    """Keep that somebody looks after the guest of a scan; of any number who say so the first one counts."""
    with log.transaction():
        look, is_new = Look.objects.get_or_create(
            scan=scan, defaults={"by": by, "looked_at": at or timezone.now()}
        )
        if is_new:
            recount_door(scan.checkpoint.forum)
    return look


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


def _decide(scan: CheckIn, shown: Presented, moves: tuple[Move, ...]) -> None:
    """Write the scan with its verdict, and let the person in or out where that is what it says."""
    if shown.ticket and not shown.retired_at:
        meet_holder(shown.ticket, by=scan.desk.key, at=scan.happened_at)
    facts, verdict = _judged(scan, shown, moves)
    scan.ticket, scan.status, scan.reason = shown.ticket, verdict.status, verdict.reason
    scan.answer = verdict.answer(scan.direction)
    keep(scan)
    if scan.was_held and verdict.status == "refused":
        recount_door(scan.checkpoint.forum)  # every desk looks at its list, and finds somebody to look for
    if scan.ticket and verdict.reason in MOVES and scan.checkpoint.is_entrance:
        _tell_stay(scan, scan.ticket, facts)


def _hold(scan: CheckIn) -> None:
    """Keep that the guest of a scan was told nothing after all: the answer was lost on its way."""
    with log.transaction():
        if CheckIn.objects.filter(pk=scan.pk, was_held=False).update(was_held=True):
            recount_door(scan.desk.forum)


def _judged(scan: CheckIn, shown: Presented, moves: tuple[Move, ...]) -> tuple[Facts, Verdict]:
    """Judge the scan and let its ticket stand so; anew, for as long as another scan of it came in between."""
    while True:
        facts = facts_of(scan, shown, moves)
        verdict = decide(facts)
        if verdict.reason not in MOVES or _stands(scan, shown, facts):
            return facts, verdict
        moves = moves_of(shown.ticket, scan.checkpoint)


def _stands(scan: CheckIn, shown: Presented, facts: Facts) -> bool:
    return shown.ticket is None or Admission.objects.stand(
        zone=scan.checkpoint.zone,
        ticket_id=shown.ticket.pk,
        standing=standing(facts),
        moves=len(facts.moves) + 1,
    )


def _tell_stay(scan: CheckIn, ticket: Ticket, facts: Facts) -> None:
    """Let the person come or go; a scan reported late may have changed more than the present."""
    if not is_latest(facts):
        retell_stays(ticket.attendee, stays_of(ticket), by=scan.desk.key)
    elif not scan.reason:
        record = record_arrival if scan.direction == Direction.IN else record_departure
        record(ticket.attendee, by=scan.desk.key, at=scan.happened_at)
