"""Who may be in a room."""

from __future__ import annotations

from forum.live.principal import Principal
from networking.rooms.models import Room
from networking.rooms.queries import readable_room


def room_for(principal: Principal, key: str) -> Room:
    """Return a room this principal may read. Raises Gone."""
    return readable_room(key, forum=principal.forum, reader=principal.key, roles=principal.roles)
