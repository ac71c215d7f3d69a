"""Opening desks, pairing devices with them, closing them. Secrets leave here once and are kept as digests."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import IntegrityError
from django.utils import timezone

from forum.forums.models import Forum
from forum.journal.verbs import note
from forum.keys import digest_of
from forum.live import log
from tickets.desks.frames import DesksNow
from tickets.desks.models import SEEN_EVERY, Desk
from tickets.desks.tokens import new_pairing, new_secret, pairing_in
from tickets.errors import DeskNameTaken, DeskRevoked, PairingOver

PAIRING_LASTS = timedelta(hours=24)


class Opened(NamedTuple):
    """A desk and the secret that pairs one device with it."""

    desk: Desk
    pairing: str


class Paired(NamedTuple):
    """A desk and the secret its device shows from now on."""

    desk: Desk
    token: str


def open_desk(forum: Forum, *, name: str, by: str, at: datetime | None = None) -> Opened:
    """Open a desk and offer it for pairing; raise DeskNameTaken while another open one is called so."""
    at = at or timezone.now()
    pairing = new_pairing()
    try:
        with log.transaction():
            desk = Desk.objects.create(forum=forum, name=name, opened_at=at, **_offered(pairing, at))
            note("open_desk", by=by, forum_id=forum.pk, subject=desk.key, at=at)
            _tell(forum)
    except IntegrityError as error:
        raise DeskNameTaken(name=name) from error
    return Opened(desk, pairing)


def offer_pairing(desk: Desk, *, by: str, at: datetime | None = None) -> Opened:
    """Make a new pairing secret and void an older one; raise DeskRevoked for a closed desk."""
    at = at or timezone.now()
    pairing = new_pairing()
    with log.transaction():
        if not Desk.objects.open().filter(pk=desk.pk).update(**_offered(pairing, at)):
            raise DeskRevoked
        note("offer_pairing", by=by, forum_id=desk.forum_id, subject=desk.key, at=at)
        _tell(desk.forum)
    return Opened(desk, pairing)


def pair(forum: Forum, pairing: str, *, at: datetime | None = None) -> Paired:
    """Use a pairing secret up and return the device's own; whatever device was paired before is out.

    One conditional update decides: of any number of devices with the same link exactly one is paired, the
    others are refused with PairingOver.
    """
    at = at or timezone.now()
    token = new_secret()
    used = {"pairing_digest": None, "pairing_until": None, "token_digest": digest_of(token), "paired_at": at}
    offered = Desk.objects.of(forum).offered(digest_of(pairing_in(pairing)), at)
    with log.transaction():
        desk = offered.first()
        if desk is None or not offered.update(**used):
            raise PairingOver
        note("pair", by=desk.key, forum_id=forum.pk, subject=desk.key, at=at)
        log.revoke(desk.key)
        _tell(forum)
    return Paired(desk, token)


def see(desk: Desk, *, at: datetime | None = None) -> None:
    """Keep when a desk was last heard of, and tell the team; at most every ten seconds, else nothing is done."""
    at = at or timezone.now()
    if not desk.is_due_to_be_seen(at):
        return
    with log.transaction():
        due = Desk.objects.filter(pk=desk.pk).exclude(last_seen_at__gte=at - SEEN_EVERY)
        if due.update(last_seen_at=at):
            _tell(desk.forum)
    desk.last_seen_at = at


def revoke(desk: Desk, *, by: str, at: datetime | None = None) -> None:
    """Close a desk for good: its device is refused from the next request on and its live connection ends."""
    at = at or timezone.now()
    closed = {"revoked_at": at, "pairing_digest": None, "pairing_until": None}
    with log.transaction():
        if Desk.objects.open().filter(pk=desk.pk).update(**closed):
            note("revoke_desk", by=by, forum_id=desk.forum_id, subject=desk.key, at=at)
            log.revoke(desk.key)
            _tell(desk.forum)
    desk.revoked_at = desk.revoked_at or at


def _tell(forum: Forum) -> None:
    log.touch(f"desks:{forum.slug}", DesksNow.kind)


def _offered(pairing: str, at: datetime) -> dict[str, object]:
    return {"pairing_digest": digest_of(pairing_in(pairing)), "pairing_until": at + PAIRING_LASTS}
