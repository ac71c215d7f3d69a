"""In which order the requests of one socket are served."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any

from forum.live.engine.incoming import Incoming

AT_ONCE = 4
WAITING = 40


class Lanes:
    """Requests of one socket: four at once, those of one topic one after another in the order they came."""

    def __init__(self, serve: Callable[[Incoming], Coroutine[Any, Any, None]]) -> None:
        self._serve = serve
        self._lanes: dict[str | None, deque[Incoming]] = {}
        self._tasks: dict[str | None, asyncio.Task[None]] = {}

    @property
    def is_full(self) -> bool:
        """Tell whether too many wait already."""
        return sum(map(len, self._lanes.values())) >= WAITING

    def add(self, lane: str | None, request: Incoming) -> None:
        """Serve a request after those before it in its lane."""
        self._lanes.setdefault(lane, deque()).append(request)
        self._start_some()

    def drop(self) -> None:
        """Forget what waits; what is being served comes to its end."""
        for waiting in self._lanes.values():
            waiting.clear()

    def _start_some(self) -> None:
        for lane in [name for name in self._lanes if name not in self._tasks]:
            if len(self._tasks) == AT_ONCE:
                return
            self._tasks[lane] = asyncio.create_task(self._serve_first(lane))

    async def _serve_first(self, lane: str | None) -> None:
        waiting = self._lanes[lane]
        try:
            await self._serve(waiting.popleft())
        finally:
            del self._tasks[lane]
            if not waiting:
                del self._lanes[lane]
            self._start_some()
