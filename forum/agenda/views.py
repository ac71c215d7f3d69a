"""The button that saves a session."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from forum.agenda.verbs import save_session, unsave_session
from forum.people.access import saving_here
from forum.programme.queries import session_by_key


@require_POST
def save(request: HttpRequest, forum: str, key: str) -> HttpResponse:
    """Save the session, or take it out with `on=0`; htmx gets the button back, a plain form the page."""
    seen = saving_here(request.user, forum, request.session)
    session = session_by_key(seen.forum, key)
    is_saved = request.POST.get("on") != "0"
    change = save_session if is_saved else unsave_session
    change(seen.attendee, session, by=seen.key)
    if request.headers.get("HX-Request"):
        page = {"forum": seen.forum, "session": session, "is_saved": is_saved}
        return render(request, "forum/agenda/_save.html", page)
    return redirect(session)
