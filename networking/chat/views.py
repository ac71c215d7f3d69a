"""Saying and hiding something from a page: where no script runs, or before it does."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from forum.errors import Gone
from forum.people.access import taking_part
from networking.chat.access import moderators
from networking.chat.forms import HideForm, SayForm
from networking.chat.verbs import hide, say
from networking.rooms.queries import member_of, room_by_key


@require_POST
def say_something(request: HttpRequest, forum: str, room: str) -> HttpResponse:
    """Say a message and show the room again; what cannot be said is shown to its writer, to be put right."""
    seen = taking_part(request.user, forum)
    member, form = member_of(room, seen.key), SayForm(request.POST)
    if not form.is_valid():
        page = {"forum": seen.forum, "visitor": seen, "room": member.room, "form": form}
        return render(request, "networking/chat/unsaid.html", page, status=422)
    say(member.room, member.attendee, **form.cleaned_data, by=seen.key)
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
