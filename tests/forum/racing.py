"""Two people at the same moment: runs one function in many threads on a real database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

Outcome = TypeVar("Outcome")


def together(times: int, act: Callable[[int], Outcome]) -> list[Outcome | Exception]:
    """Return what each call of `act(0…times-1)` returned or raised; all begin together."""
    start = Barrier(times)

    def run(number: int) -> Outcome | Exception:
        start.wait()
        try:
            return act(number)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))
