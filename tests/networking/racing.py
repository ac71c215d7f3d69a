"""Doing things in the same instant, in threads with a connection each."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

from forum.errors import Refusal
from forum.live import log

HELD_SECONDS = 1.0


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


def meanwhile(first: Callable[[], Any], second: Callable[[], Any]) -> None:
    """Do the first and, before it is committed, the second; both are over when this returns."""
    done, over = threading.Event(), threading.Event()

    def hold_on() -> None:
        with log.transaction():
            first()
            done.set()
            over.wait(timeout=HELD_SECONDS)

    def come_between() -> None:
        done.wait(timeout=30)
        second()
        over.set()

    at_once(hold_on, come_between)


def _join(racers: Sequence[threading.Thread]) -> None:
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
