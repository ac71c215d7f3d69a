"""Pages about one desk: the organizers' page with its pairing code, and the page the pairing link opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from forum.keys import digest_of
from forum.people.access import visitor
from tickets.desks import verbs
from tickets.desks.access import desk_team
from tickets.desks.queries import desk_by_key, desk_to_pair
from tickets.desks.tokens import pairing_in
from tickets.registration.pictures import qr_svg

if TYPE_CHECKING:
    from tickets.desks.models import Desk

_PAIRINGS = "desk_pairings"


@never_cache
@require_safe
def pairing(request: HttpRequest, forum: str, token: str) -> HttpResponse:
    """Ask whether this device shall be the desk; its button uses the link up, and mail scanners press none."""
    who = visitor(request.user, forum)
    context = {"forum": who.forum, "visitor": who, "desk": desk_to_pair(who.forum, token), "token": token}
    return render(request, "tickets/desks/pairing.html", context)


@never_cache
@require_safe
def desk(request: HttpRequest, forum: str, key: str) -> HttpResponse:
    """Show one desk, and its pairing code to the browser that asked for it."""
    who = desk_team(request.user, forum)
    found = desk_by_key(who.forum, key)
    secret = _pairing(request, found)
    link = _link(found, secret) if secret else ""
    context = {
        "forum": who.forum,
        "visitor": who,
        "desk": found,
        "pairing": secret,
        "link": link,
        "qr": qr_svg(link) if link else "",
    }
    return render(request, "tickets/desks/desk.html", context)


@require_POST
def new_pairing(request: HttpRequest, forum: str, key: str) -> HttpResponse:
    """Offer the desk for pairing once more."""
    who = desk_team(request.user, forum)
    opened = verbs.offer_pairing(desk_by_key(who.forum, key), by=who.key)
    remember_pairing(request, opened)
    return redirect("desk-detail", forum=forum, key=key)


@require_POST
def revoke(request: HttpRequest, forum: str, key: str) -> HttpResponse:
    """Close the desk."""
    who = desk_team(request.user, forum)
    found = desk_by_key(who.forum, key)
    verbs.revoke(found, by=who.key)
    sentence = _("%(desk)s is closed. Its device is refused from now on.")
    messages.success(request, sentence % {"desk": found.name})
    return redirect("desks", forum=forum)


def remember_pairing(request: HttpRequest, opened: verbs.Opened) -> None:
    """Let this browser, and no other, show the pairing code until it is used."""
    request.session[_PAIRINGS] = {**request.session.get(_PAIRINGS, {}), opened.desk.key: opened.pairing}


def _pairing(request: HttpRequest, desk: Desk) -> str:
    """Return the pairing code this browser asked for while it pairs a device, else ""."""
    secret: str = request.session.get(_PAIRINGS, {}).get(desk.key, "")
    is_good = not desk.is_link_over and desk.pairing_digest == digest_of(pairing_in(secret))
    return secret if secret and is_good else ""


def _link(desk: Desk, secret: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse('desk-pair', kwargs={'forum': desk.forum.slug, 'token': secret})}"
