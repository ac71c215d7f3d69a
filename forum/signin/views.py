"""Signing in by a code: where it should be sent, and what it is. The browser remembers for which address it asked."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import get_language, get_language_from_path, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from forum.addresses import readable
from forum.brakes import Brake, Held, network_of
from forum.errors import NetworkCrowded
from forum.forums.queries import known_forum
from forum.keys import new_key
from forum.live.limits import Limit, buckets
from forum.people.holds import last_registered_in
from forum.people.queries import held_address
from forum.signin.asking import Asked, asked_in, forget, remember
from forum.signin.forms import AddressForm, CodeForm
from forum.signin.verbs import GOOD_FOR, ask_for_code, spend_code
from forum.ways import read_way

if TYPE_CHECKING:
    from forum.forums.models import Forum
    from forum.people.models import User

BRAKE = Brake(
    "code",
    browser=Limit(burst=6, per_second=1 / 60),
    mailbox=Limit(burst=6, per_second=1 / 60),
    network=Limit(burst=900, per_second=20),
)
TRIES = 5
OWN_TRIES = Limit(burst=2 * TRIES, per_second=1 / 60)
SHARED_TRIES = Limit(burst=60, per_second=1 / 2)
"""How often codes may be tried: after an asking of one's own that had one mailed, which nobody else can use up; and
after all others for the same mailbox from one network. Of 20⁸ codes that is next to none while one is good."""

_BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the address, mail a code there, and lead on; a known and an unknown one get the same answer."""
    if request.user.is_authenticated:
        return redirect(_following(request) or "front")
    asked = asked_in(request)
    if request.method == "POST":
        form = AddressForm(request.POST)
        if form.is_valid():
            return remember(_to_confirming(request), _mail_code(request, form.cleaned_data["email"], asked))
    elif asked and _is_good(asked) and "again" not in request.GET:
        return _to_confirming(request)
    else:
        known = asked.address if asked else held_address(last_registered_in(request.session))
        form = AddressForm(initial={"email": known})
    return _page(request, "ask", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Take the code in the browser that asked for it, and let its owner in."""
    if request.user.is_authenticated:
        return redirect(_following(request) or "front")
    asked = asked_in(request)
    if asked is None or not _is_good(asked):
        return _not_asked_here(request, asked)
    if request.POST.get("action") == "resend":
        return remember(_to_confirming(request), _mail_code(request, asked.address, asked))
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if _tries_too_often(request, asked):
            return _to_a_new_code(request)
        user = spend_code(asked.address, form.cleaned_data["code"])
        if user is not None:
            return _sign_in(request, user)
        asked = replace(asked, tries=asked.tries + 1)
        if asked.tries >= TRIES:
            return _to_a_new_code(request)
        form.add_error("code", _("That is not the code we sent. Look at the newest mail and try again."))
    page = {"form": form, "email": readable(asked.address), "is_held": asked.is_held}
    return remember(_page(request, "confirm", page, status=422 if form.errors else 200), asked)


def _mail_code(request: HttpRequest, address: str, earlier: Asked | None) -> Asked:
    """Mail a code as far as the brakes allow; return what this browser has asked for then."""
    held = BRAKE.holds(request, address)
    if held is Held.NETWORK:
        raise NetworkCrowded
    if ask_for_code(address, language=get_language() or "ko", is_held=held is Held.PERSON):
        return Asked(address, mailed=new_key())
    is_same = earlier is not None and earlier.address == address and _is_good(earlier)
    return replace(earlier, is_held=True) if earlier and is_same else Asked(address, is_held=True)


def _tries_too_often(request: HttpRequest, asked: Asked) -> bool:
    """Take one try; tell whether there was none left."""
    if asked.mailed:
        return buckets.take(asked.mailed, "code try", OWN_TRIES) > 0
    return buckets.take(f"{asked.address} {network_of(request)}", "code try", SHARED_TRIES) > 0


def _to_a_new_code(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("Too many tries. Please ask for a new code."))
    return forget(_to_asking(request))


def _sign_in(request: HttpRequest, user: User) -> HttpResponse:
    following = _following(request) or "front"
    login(request, user, backend=_BACKEND)
    messages.success(request, _("You are signed in."))
    return forget(redirect(following))


def _is_good(asked: Asked) -> bool:
    """Tell whether a code that was mailed then may still be good."""
    return time.time() - asked.at <= GOOD_FOR.total_seconds()


def _not_asked_here(request: HttpRequest, asked: Asked | None) -> HttpResponse:
    """Lead to where a code is asked for, and say why a code in hand does not open the door by itself."""
    if asked:
        messages.warning(request, _("The code has expired. Please ask for a new one."))
    else:
        messages.info(
            request,
            _("A code belongs to the browser in which you asked for it. Tell us your address here, too; the code you "
              "have is good here then as well."),
        )  # fmt: skip
    return _to_asking(request)


def _following(request: HttpRequest) -> str:
    """Return where somebody wanted to go, if that is on this site."""
    return read_way(request.POST.get("next") or request.GET.get("next") or "")


def _to_confirming(request: HttpRequest) -> HttpResponse:
    return _onwards(request, "account_confirm_login_code")


def _to_asking(request: HttpRequest) -> HttpResponse:
    return _onwards(request, "account_request_login_code")


def _onwards(request: HttpRequest, name: str) -> HttpResponse:
    following = _following(request)
    query = f"?{urlencode({'next': following})}" if following else ""
    return HttpResponseRedirect(f"{reverse(name)}{query}")


def _forum_of(path: str) -> Forum | None:
    """Return the forum whose page an address of this site is, if it is one's; whatever language it is in."""
    path = urlsplit(path).path
    with override(get_language_from_path(path) or get_language()):
        try:
            slug = resolve(path).kwargs.get("forum", "")
        except Resolver404:
            return None
    return known_forum(slug)


def _page(request: HttpRequest, name: str, context: dict[str, Any], *, status: int) -> HttpResponse:
    following = _following(request)
    known = {"following": following, "forum": _forum_of(following), **context}
    return render(request, f"forum/signin/{name}.html", known, status=status)
