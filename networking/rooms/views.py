"""Saying and hiding something from a page: where no script runs, or before it does."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.errors import Gone
from forum.people.access import taking_part
from networking.rooms.access import moderators
from networking.rooms.forms import HideForm, SayForm
from networking.rooms.queries import member_of, room_by_key
from networking.rooms.verbs import hide, say


@require_POST
def say_something(request: HttpRequest, forum: str, room: str) -> HttpResponse:
    """Say a message and show the room again."""
    seen = taking_part(request.user, forum)
    member, form = member_of(room, seen.key), SayForm(request.POST)
    if form.is_valid():
        say(member.room, member.attendee, **form.cleaned_data, by=seen.key)
    else:
        messages.warning(request, _("Write something first, up to 2,000 characters."))
    return redirect("room", forum=forum, room=room)


@require_POST
def hide_message(request: HttpRequest, forum: str, room: str) -> HttpResponse:
    """Blank a message for everybody."""
    seen = moderators(request.user, forum)
    found, form = room_by_key(room, seen), HideForm(request.POST)
    if not form.is_valid():
        raise Gone
    hide(found, form.cleaned_data["target"], by=seen.key)
    return redirect("room", forum=forum, room=room)
