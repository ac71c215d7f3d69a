"""The lobby, and "meet someone now" where no script runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from forum.errors import Gone
from forum.people.access import Participant, taking_part
from networking.cards.summary import summary_of
from networking.meet import verbs
from networking.meet.forms import AnswerForm
from networking.meet.lobby import here, lobby_of
from networking.meet.queries import side_of
from networking.rounds.access import people_inside
from networking.rounds.encounter import blank_encounter
from networking.rounds.queries import mixer_by_key

if TYPE_CHECKING:
    from networking.meet.models import MatchSide


@require_safe
def lobby(request: HttpRequest, forum: str, mixer: str) -> HttpResponse:
    """Show where this person stands in the session: waiting, talking, pausing, or looking on as a host."""
    seen = people_inside(request.user, forum)
    found = mixer_by_key(seen.forum, mixer)
    page: dict[str, object] = {
        "forum": seen.forum,
        "visitor": seen,
        "mixer": found,
        "lobby": lobby_of(found, seen.attendee, at=timezone.now()),
        "blank": blank_encounter(found),
    }
    if seen.attendee:
        page["here"] = here(found, seen.attendee)
        page["mine"] = summary_of(seen.attendee)
    return render(request, "networking/meet/lobby.html", page)


@require_safe
def here_list(request: HttpRequest, forum: str, mixer: str) -> HttpResponse:
    """Show only who is in the lobby; its page asks for it now and then."""
    seen = taking_part(request.user, forum)
    found = mixer_by_key(seen.forum, mixer)
    page = {"forum": seen.forum, "mixer": found, "here": here(found, seen.attendee)}
    return render(request, "networking/meet/_here_list.html", page)


@require_POST
def ask(request: HttpRequest, forum: str, mixer: str) -> HttpResponse:
    """Stand in line to meet someone now."""
    seen = taking_part(request.user, forum)
    verbs.ask(mixer_by_key(seen.forum, mixer), seen.attendee, by=seen.key)
    return redirect("lobby", forum=forum, mixer=mixer)


@require_POST
def cancel(request: HttpRequest, forum: str, mixer: str) -> HttpResponse:
    """Step out of the line."""
    seen = taking_part(request.user, forum)
    verbs.cancel(mixer_by_key(seen.forum, mixer), seen.attendee, by=seen.key)
    return redirect("lobby", forum=forum, mixer=mixer)


@require_POST
def accept(request: HttpRequest, forum: str, mixer: str) -> HttpResponse:
    """Say yes to a proposal."""
    seen = taking_part(request.user, forum)
    form = _answer(request)
    verbs.accept(_side(form, seen, mixer), by=seen.key)
    return redirect("lobby", forum=forum, mixer=mixer)


@require_POST
def decline(request: HttpRequest, forum: str, mixer: str) -> HttpResponse:
    """Say no to a proposal."""
    seen = taking_part(request.user, forum)
    form = _answer(request)
    verbs.decline(_side(form, seen, mixer), stay=form.cleaned_data["stay"], by=seen.key)
    return redirect("lobby", forum=forum, mixer=mixer)


def _answer(request: HttpRequest) -> AnswerForm:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise Gone
    return form


def _side(form: AnswerForm, seen: Participant, mixer: str) -> MatchSide:
    return side_of(mixer_by_key(seen.forum, mixer), form.cleaned_data["match"], seen.key)
