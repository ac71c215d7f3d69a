"""Who a desk is on the live socket, and the topic `desks:`, how the desks of a forum stand."""

from __future__ import annotations

from typing import Any

from forum.forums.queries import forum_by_slug
from forum.live.principal import Principal, token_resolver
from forum.live.registry import topic
from tickets.desks.access import team_only
from tickets.desks.frames import DesksNow
from tickets.desks.queries import desk_by_key, desks_now, device_of


@token_resolver("desk")
def desk_by_live_token(payload: dict[str, Any], forum_slug: str) -> Principal | None:
    """Return the desk a token was signed for; None for a closed one, another forum's, and a device paired before."""
    desk = desk_by_key(forum_by_slug(forum_slug), str(payload.get("desk", "")))
    if desk.revoked_at or payload.get("device", device_of(desk)) != device_of(desk):
        return None
    return Principal(kind="desk", key=desk.key, forum=forum_slug, name=desk.name, limits="desk")


def desks_here(principal: Principal, slug: str) -> DesksNow:
    return desks_now(forum_by_slug(slug))


def desks_state(kind: str, key: str) -> DesksNow:
    """Return how a forum's desks stand, as everybody who follows them hears it."""
    return desks_now(forum_by_slug(key))


topic("desks", join=team_only, snapshot=desks_here, states=(DesksNow,), state=desks_state)
