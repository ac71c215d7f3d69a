"""Doing things in the same instant, in threads with a connection each."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

from forum.errors import Refusal


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Let go of all calls together; return what each returned, or the code of its refusal.

    Whatever else one of them raises is raised here.
    """
    gate = threading.Barrier(len(calls))
    answers: list[Any] = [None] * len(calls)
    faults: list[Exception] = []

    def run(index: int, call: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            gate.wait(timeout=30)
            answers[index] = call()
        except Refusal as refusal:
            answers[index] = refusal.code
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    _join([threading.Thread(target=run, args=place) for place in enumerate(calls)])
    if faults:
        raise ExceptionGroup("in threads", faults)
    return answers


def _join(racers: Sequence[threading.Thread]) -> None:
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
