"""Opening a forum from a plan, or giving it what a later plan says: each part by its own room's verb."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from events_site.opening.plan import Plan, Text, Words
from forum.consents.verbs import Matter, ask_consents
from forum.forums.models import Forum
from forum.forums.queries import known_forum
from forum.forums.verbs import open_forum
from forum.live import log
from forum.people.verbs import give_role, user_of
from forum.programme.verbs import move_all
from networking.rounds.verbs.mixers import postpone
from tickets.registration.verbs import offer


def carry_out(plan: Plan, *, by: str, at: datetime | None = None) -> Forum:
    """Do all that a plan says, or nothing. Raises SlugReserved, EndsBeforeStart.

    Where the whole forum moves, its programme and the networking sessions ahead move with it. What people hold is
    never taken away: a kind of ticket or a role that is not named any more stays, and a number of seats below those
    taken is not taken over.
    """
    with log.transaction():
        before = known_forum(plan.slug)
        forum = open_forum(plan.slug, **_forum(plan), by=by, at=at)
        if before and (delta := _moved(before, forum)):
            move_all(forum, delta, by=by, at=at)
            postpone(forum, delta, by=by)
        for position, ticket in enumerate(plan.tickets):
            offer(
                forum,
                key=ticket.key,
                **_both(name=ticket.name),
                size=ticket.seats,
                position=position,
                valid_from=ticket.valid_from and plan.moment(ticket.valid_from),
                valid_until=ticket.valid_until and plan.moment(ticket.valid_until),
                by=by,
            )
        matters = [
            Matter(one.kind, one.required, **_both(title=one.title, body=one.body)) for one in plan.consents
        ]
        ask_consents(forum, matters, by=by, at=at)
        for member in plan.team:
            for role in member.roles:
                give_role(forum, user_of(member.email), role, by=by, at=at)
    return forum


def _moved(before: Forum, now: Forum) -> timedelta:
    """Return by how much the whole forum moved; nothing where it only begins or ends at another time."""
    begins, ends = now.starts_at - before.starts_at, now.ends_at - before.ends_at
    return begins if begins == ends else timedelta()


def _forum(plan: Plan) -> dict[str, Any]:
    times = {
        "starts_at": plan.starts_at,
        "ends_at": plan.ends_at,
        "registration_opens_at": plan.registration_opens_at,
        "registration_closes_at": plan.registration_closes_at or plan.ends_at,
    }
    return {
        **{name: plan.moment(time) for name, time in times.items() if time},
        **_both(name=plan.name, tagline=plan.tagline, description=plan.description),
        "time_zone": plan.time_zone,
        "confirm_minutes": plan.confirm_minutes,
        "contact": plan.contact or "",
        "privacy_contact": plan.privacy_contact or "",
        "venue": _both(name=plan.venue.name, address=plan.venue.address),
        "spaces": {
            space.key: {**_both(name=space.name), "floor": space.floor, "capacity": space.capacity}
            for space in plan.venue.spaces
        },
    }


def _both(**texts: Words | Text) -> dict[str, str]:
    """Spread texts over the two columns of each field; what is missing stays so, for pages to say."""
    spread = {}
    for name, text in texts.items():
        spread[f"{name}_ko"] = text.ko
        spread[f"{name}_en"] = text.en
    return spread
