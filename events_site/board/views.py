"""The organizers' board: everything that moves, on one screen."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events_site.board.queries import board_of
from forum.people.access import with_role
from forum.people.models import Role
from networking.rounds.access import may_steer

PARTS = {"chart": "_chart.html", "registration": "_registration.html"}
"""What the board asks for again every half minute."""


@require_safe
@never_cache
def board(request: HttpRequest, forum: str) -> HttpResponse:
    """Show the board to the team, each with the buttons of their role.

    Live figures follow over the socket, chart and registration by htmx every half minute.
    """
    visitor = with_role(request.user, forum, Role.DESK, Role.HOST, Role.MODERATOR, Role.PROGRAMME)
    context = {
        "forum": visitor.forum,
        "visitor": visitor,
        "board": board_of(visitor.forum),
        "may_steer": may_steer(visitor),
        "may_open_desks": visitor.may(Role.DESK),
        "may_read_addresses": visitor.may(),
    }
    part = request.GET.get("part", "") if request.headers.get("HX-Request") else ""
    return render(request, f"events_site/board/{PARTS.get(part, 'board.html')}", context)
