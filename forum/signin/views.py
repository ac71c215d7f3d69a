"""Signing in by a code: where it should be sent, and what it is. The browser remembers for which address it asked."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from forum.addresses import readable
from forum.brakes import Brake, Held
from forum.errors import NetworkCrowded
from forum.live.limits import Limit
from forum.people.holds import address_typed_in
from forum.signin.forms import AddressForm, CodeForm
from forum.signin.verbs import GOOD_FOR, ask_for_code, spend_code

BRAKE = Brake(
    "code",
    browser=Limit(burst=6, per_second=1 / 60),
    mailbox=Limit(burst=6, per_second=1 / 60),
    network=Limit(burst=900, per_second=20),
)
TRIES = 5

_ASKED = "signing in"
_BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the address, mail a code there, and lead on; a known and an unknown one get the same answer."""
    if request.user.is_authenticated:
        return redirect(_following(request) or "front")
    if request.method == "POST":
        form = AddressForm(request.POST)
        if form.is_valid():
            _mail_code(request, form.cleaned_data["email"])
            return _to_confirming(request)
    else:
        if _asked(request) and "again" not in request.GET:
            return _to_confirming(request)
        known = request.session.get(_ASKED, {}).get("address") or address_typed_in(request.session)
        form = AddressForm(initial={"email": known})
    return _page(request, "ask", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Take the code in the browser that asked for it, and let its owner in."""
    if request.user.is_authenticated:
        return redirect(_following(request) or "front")
    asked = _asked(request)
    if asked is None:
        return _not_asked_here(request)
    form = CodeForm(
        request.POST if request.POST.get("action") != "resend" and request.method == "POST" else None
    )
    if request.POST.get("action") == "resend":
        _mail_code(request, asked["address"])
        return _to_confirming(request)
    if form.is_bound and form.is_valid():
        user = spend_code(asked["address"], form.cleaned_data["code"])
        if user is not None:
            following = _following(request) or "front"
            login(request, user, backend=_BACKEND)
            request.session.pop(_ASKED, None)
            messages.success(request, _("You are signed in."))
            return redirect(following)
        form.add_error("code", _("That is not the code we sent. Look at the newest mail and try again."))
        if _has_tried_enough(request, asked):
            messages.error(request, _("Too many tries. Please ask for a new code."))
            return _to_asking(request)
    page = {"form": form, "email": readable(asked["address"]), "is_held": asked["is_held"]}
    return _page(request, "confirm", page, status=422 if form.errors else 200)


def _mail_code(request: HttpRequest, address: str) -> None:
    """Mail a code as far as the brakes allow, and remember what this browser asked for."""
    held = BRAKE.holds(request, address)
    if held is Held.NETWORK:
        raise NetworkCrowded
    mailed = ask_for_code(address, language=get_language() or "ko", is_held=held is Held.PERSON)
    earlier = _asked(request) or {}
    at = earlier.get("at", 0) if not mailed and earlier.get("address") == address else time.time()
    request.session[_ASKED] = {"address": address, "at": at, "tries": 0, "is_held": not mailed}


def _asked(request: HttpRequest) -> dict[str, Any] | None:
    """Return what this browser asked for within the time a code is good."""
    asked: dict[str, Any] | None = request.session.get(_ASKED)
    return asked if asked and time.time() - asked["at"] <= GOOD_FOR.total_seconds() else None


def _not_asked_here(request: HttpRequest) -> HttpResponse:
    """Lead to where a code is asked for, and say why a code in hand does not open the door by itself."""
    if request.session.get(_ASKED):
        messages.warning(request, _("The code has expired. Please ask for a new one."))
    else:
        messages.info(
            request,
            _("A code belongs to the browser in which you asked for it. Tell us your address here, too; the code you "
              "have is good here then as well."),
        )  # fmt: skip
    return _to_asking(request)


def _has_tried_enough(request: HttpRequest, asked: dict[str, Any]) -> bool:
    asked["tries"] += 1
    request.session[_ASKED] = asked
    if asked["tries"] < TRIES:
        return False
    del request.session[_ASKED]
    return True


def _following(request: HttpRequest) -> str:
    """Return where somebody wanted to go, if that is on this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}) else ""


def _to_confirming(request: HttpRequest) -> HttpResponse:
    return _onwards(request, "account_confirm_login_code")


def _to_asking(request: HttpRequest) -> HttpResponse:
    return _onwards(request, "account_request_login_code")


def _onwards(request: HttpRequest, name: str) -> HttpResponse:
    following = _following(request)
    query = f"?{urlencode({'next': following})}" if following else ""
    return HttpResponseRedirect(f"{reverse(name)}{query}")


def _page(request: HttpRequest, name: str, context: dict[str, Any], *, status: int) -> HttpResponse:
    known = {"following": _following(request), **context}
    return render(request, f"forum/signin/{name}.html", known, status=status)
