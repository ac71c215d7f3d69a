"""B3: the fan-out of the Channels tutorial, one group message and one consumer for each socket."""

from __future__ import annotations

from typing import Any

import django
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.conf import settings

ROOM = "room"

settings.configure(
    ALLOWED_HOSTS=["*"], CHANNEL_LAYERS={"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
)
django.setup()


class Room(AsyncJsonWebsocketConsumer):  # type: ignore[misc]
    """Everybody is in one group; what anybody says is sent to the group."""

    async def connect(self) -> None:
        await self.channel_layer.group_add(ROOM, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(ROOM, self.channel_name)

    async def receive_json(self, content: Any, **kwargs: Any) -> None:
        await self.channel_layer.group_send(ROOM, {"type": "chat.message", "content": content})

    async def chat_message(self, event: dict[str, Any]) -> None:
        await self.send_json(event["content"])


application = Room.as_asgi()
