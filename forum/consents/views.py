"""What people agree to, as a page of theirs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forum.consents.forms import ConsentsForm
from forum.consents.queries import consents_of
from forum.consents.verbs import choose_consents
from forum.errors import Gone
from forum.people.access import taking_part
from forum.ways import read_way


@require_http_methods(["GET", "HEAD", "POST"])
def my_consents(request: HttpRequest, forum: str) -> HttpResponse:
    """Show what somebody agrees to, let them give it and take it back, and lead them on to where they came from."""
    seen = taking_part(request.user, forum)
    consents = consents_of(seen.attendee)
    form = ConsentsForm(request.POST or request.GET, texts=[text for text, _is_given in consents])
    if not form.is_valid():
        raise Gone
    following = read_way(form.cleaned_data["next"])
    if request.method == "POST":
        choose_consents(seen.attendee, form.cleaned_data["consent"], by=seen.key)
        messages.success(request, _("Your consents are kept."))
        return redirect(following or reverse("consents", args=[forum]))
    page = {"forum": seen.forum, "visitor": seen, "consents": consents, "next": following}
    return render(request, "forum/consents/consents.html", page)
