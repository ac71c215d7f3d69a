"""Reading checkpoints and scans."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from forum.errors import Gone
from forum.forums.models import Forum
from forum.picked import Pick, first
from tickets.checkin.models import CheckIn, Checkpoint, Status
from tickets.checkin.verdicts import FIELDS, as_text
from tickets.desks.models import Desk
from tickets.registration.models import Ticket

ENTRANCE = "entrance"
"""Every forum has this checkpoint, whether or not anybody made it."""

LAST = 20


_PLACE = Pick(
    Checkpoint,
    "place",
    is_limited="EXISTS (SELECT 1 FROM tickets_checkpoint_types AS kinds WHERE kinds.checkpoint_id = place.id)",
)
_BY_KEY = "FROM tickets_checkpoint AS place WHERE place.forum_id = %s AND place.key = %s"


def checkpoint_by_key(forum: Forum, key: str) -> Checkpoint:
    """Return a checkpoint, or refuse with Gone. The entrance is made up, unsaved, where it is missing."""
    found = first(_BY_KEY, [forum.pk, key], _PLACE)
    if found is None and key != ENTRANCE:
        raise Gone
    checkpoint: Checkpoint = found[0] if found else _made_up_entrance(forum)
    checkpoint.forum = forum
    return checkpoint


def checkpoints_of(forum: Forum) -> list[Checkpoint]:
    """Return the forum's checkpoints in order, with their numbers; the entrance is always among them."""
    numbers: dict[str, Any] = {
        "inside": Count("admissions", filter=Q(admissions__is_inside=True)),
        "entered": Count("admissions"),
    }
    kept = list(forum.checkpoints.annotate(**numbers))
    has_entrance = any(checkpoint.key == ENTRANCE for checkpoint in kept)
    return kept if has_entrance else [_made_up_entrance(forum), *kept]


def takes(checkpoint: Checkpoint, ticket: Ticket) -> bool:
    """Tell whether this kind of ticket belongs here; no query where the checkpoint takes all."""
    return not checkpoint.is_limited or checkpoint.types.filter(pk=ticket.type_id).exists()


def scan_by_nonce(desk: Desk, nonce: str) -> CheckIn | None:
    """Return what this desk was answered to this nonce, if it was."""
    return CheckIn.objects.with_people().filter(desk=desk, nonce=nonce).first()


def last_scans(checkpoint: Checkpoint, limit: int = LAST) -> list[CheckIn]:
    """Return the newest scans of a checkpoint, refused ones too, newest first."""
    if checkpoint.pk is None:
        return []
    newest = CheckIn.objects.with_people().order_by("-received_at", "-pk")
    return list(newest.filter(checkpoint=checkpoint)[:limit])


def answer_of(scan: CheckIn) -> dict[str, Any]:
    """Return a scan's answer as desks get it: what was stored, and the person looked up."""
    kept = {name: scan.answer[name] for name in FIELDS}
    return {**kept, "attendee": person_of(scan.ticket) if scan.ticket else None}


def entry_of(scan: CheckIn) -> dict[str, Any]:
    """Return a scan as a line of the desks' list: its answer, when it happened and where."""
    return {**answer_of(scan), "at": as_text(scan.happened_at), "at_desk": scan.desk.name}


def person_of(ticket: Ticket) -> dict[str, Any]:
    """Return what a desk says about a holder: enough to greet them, nothing to reach them by."""
    attendee = ticket.registration.attendee
    kind: Any = ticket.type
    return {
        "name": attendee.name,
        "latin_name": attendee.latin_name,
        "organization": attendee.organization,
        "type": {"ko": kind.name_ko, "en": kind.name_en or kind.name_ko},
    }


def admitted_by_desk(forum: Forum) -> dict[int, int]:
    """Return how many people each desk of the forum has let in, by its id; desks without any are missing."""
    admitted = CheckIn.objects.filter(checkpoint__forum=forum, status=Status.OK)
    return dict(admitted.values_list("desk").annotate(Count("pk")))


def _made_up_entrance(forum: Forum) -> Checkpoint:
    names = {}
    for language in ("ko", "en"):
        with override(language):
            names[f"name_{language}"] = str(_("Main entrance"))
    entrance = Checkpoint(forum=forum, key=ENTRANCE, **names)
    entrance.is_limited = False
    return entrance
