"""Blocking and reporting from a page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.errors import Gone
from forum.people.access import taking_part
from networking.safety.forms import BlockForm, ReportForm
from networking.safety.queries import shared_room
from networking.safety.verbs import block, report


@require_POST
def block_person(request: HttpRequest, forum: str, room: str) -> HttpResponse:
    """Block somebody met in this room; the common conversation ends."""
    seen, form = taking_part(request.user, forum), BlockForm(request.POST)
    if not form.is_valid():
        raise Gone
    found, attendee, other = shared_room(room, seen.key, form.cleaned_data["who"])
    block(attendee, other, by=seen.key)
    messages.success(request, _("You will not meet again, and nobody is told."))
    return redirect("lobby", forum=forum, mixer=found.meeting.mixer.key)


@require_POST
def report_person(request: HttpRequest, forum: str, room: str) -> HttpResponse:
    """Tell the moderators about somebody met in this room."""
    seen, form = taking_part(request.user, forum), ReportForm(request.POST)
    if not form.is_valid():
        raise Gone
    found, attendee, about = shared_room(room, seen.key, form.cleaned_data["who"])
    report(found, attendee, about, why=form.cleaned_data["why"], text=form.cleaned_data["text"], by=seen.key)
    messages.success(request, _("The moderators have been told. Thank you."))
    return redirect("lobby", forum=forum, mixer=found.meeting.mixer.key)
