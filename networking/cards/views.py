"""One's own card."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.people.access import taking_part
from networking.cards.forms import CardForm
from networking.cards.improvements import with_tag
from networking.cards.queries import card_of
from networking.cards.summary import summary_of
from networking.cards.verbs import update_card


@require_http_methods(["GET", "HEAD", "POST"])
def my_card(request: HttpRequest, forum: str) -> HttpResponse:
    """Show one's card as a form, and keep what is sent."""
    seen = taking_part(request.user, forum)
    form = CardForm(request.POST or None, card=card_of(seen.attendee))
    if form.is_valid():
        update_card(seen.attendee, **form.cleaned_data, by=seen.key)
        messages.success(request, _("Your card is saved. The next pairing works with it."))
        return redirect("networking", forum=forum)
    page = {"forum": seen.forum, "visitor": seen, "form": form}
    return render(request, "networking/cards/card.html", page, status=422 if form.is_bound else 200)


@require_POST
def add_tag(request: HttpRequest, forum: str) -> HttpResponse:
    """Add the tag that was tapped; htmx gets the card with the next taps, a plain form its page."""
    seen = taking_part(request.user, forum)
    card = card_of(seen.attendee)
    field, _colon, tag = request.POST.get("add", "").partition(":")
    tags = with_tag(card, field, tag)
    update_card(
        seen.attendee,
        headline=card.headline,
        shows=card.shows,
        seeks=tags["seeks"],
        offers=tags["offers"],
        topics=tags["topics"],
        languages=card.languages,
        is_listed=card.is_listed,
        by=seen.key,
    )
    if request.headers.get("HX-Request"):
        page = {"forum": seen.forum, "visitor": seen, "mine": summary_of(seen.attendee)}
        return render(request, "networking/cards/_summary.html", page)
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back) if is_ours else redirect("networking", forum=forum)
