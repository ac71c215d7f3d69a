"""A person's own day: ticket, saved sessions, the conversation they are in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events_site.myday.queries import day_of
from forum.people.access import saving_here


@require_safe
@never_cache
def my_day(request: HttpRequest, forum: str) -> HttpResponse:
    """Show the day of the attendee who asks, or of whom this browser registered: they have met nobody yet."""
    visitor = saving_here(request.user, forum, request.session)
    context = {"forum": visitor.forum, "visitor": visitor, "day": day_of(visitor.attendee)}
    return render(request, "events_site/myday/my_day.html", context)
