"""Keeping people apart, and telling the moderators. Whom it is about is told nothing."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError
from django.utils import timezone

from forum.errors import Conflict
from forum.journal.verbs import note
from forum.live import log, past
from forum.people.models import Attendee
from networking.cards.models import Block
from networking.errors import NotYourself
from networking.meet.verbs import part
from networking.rooms.models import Room
from networking.rounds.verbs.tables import hold_pairing
from networking.safety.models import Report
from networking.safety.queries import report_by_cid
from networking.talks.queries import common_conversation
from networking.talks.verbs import leave

EVIDENCE = 20
"""How many events before and after a report belong to it."""


def block(attendee: Attendee, other: Attendee, *, by: str, at: datetime | None = None) -> None:
    """Never bring these two together again, and part them at once. Raises NotYourself.

    To the other it reads as if the first had left, or taken back their request; done twice, it is done once.
    """
    if attendee.pk == other.pk:
        raise NotYourself
    at = at or timezone.now()
    with log.transaction():
        # Whoever is pairing these two at this moment is waited for; whoever begins later will see the block.
        hold_pairing(attendee.forum_id)
        Block.objects.get_or_create(blocker=attendee, blocked=other, defaults={"blocked_at": at})
        part(attendee, other, at=at)
        room = common_conversation(attendee, other)
        if room is not None:
            leave(room, attendee, by=by, at=at)


def report(
    room: Room,
    attendee: Attendee,
    about: Attendee,
    *,
    why: str,
    text: str = "",
    cid: str | None = None,
    by: str,
    at: datetime | None = None,
) -> Report:
    """Tell the moderators about somebody one shared a room with, once for each `cid`. Raises NotYourself.

    What was said there stays evidence, sealed against hiding and erasing, and what will be said next: people
    report in the middle of things.
    """
    if attendee.pk == about.pk:
        raise NotYourself
    if cid and (earlier := report_by_cid(attendee, cid)):
        return earlier
    now = past.head(room.topic)
    before = max(0, now - EVIDENCE)
    try:
        with log.transaction():
            made = Report.objects.create(
                room=room,
                reporter=attendee,
                about=about,
                cid=cid,
                why=why,
                text=text,
                first_seq=before + 1,
                last_seq=now + EVIDENCE,
                sealed=past.read_after(room.topic, before, limit=EVIDENCE),
                reported_at=at or timezone.now(),
            )
            note("safety.report", by=by, forum_id=room.forum_id, subject=made.key, at=at)
    except IntegrityError:  # the same was sent twice at once
        if cid and (faster := report_by_cid(attendee, cid)):
            return faster
        raise
    return made


def settle_report(report: Report, *, by: str, at: datetime | None = None) -> None:
    """Take a report off the moderators' list and break its seal: what was hidden or erased is gone now, and so is what
    the report says of somebody who was forgotten meanwhile.

    Raises Conflict when another moderator did so before.
    """
    at = at or timezone.now()
    with log.transaction():
        this = Report.objects.filter(pk=report.pk, settled_at=None)
        if not this.update(settled_at=at, settled_by=by, sealed=[]):
            raise Conflict
        Report.objects.filter(pk=report.pk, about__user__is_active=False).update(text="")
        note("settle_report", by=by, forum_id=report.room.forum_id, subject=report.key, at=at)


def erase_reports(attendee: Attendee) -> None:
    """Erase what somebody wrote about others, and what others wrote about them in reports that are settled.

    An open report stays as it is until the moderators settle it: nobody gets rid of one by leaving.
    """
    attendee.reports_made.update(text="")
    attendee.reports_received.filter(settled_at__isnull=False).update(text="")
