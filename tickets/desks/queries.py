"""Reading desks: by the secret a device shows, and for the organizers' list."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from forum.errors import Gone
from forum.forums.models import Forum
from forum.keys import digest_of
from forum.picked import Beside, Pick, first, first_beside
from tickets.desks.frames import DeskNow, DesksNow
from tickets.desks.models import Condition, Desk
from tickets.desks.tokens import pairing_in
from tickets.errors import DeskRevoked, DeskUnknown, PairingOver

_DESK = Pick(Desk, "desk", "id", "forum_id", "key", "name", "token_digest", "last_seen_at", "revoked_at")
_FORUM = Pick(Forum, "forum", "id", "slug")
_DESKS = "FROM tickets_desk AS desk JOIN forum_forum AS forum ON forum.id = desk.forum_id"
_PAIRED = "desk.token_digest = %s"


_ORDER = list(Condition)


def desks_of(forum: Forum, at: datetime | None = None) -> list[Desk]:
    """Return the forum's desks: what needs somebody first, and of those alike the oldest."""
    at = at or timezone.now()
    return sorted(
        Desk.objects.of(forum), key=lambda desk: (_ORDER.index(desk.condition_at(at)), desk.opened_at)
    )


def desks_now(forum: Forum) -> DesksNow:
    """Return how all desks of the forum stand, as the team hears it."""
    at = timezone.now()
    return DesksNow([
        DeskNow(desk.key, desk.name, desk.condition_at(at), desk.last_seen_at or desk.paired_at)
        for desk in desks_of(forum, at)
    ])  # fmt: skip


def desk_by_key(forum: Forum, key: str) -> Desk:
    """Return an organizer's desk, or refuse with Gone."""
    found = Desk.objects.of(forum).filter(key=key).select_related("forum").first()
    if found is None:
        raise Gone
    return found


def desk_by_token(token: str) -> Desk:
    """Return the desk whose device shows this secret; raise DeskUnknown or DeskRevoked."""
    return _paired(first(f"{_DESKS} WHERE {_PAIRED}", [digest_of(token)], _DESK, _FORUM))


def desk_beside(token: str, beside: Beside) -> tuple[Desk, list[Any]]:
    """Return the same, and what a room above keeps of this desk; one query."""
    found, kept = first_beside(_DESKS, _PAIRED, [digest_of(token)], _DESK, _FORUM, beside=beside)
    return _paired(found), kept


def _paired(found: list[Any] | None) -> Desk:
    if found is None:
        raise DeskUnknown
    desk: Desk
    desk, desk.forum = found
    if desk.revoked_at:
        raise DeskRevoked
    return desk


def device_of(desk: Desk) -> str:
    """Return a word for the device that is paired with a desk now; another device has another."""
    return (desk.token_digest or "")[:12]


def desk_to_pair(forum: Forum, pairing: str, at: datetime | None = None) -> Desk:
    """Return the desk a pairing link is about without using it up, or raise PairingOver."""
    found = Desk.objects.of(forum).offered(digest_of(pairing_in(pairing)), at or timezone.now()).first()
    if found is None:
        raise PairingOver
    return found
