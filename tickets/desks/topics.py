"""Who a desk is on the live socket."""

from __future__ import annotations

from typing import Any

from forum.forums.queries import forum_by_slug
from forum.live.principal import Principal, token_resolver
from tickets.desks.queries import desk_by_key, device_of


@token_resolver("desk")
def desk_by_live_token(payload: dict[str, Any], forum_slug: str) -> Principal | None:
    """Return the desk a token was signed for; None for a closed one, another forum's, and a device paired before."""
    desk = desk_by_key(forum_by_slug(forum_slug), str(payload.get("desk", "")))
    if desk.revoked_at or payload.get("device", device_of(desk)) != device_of(desk):
        return None
    return Principal(kind="desk", key=desk.key, forum=forum_slug, name=desk.name, limits="desk")
