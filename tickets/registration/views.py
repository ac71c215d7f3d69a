"""Pages of somebody who comes: register, done, ticket. A browser keeps its ticket by a signed link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from forum.addresses import readable
from forum.brakes import Brake, Held, network_of
from forum.consents.queries import consent_texts
from forum.errors import Gone, NetworkCrowded, Refusal
from forum.live.limits import Limit
from forum.people.access import Visitor, saving_here, visitor
from forum.people.holds import hold_in, keep
from forum.people.queries import inside_since
from tickets.errors import RegistrationTooOften, TicketLinkOver
from tickets.registration import verbs
from tickets.registration.calendar import calendar_of, file_of
from tickets.registration.forms import MailAgainForm, RegistrationForm
from tickets.registration.links import sign
from tickets.registration.pictures import qr_svg
from tickets.registration.queries import (
    any_ticket_by_token,
    is_waiting_in_vain,
    offered_types,
    seat_may_come_free,
    ticket_by_token,
    ticket_of,
    window_refusal,
)

if TYPE_CHECKING:
    from forum.forums.models import Forum
    from tickets.registration.models import Ticket

REGISTERING = Brake(
    "registration",
    browser=Limit(burst=8, per_second=1 / 60),
    mailbox=Limit(burst=5, per_second=1 / 60),
    network=Limit(burst=900, per_second=20),
)
ASKING = Brake(
    "ticket",
    browser=Limit(burst=8, per_second=1 / 60),
    mailbox=Limit(burst=5, per_second=1 / 60),
    network=Limit(burst=900, per_second=20),
)

_BOUND = "tickets"
_DONE = "registered"
"""For which forum the form was sent last, and the address if that had a ticket: until it has been said."""

_SAID = "?"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, forum: str) -> HttpResponse:
    """Show the form, or register; what was typed stays until it is right."""
    who = visitor(request.user, forum, request.session)
    if request.method != "POST" and (refusal := window_refusal(who.forum)):
        return _page(request, "closed.html", who, {"refusal": refusal})
    form = RegistrationForm(
        request.POST if request.method == "POST" else None,
        types=offered_types(who.forum),
        consents=consent_texts(who.forum),
        initial={"language": get_language(), "email": getattr(request.user, "email", "")},
    )
    if request.method != "POST":
        return _form_page(request, who, form)
    if not form.is_valid():
        return _form_page(request, who, form, status=422)
    try:
        _hold_back(request, form.cleaned_data["email"], is_team=who.is_team)
        outcome = verbs.register(
            who.forum,
            **form.person(),
            network=_network(request),
            is_proved=who.is_team or getattr(who.user, "email", "") == form.cleaned_data["email"],
            by=who.key,
        )
    except Refusal as refusal:
        form.add_error(None, f"{refusal.text} {refusal.advice}")
        return _form_page(request, who, form, status=refusal.status, refusal=refusal)
    return _registered(request, who, outcome)


@never_cache
@require_safe
def registered(request: HttpRequest, forum: str) -> HttpResponse:
    """Confirm: a new person sees the QR at once, an address that had a ticket is sent to its mailbox."""
    who = visitor(request.user, forum, request.session)
    typed = request.session.get(_DONE, {}).get(who.forum.slug)
    if typed is None:
        return redirect("register", forum=forum)
    if typed:
        request.session[_DONE] = {who.forum.slug: _SAID}
    ticket = None if typed else _ticket_here(request, who)
    email = "" if typed == _SAID else readable(typed)
    return _page(request, "registered.html", who, {**_shown(ticket), "email": email})


@never_cache
@require_safe
def ticket(request: HttpRequest, forum: str) -> HttpResponse:
    """Show the ticket of this browser or of who is signed in; a mail's link binds the browser first."""
    who = visitor(request.user, forum, request.session)
    if token := request.GET.get("t"):
        _open_link(request, who.forum, token)
        return redirect("ticket", forum=forum)
    found = _ticket_here(request, who)
    context = {
        **_shown(found),
        "form": MailAgainForm(),
        "has_lapsed": not found and _has_lapsed_here(request, who),
    }
    return _page(request, "ticket.html", who, context)


@require_POST
def mail_again(request: HttpRequest, forum: str) -> HttpResponse:
    """Send a ticket to its owner again; the page says the same whether or not the address is known."""
    who = visitor(request.user, forum, request.session)
    form = MailAgainForm(request.POST)
    if not form.is_valid():
        return _page(request, "ticket.html", who, {**_shown(None), "form": form}, status=422)
    email = form.cleaned_data["email"]
    held = ASKING.holds(request, email)
    if held is Held.NETWORK:
        raise NetworkCrowded
    if held is Held.NO:
        verbs.mail_to_address(who.forum, email, language=get_language() or "ko")
    return _page(request, "mailed.html", who, {"email": readable(email)})


@require_POST
def new_codes(request: HttpRequest, forum: str) -> HttpResponse:
    """Replace the codes of one's own ticket, for which a mail's link is not enough: whoever got the mail has that."""
    who = saving_here(request.user, forum, request.session)
    mine = ticket_of(who.attendee)
    if mine is None:
        raise Gone
    fresh = verbs.reissue(mine, by=who.key)
    if not request.user.is_authenticated:
        _bind(request, fresh, has_registered=True)
    messages.success(request, _("These are your new codes. The old ones and earlier mails no longer work."))
    return redirect("ticket", forum=forum)


