"""The star and the button that save a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.agenda.forms import StarForm
from forum.agenda.queries import clash_of
from forum.agenda.verbs import save_session, unsave_session
from forum.errors import Gone
from forum.people.access import saving_here
from forum.programme.queries import session_by_key
from forum.ways import read_way

if TYPE_CHECKING:
    from forum.people.access import Participant
    from forum.programme.models import Session


@require_POST
def save(request: HttpRequest, forum: str, key: str) -> HttpResponse:
    """Save the session, or take it out with `on=0`; htmx gets the button back, a plain form the page."""
    seen = saving_here(request.user, forum, request.session)
    session = session_by_key(seen.forum, key)
    is_saved = request.POST.get("on") != "0"
    _set(seen, session, is_saved=is_saved)
    if request.headers.get("HX-Request"):
        clash = clash_of(seen.attendee, session) if is_saved else []
        page = {"forum": seen.forum, "session": session, "is_saved": is_saved, "clash": clash}
        return render(request, "forum/agenda/_save.html", page)
    return redirect(session)


@require_POST
def save_starred(request: HttpRequest, forum: str) -> HttpResponse:
    """Save the session whose star was pressed in a list, or take it out; a form is answered with its page, a script
    in JSON.
    """
    seen, form = saving_here(request.user, forum, request.session), StarForm(request.POST)
    if not form.is_valid():
        raise Gone
    is_saved = "save" in request.POST
    session = session_by_key(seen.forum, form.cleaned_data["save"] or form.cleaned_data["unsave"])
    _set(seen, session, is_saved=is_saved)
    meanwhile = clash_of(seen.attendee, session)
    clash = _said_clash(meanwhile) if is_saved else ""
    if "application/json" in request.headers.get("Accept", ""):
        said = _("Saved for my day") if is_saved else _("Taken out of my day")
        others = {other.key: _said_clash(clash_of(seen.attendee, other)) for other in meanwhile}
        return JsonResponse({"is_saved": is_saved, "said": said, "clash": clash, "others": others})
    if clash:
        messages.warning(request, clash)
    return redirect(f"{_back(request, forum)}{'' if clash else f'#s-{session.key}'}")


def _set(seen: Participant, session: Session, *, is_saved: bool) -> None:
    change = save_session if is_saved else unsave_session
    change(seen.attendee, session, by=seen.key)


def _said_clash(clash: list[Session]) -> str:
    if not clash:
        return ""
    return _("At the same time as: %(titles)s") % {"titles": ", ".join(session.title for session in clash)}


def _back(request: HttpRequest, forum: str) -> str:
    """Return the page that the star stands on, as its form says; only an address of this site."""
    return read_way(request.POST.get("next", "")) or reverse("forum", args=[forum])
