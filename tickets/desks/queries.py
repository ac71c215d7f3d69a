"""Reading desks: by the secret a device shows, and for the organizers' list."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from forum.errors import Gone
from forum.forums.models import Forum
from forum.keys import digest_of
from forum.picked import Pick, first
from tickets.desks.models import Desk
from tickets.desks.tokens import pairing_in
from tickets.errors import DeskRevoked, DeskUnknown, PairingOver

_DESK = Pick(Desk, "desk", "id", "forum_id", "key", "name", "token_digest", "last_seen_at", "revoked_at")
_FORUM = Pick(Forum, "forum", "id", "slug")
_PAIRED = (
    "FROM tickets_desk AS desk JOIN forum_forum AS forum ON forum.id = desk.forum_id WHERE token_digest = %s"
)


def desks_of(forum: Forum) -> list[Desk]:
    """Return the forum's desks, open ones first."""
    return sorted(Desk.objects.of(forum), key=lambda desk: (desk.revoked_at is not None, desk.opened_at))


def desk_by_key(forum: Forum, key: str) -> Desk:
    """Return an organizer's desk, or refuse with Gone."""
    found = Desk.objects.of(forum).filter(key=key).select_related("forum").first()
    if found is None:
        raise Gone
    return found


def desk_by_token(token: str) -> Desk:
    """Return the desk whose device shows this secret; raise DeskUnknown or DeskRevoked."""
    found = first(_PAIRED, [digest_of(token)], _DESK, _FORUM)
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
