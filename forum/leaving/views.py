"""The page on which somebody leaves: one forum, or altogether."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forum.leaving.verbs import forget, withdraw
from forum.people.access import taking_part


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, forum: str) -> HttpResponse:
    """Say what leaving means; do it when the form says which kind."""
    seen = taking_part(request.user, forum)
    action = request.POST.get("action")
    if action == "withdraw":
        withdraw(seen.attendee, by=seen.key)
        messages.success(request, _("You no longer take part. Your ticket is void and your place is free."))
        return redirect("forum", forum=forum)
    if action == "forget":
        forget(seen.attendee.user, by=seen.key)
        logout(request)
        messages.success(
            request,
            _(
                "Your account is deleted. Your name stands nowhere any more but in reports that are still open."
            ),
        )
        return redirect("front")
    return render(request, "forum/leaving/leave.html", {"forum": seen.forum, "visitor": seen})
