"""The networking page, a conversation as a page of its own, the switch "I am ready", and the hosts' page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.errors import Gone
from forum.people.access import Visitor, signed_in, taking_part, visitor
from networking.cards.summary import summary_of
from networking.chat.access import may_hide
from networking.rounds.access import hosts, may_steer
from networking.rounds.encounter import encounter_of
from networking.rounds.forms import MixerForm, SteerForm
from networking.rounds.queries import is_one_running, mixer_by_key, mixers_of, opens_at_the_door
from networking.rounds.steering import BESIDE, BUTTONS, RUNNING, STEPS, asks_first, by_phase
from networking.rounds.verbs import clock
from networking.rounds.verbs.mixers import open_mixer
from networking.rounds.verbs.readiness import set_ready
from networking.talks.afterwards import room_to_read


@require_safe
def networking_page(request: HttpRequest, forum: str) -> HttpResponse:
    """Show the networking sessions, the running ones first, and one's own card."""
    seen = visitor(request.user, forum, request.session)
    mixers = by_phase(mixers_of(seen.forum))
    page: dict[str, object] = {
        "forum": seen.forum,
        "visitor": seen,
        "mixers": mixers,
        "may_steer": may_steer(seen),
    }
    if seen.attendee:
        page["mine"] = summary_of(seen.attendee)
        page["opens_at_the_door"] = opens_at_the_door(mixers, seen.attendee)
    return render(request, "networking/rounds/networking.html", page)


@require_safe
def room_page(request: HttpRequest, forum: str, room: str) -> HttpResponse:
    """Show a conversation by itself; it can be loaded again at any time, and works without scripts."""
    seen = signed_in(request.user, forum)
    found, read_to = room_to_read(room, seen)
    page = {
        "forum": seen.forum,
        "visitor": seen,
        "room": found,
        "talk": encounter_of(found, seen.key, read_to=read_to),
        "may_hide": may_hide(seen),
    }
    return render(request, "networking/talks/room.html", page)


@require_POST
def ready(request: HttpRequest, forum: str, mixer: str) -> HttpResponse:
    """Count somebody in for the coming rounds, or out with `on=0`."""
    seen = taking_part(request.user, forum)
    set_ready(mixer_by_key(seen.forum, mixer), seen.attendee, request.POST.get("on") == "1", by=seen.key)
    return redirect("lobby", forum=forum, mixer=mixer)


@require_http_methods(["GET", "HEAD", "POST"])
def mixers(request: HttpRequest, forum: str) -> HttpResponse:
    """Show the sessions to their hosts with a form for a new one, and make it."""
    seen = hosts(request.user, forum)
    with timezone.override(seen.forum.zone):
        form = MixerForm(request.POST or None, ends_at=seen.forum.ends_at)
        if form.is_valid():
            is_beside = is_one_running(seen.forum)
            open_mixer(seen.forum, **form.cleaned_data, by=seen.key)
            messages.success(request, _("The session is made. It begins when you start it."))
            if is_beside:
                messages.warning(request, BESIDE)
            return redirect("mixers", forum=forum)
        return _steering(request, seen, form, status=422 if form.is_bound else 200)


PERFORMS = {
    "start": clock.start_mixer,
    "pause": clock.pause_mixer,
    "resume": clock.resume_mixer,
    "skip": clock.skip_mixer,
    "end": clock.end_mixer,
}


@require_POST
def steer(request: HttpRequest, forum: str, mixer: str, verb: str) -> HttpResponse:
    """Start, pause, resume, skip or end a session as the host saw it; ask first where nobody can have meant it."""
    seen, sent = hosts(request.user, forum), SteerForm(request.POST)
    step = next((step for step in STEPS if step.verb == verb), None)
    if step is None or not sent.is_valid():
        raise Gone
    found = mixer_by_key(seen.forum, mixer)
    question = asks_first(step, found, timezone.now())
    if question and "anyway" not in request.GET:
        with timezone.override(seen.forum.zone):
            form = MixerForm(ends_at=seen.forum.ends_at)
            return _steering(request, seen, form, asked=found.key, question=question, status=409)
    PERFORMS[step.verb](found, rev=sent.cleaned_data["rev"], by=seen.key)
    return redirect("mixers", forum=forum)


def _steering(
    request: HttpRequest,
    seen: Visitor,
    form: MixerForm,
    *,
    asked: str = "",
    question: Promise | str = "",
    status: int,
) -> HttpResponse:
    found = by_phase(mixers_of(seen.forum))
    running = sum(mixer.phase in RUNNING for mixer in found)
    page = {
        "forum": seen.forum,
        "visitor": seen,
        "form": form,
        "mixers": found,
        "running": running,
        "asked": asked,
        "question": question,
    }
    return render(request, "networking/rounds/mixers.html", page | BUTTONS, status=status)
