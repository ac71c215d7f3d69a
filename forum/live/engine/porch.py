"""Where those who say hello wait: greeted together, by two threads at most, so that the others go on serving.

When a process dies a thousand come back to another at once. One hand-over to a thread greets as many as have come
meanwhile; what is the same for all of them is read once.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any

from forum.live import threads
from forum.live.engine import queries
from forum.live.engine.queries import Greeted, Greeting

DOORS = 2
TOGETHER = 16


class Porch:
    """Greets for one hub."""

    def __init__(self, spawn: Callable[[Coroutine[Any, Any, None]], None]) -> None:
        self._spawn = spawn
        self._waiting: deque[tuple[Greeting, asyncio.Future[Greeted]]] = deque()
        self._open = 0

    async def greet(self, greeting: Greeting) -> Greeted:
        """Return who it is and where they come in, as soon as it is their turn."""
        answer: asyncio.Future[Greeted] = asyncio.get_running_loop().create_future()
        self._waiting.append((greeting, answer))
        if self._open < DOORS:
            self._open += 1
            self._spawn(self._open_door())
        return await answer

    async def _open_door(self) -> None:
        try:
            while some := self._next():
                await self._greet(some)
        finally:
            self._open -= 1

    def _next(self) -> list[tuple[Greeting, asyncio.Future[Greeted]]]:
        """Return the next few who have not gone again."""
        some: list[tuple[Greeting, asyncio.Future[Greeted]]] = []
        while self._waiting and len(some) < TOGETHER:
            one = self._waiting.popleft()
            if not one[1].done():
                some.append(one)
        return some

    async def _greet(self, some: list[tuple[Greeting, asyncio.Future[Greeted]]]) -> None:
        try:
            answers = await threads.run(queries.greet, [greeting for greeting, _ in some])
        except Exception as error:
            answers = [error for _ in some]
        for (_, future), answer in zip(some, answers, strict=True):
            if future.done():
                continue
            if isinstance(answer, Exception):
                future.set_exception(answer)
            else:
                future.set_result(answer)
