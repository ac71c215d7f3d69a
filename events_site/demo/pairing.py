"""The demo's desk and the link that pairs a device with it."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from forum.forums.queries import forum_by_slug
from tickets.desks.queries import desks_of
from tickets.desks.verbs import offer_pairing, open_desk

DESK = "1F"


def pairing_link(slug: str, language: str = "ko") -> str:
    """Return a fresh link for the demo's desk; a device paired before stays paired until the link is used."""
    forum = forum_by_slug(slug)
    known = next((desk for desk in desks_of(forum) if desk.name == DESK and desk.revoked_at is None), None)
    opened = offer_pairing(known, by="") if known else open_desk(forum, name=DESK, by="")
    with override(language):
        return settings.PUBLIC_URL + reverse("desk-pair", kwargs={"forum": slug, "token": opened.pairing})
