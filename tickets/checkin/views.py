"""Pages of the door: the desk app, and the organizers' list of desks and checkpoints."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.people.access import Visitor, visitor
from tickets.checkin import verbs
from tickets.checkin.forms import CheckpointForm
from tickets.checkin.queries import admitted_by_desk, checkpoints_of
from tickets.desks.access import desk_team
from tickets.desks.forms import DeskForm
from tickets.desks.queries import desks_of
from tickets.desks.verbs import open_desk
from tickets.desks.views import remember_pairing


@require_safe
def desk_app(request: HttpRequest, forum: str) -> HttpResponse:
    """Give the desk app, the same to everybody: what a device may do its token decides."""
    who = visitor(request.user, forum)
    return render(request, "tickets/checkin/desk.html", {"forum": who.forum, "visitor": who})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, forum: str) -> HttpResponse:
    """List desks and checkpoints, or open a desk."""
    who = desk_team(request.user, forum)
    form = DeskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        opened = open_desk(who.forum, name=form.cleaned_data["name"], by=who.key)
        remember_pairing(request, opened)
        return redirect("desk-detail", forum=forum, key=opened.desk.key)
    return _list(request, who, desk_form=form, status=422 if form.errors else 200)


@require_POST
def open_checkpoint(request: HttpRequest, forum: str) -> HttpResponse:
    """Open a checkpoint."""
    who = desk_team(request.user, forum)
    form = CheckpointForm(request.POST)
    if not form.is_valid():
        return _list(request, who, checkpoint_form=form, status=422)
    checkpoint = verbs.open_checkpoint(who.forum, **form.cleaned_data, by=who.key)
    messages.success(request, _("%(checkpoint)s is open for scanning.") % {"checkpoint": checkpoint.name})
    return redirect("desks", forum=forum)


def _list(request: HttpRequest, who: Visitor, *, status: int, **forms: Any) -> HttpResponse:
    admitted = admitted_by_desk(who.forum)
    desks = [(desk, admitted.get(desk.pk, 0)) for desk in desks_of(who.forum)]
    context = {
        "forum": who.forum,
        "visitor": who,
        "open_desks": [row for row in desks if row[0].revoked_at is None],
        "closed_desks": [row for row in desks if row[0].revoked_at],
        "checkpoints": checkpoints_of(who.forum),
        "desk_form": DeskForm(),
        "checkpoint_form": CheckpointForm(),
        **forms,
    }
    return render(request, "tickets/checkin/manage.html", context, status=status)
