"""What people agree to; and the confirmation page of signing in, allauth's with an answer for a late code."""

from __future__ import annotations

from typing import Any

from allauth.account.views import ConfirmLoginCodeView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forum.errors import Gone
from forum.people.access import taking_part
from forum.people.forms import ConsentsForm
from forum.people.queries import consents_of
from forum.people.verbs import choose_consents


class ConfirmCode(ConfirmLoginCodeView):  # type: ignore[misc]
    """Says when a code has expired, and keeps where the visitor wanted to go through every detour."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if getattr(self, "_process", True) is None:
            messages.warning(request, _("The code has expired. Please ask for a new one."))
        start = reverse("account_request_login_code")
        if isinstance(response, HttpResponseRedirect) and response.url == start:
            return HttpResponseRedirect(self.passthrough_next_url(start))
        return response


@require_http_methods(["GET", "HEAD", "POST"])
def my_consents(request: HttpRequest, forum: str) -> HttpResponse:
    """Show what somebody agrees to, let them give it and take it back, and lead them on to where they came from."""
    seen = taking_part(request.user, forum)
    consents = consents_of(seen.attendee)
    form = ConsentsForm(request.POST or request.GET, texts=[text for text, _is_given in consents])
    if not form.is_valid():
        raise Gone
    following: str = form.cleaned_data["next"]
    if not url_has_allowed_host_and_scheme(following, allowed_hosts=None):
        following = ""
    if request.method == "POST":
        choose_consents(seen.attendee, form.cleaned_data["consent"], by=seen.key)
        messages.success(request, _("Your consents are kept."))
        return redirect(following or reverse("consents", args=[forum]))
    page = {"forum": seen.forum, "visitor": seen, "consents": consents, "next": following}
    return render(request, "forum/people/consents.html", page)
