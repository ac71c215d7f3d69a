"""Reading checkpoints and scans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from forum.errors import Gone
from forum.forums.models import Forum
from forum.picked import Beside, Pick, every, first
from forum.statements import rows
from tickets.checkin.models import ENTRANCES, CheckIn, Checkpoint
from tickets.checkin.rules import MOVES, Facts, Move, Shown, stays
from tickets.checkin.verdicts import FIELDS, as_text
from tickets.desks.models import Desk
from tickets.desks.queries import desk_beside
from tickets.registration.codes import Code
from tickets.registration.models import Ticket
from tickets.registration.queries import Presented, presented

ENTRANCE = "entrance"
"""Every forum has this checkpoint, whether or not anybody made it."""

LAST = 20
CONFLICTS = 50


_PLACE = Pick(
    Checkpoint,
    "place",
    is_limited="EXISTS (SELECT 1 FROM tickets_checkpoint_types AS kinds WHERE kinds.checkpoint_id = place.id)",
)
_BY_KEY = "FROM tickets_checkpoint AS place WHERE place.forum_id = %s AND place.key = %s"
_OF_DESK = "LEFT JOIN tickets_checkpoint AS place ON place.forum_id = desk.forum_id AND place.key = %s"


def checkpoint_by_key(forum: Forum, key: str) -> Checkpoint:
    """Return a checkpoint, or refuse with Gone. The entrance is made up, unsaved, where it is missing."""
    checkpoint = _standing(forum, key, first(_BY_KEY, [forum.pk, key], _PLACE) or [])
    if checkpoint is None:
        raise Gone
    return checkpoint


def desk_and_checkpoint(token: str, key: str) -> tuple[Desk, Checkpoint | None]:
    """Return the desk whose device shows this secret and the checkpoint of its forum with this key, in one query.

    None where there is no such checkpoint. Raises DeskUnknown or DeskRevoked.
    """
    desk, found = desk_beside(token, Beside(_OF_DESK, [key], _PLACE))
    return desk, _standing(desk.forum, key, found)


def _standing(forum: Forum, key: str, found: list[Checkpoint]) -> Checkpoint | None:
    if not found and key != ENTRANCE:
        return None
    checkpoint = found[0] if found else _made_up_entrance(forum)
    checkpoint.forum = forum
    return checkpoint


def checkpoints_of(forum: Forum) -> list[Checkpoint]:
    """Return the forum's checkpoints in order, with their numbers; the entrance is always among them."""
    numbers: dict[str, Any] = {
        "inside": Count("admissions", filter=Q(admissions__is_inside=True)),
        "entered": Count("admissions", filter=Q(admissions__entries__gt=0)),
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


def conflicts_of(forum: Forum, limit: int = CONFLICTS) -> list[CheckIn]:
    """Return the scans of all checkpoints whose guests somebody must look for, the newest first."""
    unseen = CheckIn.objects.with_people().conflicts().filter(checkpoint__forum=forum)
    return list(unseen.order_by("-happened_at", "-pk")[:limit])


def conflict_by_key(forum: Forum, key: str) -> CheckIn:
    """Return the scan of this `key_of`, seen or not, or refuse with Gone."""
    desk_key, _, nonce = key.partition(".")
    here = CheckIn.objects.select_related("checkpoint__forum").filter(desk__forum=forum)
    found = here.filter(desk__key=desk_key, nonce=nonce).first()
    if found is None:
        raise Gone
    return found


def key_of(scan: CheckIn) -> str:
    """Return what stands for a scan on the wire: its desk, and the nonce that the desk gave it."""
    return f"{scan.desk.key}.{scan.nonce}"


def answer_of(scan: CheckIn) -> dict[str, Any]:
    """Return a scan's answer as desks get it: what was stored, and the person looked up."""
    kept = {name: scan.answer[name] for name in FIELDS}
    if forum := scan.answer.get("forum"):
        kept["forum"] = {language: forum[language] for language in ("ko", "en")}
    return {**kept, "attendee": person_of(scan.ticket) if scan.ticket else None}


def entry_of(scan: CheckIn) -> dict[str, Any]:
    """Return a scan as a line of the desks' list: its answer, when it happened and where."""
    return {
        **answer_of(scan),
        "key": key_of(scan),
        "at": as_text(scan.happened_at),
        "at_desk": scan.desk.name,
    }


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
    """Return how many people each desk of the forum has let in, by its id; desks without any are missing.

    Somebody who goes out and comes back is one person, and whom two desks let in without a line counts for the one
    where the code was shown first.
    """
    return dict(rows(_ADMITTED, [forum.pk, *MOVES]))


_ZONE = f"CASE WHEN place.is_entrance THEN {ENTRANCES} ELSE place.id END"
_ADMITTED = f"""
WITH moves AS (
    SELECT scan.desk_id, scan.ticket_id, scan.direction, LAG(scan.direction) OVER (
        PARTITION BY scan.ticket_id, {_ZONE}
        ORDER BY scan.happened_at, scan.direction, scan.desk_id
    ) AS former
    FROM tickets_checkin AS scan JOIN tickets_checkpoint AS place ON place.id = scan.checkpoint_id
    WHERE place.forum_id = %s AND scan.ticket_id IS NOT NULL AND scan.reason IN ({", ".join(["%s"] * len(MOVES))})
)
SELECT moves.desk_id, COUNT(DISTINCT ticket.registration_id)
FROM moves JOIN tickets_ticket AS ticket ON ticket.id = moves.ticket_id
WHERE moves.direction = 'in' AND (moves.former IS NULL OR moves.former = 'out')
GROUP BY moves.desk_id
"""  # noqa: S608 (numbers and placeholders only)


def shown_at(checkpoint: Checkpoint, code: Code) -> tuple[Presented, tuple[Move, ...]]:
    """Return what a code stands for, and the moves of its ticket in this zone; one query for a good code."""
    shown, scans = presented(checkpoint.forum, code, _scans_in(checkpoint.zone))
    return shown, tuple(_moves(scans))


def facts_of(scan: CheckIn, shown: Presented, moves: tuple[Move, ...]) -> Facts:
    """Return what a scan is to be judged by; no query where the checkpoint takes all kinds of ticket."""
    checkpoint, ticket = scan.checkpoint, shown.ticket
    move = Move(scan.happened_at, scan.direction, scan.desk_id, checkpoint.pk, scan.desk.name)
    if ticket is None:
        return Facts(move, forum=shown.forum)
    known = Shown(
        retired_at=shown.retired_at,
        canceled_at=ticket.canceled_at,
        blocked_at=ticket.blocked_at,
        valid_from=ticket.type.valid_from,
        valid_until=ticket.type.valid_until,
        belongs_here=takes(checkpoint, ticket),
    )
    return Facts(move, known, moves, ticket.attendee.withdrawn_at)


def moves_of(ticket: Ticket | None, checkpoint: Checkpoint) -> tuple[Move, ...]:
    """Return the moves of a ticket in the zone of a checkpoint."""
    return tuple(_moves_in(checkpoint.zone, "ticket.id = %s", ticket.pk)) if ticket else ()


def stays_of(ticket: Ticket) -> list[tuple[datetime, datetime | None]]:
    """Return when the holder of a ticket came and left, by all scans at entrances of all tickets they ever held."""
    moves = _moves_in(ENTRANCES, "ticket.registration_id = %s", ticket.registration_id)
    return [(stay.came.at, stay.left_at) for stay in stays(moves, ticket.attendee.withdrawn_at)]


_SCAN = Pick(
    CheckIn, "scan", "id", "happened_at", "direction", "desk_id", "checkpoint_id", "reason",
    desk_name="desk.name",
)  # fmt: skip
_TOLD = ", ".join(f"'{reason}'" for reason in MOVES)
_SCANS = f"""LEFT JOIN tickets_checkin AS scan
ON scan.ticket_id = ticket.id AND scan.reason IN ({_TOLD}) AND EXISTS (
    SELECT 1 FROM tickets_checkpoint AS place WHERE place.id = scan.checkpoint_id AND {_ZONE} = %s
)
LEFT JOIN tickets_desk AS desk ON desk.id = scan.desk_id"""  # noqa: S608 (constants only)


def _scans_in(zone: int) -> Beside:
    """Return the scans beside a ticket that told where its holder went in this zone."""
    return Beside(_SCANS, [zone], _SCAN)


def _moves_in(zone: int, which: str, value: int) -> Iterator[Move]:
    join, values, scan = _scans_in(zone)
    found = every(f"FROM tickets_ticket AS ticket {join} WHERE {which}", [*values, value], scan)
    return _moves(row for [row] in found if row.pk is not None)


def _moves(scans: Iterable[Any]) -> Iterator[Move]:
    for scan in scans:
        was_welcome = not scan.reason
        yield Move(
            scan.happened_at, scan.direction, scan.desk_id, scan.checkpoint_id, scan.desk_name, was_welcome
        )


def _made_up_entrance(forum: Forum) -> Checkpoint:
    names = {}
    for language in ("ko", "en"):
        with override(language):
            names[f"name_{language}"] = str(_("Main entrance"))
    entrance = Checkpoint(forum=forum, key=ENTRANCE, **names)
    entrance.is_limited = False
    return entrance
