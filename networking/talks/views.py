"""Leaving a conversation from a page, and saying afterwards what it was worth."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.errors import Gone
from forum.people.access import taking_part
from networking.rooms.queries import member_of
from networking.talks.afterwards import talk_of
from networking.talks.forms import RateForm
from networking.talks.occasions import back_from
from networking.talks.verbs import leave, rate


@require_POST
def leave_talk(request: HttpRequest, forum: str, room: str) -> HttpResponse:
    """Leave the conversation and go back to the lobby, where it is asked how it was."""
    seen = taking_part(request.user, forum)
    found = member_of(room, seen.key).room
    leave(found, seen.attendee, by=seen.key)
    return redirect(back_from(forum, found.meeting.occasion) + "#after")


@require_POST
def rate_talk(request: HttpRequest, forum: str, room: str) -> HttpResponse:
    """Keep what it was worth; a script on the page needs nothing back."""
    seen, form = taking_part(request.user, forum), RateForm(request.POST)
    found = talk_of(room, seen.attendee)
    if not form.is_valid():
        raise Gone
    rate(found, seen.attendee, worth=form.cleaned_data["worth"], by=seen.key)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    messages.success(request, _("Thank you. The next match knows more."))
    return redirect(back_from(forum, found.meeting.occasion))
