"""One's own card."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.people.access import taking_part
from forum.ways import read_way
from networking.cards.forms import CardForm
from networking.cards.improvements import improvements, others_of, with_tag
from networking.cards.queries import card_of
from networking.cards.summary import summary_of
from networking.cards.verbs import update_card

HINTS = ("talk", "match")
"""Where a reason may be missed: the taps stand there, too."""


@require_http_methods(["GET", "HEAD", "POST"])
def my_card(request: HttpRequest, forum: str) -> HttpResponse:
    """Show one's card as a form, and keep what is sent."""
    seen = taking_part(request.user, forum)
    card, others = card_of(seen.attendee), list(others_of(seen.attendee))
    form = CardForm(request.POST or None, card=card, others=others)
    if form.is_valid():
        update_card(seen.attendee, **form.cleaned_data, by=seen.key)
        messages.success(request, _("Your card is saved. The next pairing works with it."))
        return redirect(_way_back(request, forum))
    steps = improvements(card, others, get_language() or "ko")
    page = {
        "forum": seen.forum,
        "visitor": seen,
        "form": form,
        "steps": steps,
        "back": _way_back(request, forum),
    }
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
        where = request.POST.get("part")
        page = {
            "forum": seen.forum,
            "visitor": seen,
            "mine": summary_of(seen.attendee),
            "back": _way_back(request, forum),
            "where": where,
        }
        part = "_hint" if where in HINTS else "_summary"
        return render(request, f"networking/cards/{part}.html", page)
    return redirect(_way_back(request, forum))


def _way_back(request: HttpRequest, forum: str) -> str:
    """Return the page of ours that somebody came from, such as the lobby they wait in."""
    back = read_way(request.POST.get("next") or request.GET.get("next", ""))
    return back or reverse("networking", args=(forum,))
