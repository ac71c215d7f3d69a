"""The one crossing between async and sync: reused threads with kept connections, in pools that do not wait for
each other. `serving` answers sockets and views; what nobody waits for (due work, upkeep) is done by others."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial
from typing import Any, ParamSpec, TypeAlias, TypeVar

from asgiref.sync import ThreadSensitiveContext
from django.db import close_old_connections, connections
from django.http import HttpRequest

P = ParamSpec("P")
R = TypeVar("R")
App: TypeAlias = Callable[..., Awaitable[None]]

SIZE = 4
WORKING = 2
TRUSTED_SECONDS = 1.0
"""For so long after its last use a connection is taken to be alive without asking."""


class Pool:
    """The threads of a process, each an executor of its own, lent whole to whoever asked first."""

    def __init__(self, size: int = SIZE, name: str = "live") -> None:
        self.lock = threading.Lock()
        self._threads = [
            ThreadPoolExecutor(1, thread_name_prefix=f"{name}-{number}") for number in range(size)
        ]
        self._idle = list(self._threads)
        self._asking: dict[bool, deque[Loan]] = {False: deque(), True: deque()}
        self._turn = False
        _pools.append(self)

    def ask(self, loan: Loan) -> None:
        """Lend a thread now, or when one comes back. Called with the lock held, as the next two."""
        if self._idle:
            loan.take(self._idle.pop())
        else:
            self._asking[loan.is_of_a_page].append(loan)

    def give_back(self, thread: ThreadPoolExecutor) -> None:
        """Lend the thread to the next who asks; pages and sockets in turn, so that a scan at the door does not
        stand behind a thousand who come back to the lobby."""
        self._turn = not self._turn
        waiting = self._asking[self._turn] or self._asking[not self._turn]
        if waiting:
            waiting.popleft().take(thread)
        else:
            self._idle.append(thread)

    def withdraw(self, loan: Loan) -> None:
        """Forget somebody who asked."""
        waiting = self._asking[loan.is_of_a_page]
        if loan in waiting:
            waiting.remove(loan)

    async def run(self, function: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run sync code on a borrowed thread. Cancelled, code that has begun comes to its end and the thread comes
        back only then; code that has not never begins."""
        loan = Loan(self)
        future = loan.submit(function, *args, **kwargs)
        future.add_done_callback(lambda _: loan.release())
        return await asyncio.wrap_future(future)

    def each(self, call: Callable[[], None]) -> None:
        """Run something on every thread and wait for it."""
        for done in [thread.submit(call) for thread in self._threads]:
            done.result()


class Loan(Executor):
    """One borrower's thread: taken with the first call, kept with its connection until it is released.

    A borrower that makes no sync call never takes a thread; one that waits for long should release it.
    """

    def __init__(self, pool: Pool, *, is_of_a_page: bool = False) -> None:
        self.is_of_a_page = is_of_a_page
        self._pool = pool
        self._thread: ThreadPoolExecutor | None = None
        self._waiting: list[Callable[[], None]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run the call on the borrowed thread, after those before it."""
        future: Future[Any] = Future()
        call = partial(_fulfil, future, partial(fn, *args, **kwargs))
        with self._pool.lock:
            if self._thread is not None:
                self._thread.submit(call)
            else:
                self._waiting.append(call)
                if len(self._waiting) == 1:
                    self._pool.ask(self)
        return future

    def take(self, thread: ThreadPoolExecutor) -> None:
        """Start on this thread with what waited for one. Called with the pool's lock held."""
        self._thread = thread
        calls, self._waiting = self._waiting, []
        thread.submit(_begin, calls)

    def release(self) -> None:
        """Give the thread back; a later call borrows one again."""
        with self._pool.lock:
            thread, self._thread = self._thread, None
            if thread is not None:
                self._pool.give_back(thread)
            elif self._waiting:
                self._waiting = []
                self._pool.withdraw(self)


_pools: list[Pool] = []

serving = Pool()
"""For whoever waits for an answer: sockets and views."""
working = Pool(WORKING, "work")
"""For what nobody waits for: short work that is due, and the hub's own upkeep, which must not stand behind a crowd.
Work that may take long (a silent mail server, a plan for thousands, pictures) brings a pool of its own."""


def each(call: Callable[[], None]) -> None:
    """Run something on every thread of every pool and wait for it; to close the kept connections, for instance."""
    for pool in _pools:
        pool.each(call)


async def run(function: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """Run sync code on a thread that serves; see `Pool.run`."""
    return await serving.run(function, *args, **kwargs)


def lend(app: App) -> App:
    """Wrap an ASGI application: each request borrows a thread when it first needs one, until it ends."""

    async def lent(scope: dict[str, Any], receive: Any, send: Any) -> None:
        loan = scope["madang.loan"] = Loan(serving, is_of_a_page=True)
        try:
            async with ThreadSensitiveContext(executor=loan):
                await app(scope, receive, send)
        finally:
            loan.release()

    return lent


def release(request: HttpRequest) -> None:
    """Give a request's thread back before it waits for something; it must, before it calls `run`."""
    loan = getattr(request, "scope", {}).get("madang.loan")
    if loan is not None:
        loan.release()


class _Used(threading.local):
    at = 0.0


_used = _Used()


def _begin(calls: list[Callable[[], None]]) -> None:
    """Begin a loan with what waited for it: one hand-over to the thread instead of two."""
    try:
        _freshen()
    finally:
        for call in calls:
            call()


def _freshen() -> None:
    """Let Django check the thread's connection when it broke or has not been used for a while."""
    now = time.monotonic()
    is_doubtful = any(connection.errors_occurred for connection in connections.all(initialized_only=True))
    if is_doubtful or now - _used.at > TRUSTED_SECONDS:
        close_old_connections()
    _used.at = now


def _fulfil(future: Future[Any], call: Callable[[], Any]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = call()
    except BaseException as error:
        future.set_exception(error)
    else:
        future.set_result(result)
