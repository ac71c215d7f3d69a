"""Who is on a socket, and the topics `user:` (one person's own) and `arrivals:` (the door of a forum)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from forum.errors import Gone
from forum.forums.queries import forum_by_slug
from forum.live.principal import Principal, session_resolver, token_resolver
from forum.live.registry import topic
from forum.people.frames import (
    AccessChanged,
    ArrivalCounts,
    PersonArrived,
    PersonLeft,
    PersonNow,
    PersonRegistered,
    PersonWithdrawn,
)
from forum.people.queries import (
    active_user,
    arrival_counts,
    known_by_key,
    known_by_user,
    roles_of,
    standing_of,
)

if TYPE_CHECKING:
    from forum.people.models import Attendee


@session_resolver
def person(user_id: int, forum_slug: str) -> Principal | None:
    """Return who a signed-in user is at this forum; None for strangers to it."""
    attendee = known_by_user(forum_slug, user_id)
    return _attending(attendee, "person") if attendee else _working(user_id, forum_slug)


@token_resolver("live")
def person_by_token(payload: dict[str, Any], forum_slug: str) -> Principal | None:
    """Return the attendee a simulation's token stands for; its wider limits never count in production."""
    attendee = known_by_key(forum_slug, str(payload.get("key", "")))
    limits = "load" if payload.get("limits") == "load" and not settings.IS_PRODUCTION else "person"
    return _attending(attendee, limits) if attendee else None


def _attending(attendee: Attendee, limits: str) -> Principal:
    return Principal(
        kind="person",
        key=attendee.key,
        forum=attendee.forum.slug,
        name=attendee.name,
        roles=roles_of(attendee.user_id, attendee.forum),
        language=attendee.language,
        limits=limits,
    )


def _working(user_id: int, forum_slug: str) -> Principal | None:
    """Return somebody of the team who does not take part."""
    user = active_user(user_id)
    if user is None:
        return None
    forum = forum_by_slug(forum_slug)
    _, roles, key = standing_of(user, forum)
    if not key:
        return None
    return Principal(
        kind="person", key=key, forum=forum.slug, name=user.name, roles=roles, language=user.language
    )


def join_own(principal: Principal, key: str) -> None:
    """Let everybody into their own `user:` topic only."""
    if principal.key != key:
        raise Gone


def person_now(principal: Principal, joined: None) -> PersonNow:
    return PersonNow()


def join_door(principal: Principal, key: str) -> None:
    """Let desks, team and attendees read the door of their own forum."""
    if principal.forum != key:
        raise Gone


def door_now(principal: Principal, joined: None) -> ArrivalCounts:
    return arrival_counts(forum_by_slug(principal.forum))


def door_state(kind: str, key: str) -> ArrivalCounts:
    """Return the numbers of a forum's door as everybody hears them."""
    return arrival_counts(forum_by_slug(key))


topic("user", join=join_own, snapshot=person_now, events=(AccessChanged,))
topic(
    "arrivals",
    join=join_door,
    snapshot=door_now,
    shows=ArrivalCounts,
    events=(PersonRegistered, PersonWithdrawn, PersonArrived, PersonLeft),
    states=(ArrivalCounts,),
    state=door_state,
)