@require_POST
def forget_here(request: HttpRequest, forum: str) -> HttpResponse:
    """Let this browser forget whom it kept; who is signed in signs out instead."""
    visitor(request.user, forum)
    if not request.user.is_authenticated:
        request.session.flush()
    return redirect("forum", forum=forum)


@require_safe
def ticket_calendar(request: HttpRequest, forum: str) -> HttpResponse:
    """Give the days of the forum as calendar entries; there is nothing private in them."""
    who, language = visitor(request.user, forum, request.session), get_language() or "ko"
    disposition = content_disposition_header(True, file_of(who.forum, language))
    return HttpResponse(
        calendar_of(who.forum, language),
        content_type="text/calendar; charset=utf-8; component=VEVENT",
        headers={"Content-Disposition": str(disposition)},
    )


@require_GET
def worker(request: HttpRequest, forum: str) -> HttpResponse:
    """Give the script that keeps the ticket and the desk open without a line, for this forum's pages only."""
    context = {"forum": visitor(request.user, forum).forum}
    response = render(request, "tickets/registration/worker.js", context, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


def _form_page(
    request: HttpRequest,
    who: Visitor,
    form: RegistrationForm,
    *,
    status: int = 200,
    refusal: Refusal | None = None,
) -> HttpResponse:
    has_ticket = _ticket_here(request, who) is not None
    free_at = seat_may_come_free(who.forum, timezone.now()) if form.is_full else None
    context = {"form": form, "has_ticket": has_ticket, "refusal": refusal, "free_at": free_at}
    return _page(request, "register.html", who, context, status=status)


def _registered(request: HttpRequest, who: Visitor, outcome: verbs.Registered) -> HttpResponse:
    slug = who.forum.slug
    request.session[_DONE] = {slug: "" if outcome.is_new else outcome.ticket.attendee.user.email}
    if outcome.is_new:
        _bind(request, outcome.ticket, has_registered=True)
    return redirect("registered", forum=slug)


def _bind(request: HttpRequest, ticket: Ticket, *, has_registered: bool = False) -> None:
    """Let this browser show the ticket; by its signed link, so that a new code ends it here too."""
    slug = ticket.attendee.forum.slug
    request.session[_BOUND] = {**request.session.get(_BOUND, {}), slug: sign(ticket.key, ticket.code)}
    hold = hold_in(request.session, slug)
    if has_registered or hold is None or hold.key != ticket.attendee.key:
        keep(request.session, slug, ticket.attendee.key, has_registered=has_registered)


def _open_link(request: HttpRequest, forum: Forum, token: str) -> None:
    """Bind the browser to the ticket of a mail's link; opening it is also what confirms the address."""
    if request.method == "HEAD":
        ticket_by_token(forum, token)
        return
    opened = verbs.open_link(forum, token)
    if opened.was_waiting:
        messages.success(request, _("Thank you, your seat is confirmed."))
    _bind(request, opened.ticket)


def _has_lapsed_here(request: HttpRequest, who: Visitor) -> bool:
    """Tell whether this browser kept a ticket whose seat was given back because nobody confirmed it."""
    token = request.session.get(_BOUND, {}).get(who.forum.slug)
    try:
        return bool(token) and any_ticket_by_token(who.forum, token).attendee.has_lapsed
    except TicketLinkOver:
        return False


def _network(request: HttpRequest) -> str:
    """Return what is kept of the network somebody registers from: enough to count by, and nothing to find it by."""
    return salted_hmac("tickets.network", network_of(request)).hexdigest()[:32]


def _ticket_here(request: HttpRequest, who: Visitor) -> Ticket | None:
    """Return the ticket bound to this browser, else that of the person signed in."""
    token = request.session.get(_BOUND, {}).get(who.forum.slug)
    if token:
        try:
            return ticket_by_token(who.forum, token)
        except TicketLinkOver:
            pass
    return ticket_of(who.attendee) if who.attendee else None


def _shown(ticket: Ticket | None) -> dict[str, Any]:
    if ticket is None:
        return {"ticket": None, "qr": ""}
    return {
        "ticket": ticket,
        "is_lost": is_waiting_in_vain(ticket),
        "qr": qr_svg(ticket.code, quiet=1),
        "inside_since": inside_since(ticket.attendee),
    }


def _hold_back(request: HttpRequest, email: str, *, is_team: bool) -> None:
    """Refuse who registers again and again; the team registers guests at the door."""
    held = REGISTERING.holds(request, email)
    if held is Held.NETWORK:
        raise NetworkCrowded
    if held is Held.PERSON and not is_team:
        raise RegistrationTooOften


def _page(
    request: HttpRequest, name: str, who: Visitor, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    ticket = context.get("ticket")
    is_here = ticket is not None and who.here == ticket.attendee
    known = {"forum": who.forum, "visitor": who, "is_here": is_here, **context}
    return render(request, f"tickets/registration/{name}", known, status=status)
