"""64 askers in the same instant: `python -m tests.tickets.racing <race>` with a database of its own.

Threads alone would share one interpreter, and a test's transaction would hide what a commit shows; so a race runs
outside of pytest: one process prepares, forks four that ask with 16 threads each, and prints what came of it.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import django
from django.db import connection, connections

PROCESSES = 4
THREADS = 16

Try = Callable[[int], Any]
"""What one asker does; it is given its number."""


def run(race: str, database: str) -> dict[str, Any]:
    """Run one of the races below on a database without rows; return `answers` and what is in the tables `after`."""
    argv = [sys.executable, "-m", "tests.tickets.racing", race]
    environment = {**os.environ, "DATABASE_URL": database}
    done = subprocess.run(argv, stdout=subprocess.PIPE, text=True, env=environment, check=True, timeout=150)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


# The races ----------------------------------------------------------------------------------------


def last_seats() -> Try:
    """Everybody asks for one of five seats."""
    from tests.tickets import cast
    from tickets.errors import RegistrationFull

    forum = cast.a_forum()
    cast.a_kind(forum, size=5)

    def ask(number: int) -> str:
        try:
            cast.registered(forum, f"person-{number}@example.com")
        except RegistrationFull as refusal:
            return refusal.code
        return "ok"

    return ask


def same_address() -> Try:
    """One address registers again and again."""
    from tests.tickets import cast

    forum = cast.a_forum()
    cast.a_kind(forum)
    return lambda number: cast.registered(forum, "twin@example.com").is_new


def confirm_or_lapse() -> Try:
    """One seat is confirmed and lapses, again and again, in the same instant."""
    from datetime import timedelta

    from django.utils import timezone

    from forum.leaving.verbs import lapse
    from forum.people.models import Attendee
    from forum.people.verbs import confirm
    from tests.tickets import cast

    cast.a_ticket(cast.a_forum())
    late = timezone.now() + timedelta(hours=2)

    def ask(number: int) -> str:
        attendee = Attendee.objects.select_related("forum").get()
        if number % 2:
            return "confirmed" if confirm(attendee, by="", at=late) else ""
        return "lapsed" if lapse(attendee, at=late) else ""

    return ask


def one_code() -> Try:
    """One code is shown at two desks, each time as a scan of its own."""
    return _scans(lambda number: f"nonce-{number:04}", desks=2)


def one_nonce() -> Try:
    """One scan of one desk is sent again and again."""
    return _scans(lambda number: "the-one-nonce", desks=1)


def one_pairing() -> Try:
    """One pairing link is opened on many devices."""
    from tests.tickets import cast
    from tickets.desks.verbs import open_desk, pair
    from tickets.errors import PairingOver

    forum = cast.a_forum()
    cast.a_kind(forum)
    secret = open_desk(forum, name="North door", by="").pairing

    def ask(number: int) -> str:
        try:
            return pair(forum, secret).token
        except PairingOver as refusal:
            return refusal.code

    return ask


def _scans(nonce: Callable[[int], str], *, desks: int) -> Try:
    from tests.tickets import cast
    from tickets.checkin.queries import answer_of, checkpoint_by_key
    from tickets.checkin.verbs import check_in
    from tickets.registration.codes import read

    forum = cast.a_forum()
    code = read(cast.a_ticket(forum).code)
    opened = [cast.a_desk(forum, f"Door {number}")[0] for number in range(desks)]

    def ask(number: int) -> dict[str, Any]:
        entrance = checkpoint_by_key(forum, "entrance")
        return answer_of(check_in(entrance, code, nonce=nonce(number), by=opened[number % desks]))

    return ask


def count() -> dict[str, int]:
    """Return what stands in the tables after a race."""
    from forum.live import past
    from forum.mail.models import OutboxMail
    from forum.people.models import Arrival, Attendee
    from tickets.models import Admission, CheckIn, Quota, Registration, Ticket

    tables = (Admission, Arrival, Attendee, CheckIn, OutboxMail, Registration, Ticket)
    sizes = {table.__name__: table.objects.count() for table in tables}
    return {**sizes, "taken": Quota.objects.get().taken, "told": past.head("arrivals:seoul")}


# The machinery ------------------------------------------------------------------------------------


def _race(name: str) -> dict[str, Any]:
    ask: Try = globals()[name]()
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    gate, said = fork.Barrier(PROCESSES), fork.SimpleQueue()
    children = [
        fork.Process(target=_child, args=(ask, number * THREADS, gate, said)) for number in range(PROCESSES)
    ]
    for child in children:
        child.start()
    answers = [answer for _ in children for answer in said.get()]
    for child in children:
        child.join()
    return {"answers": answers, "after": count()}


def _child(ask: Try, first: int, gate: Any, said: Any) -> None:
    here = threading.Barrier(THREADS + 1)
    answers: list[Any] = [None] * THREADS

    def run_one(index: int) -> None:
        connection.ensure_connection()
        here.wait()
        try:
            answers[index] = ask(first + index)
        except Exception as error:
            answers[index] = f"{type(error).__name__}: {error}"
        finally:
            connection.close()

    threads = [threading.Thread(target=run_one, args=[index]) for index in range(THREADS)]
    for thread in threads:
        thread.start()
    gate.wait()
    here.wait()
    for thread in threads:
        thread.join()
    said.put(answers)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "events_site.settings")
    django.setup()
    print(json.dumps(_race(sys.argv[1]), ensure_ascii=False))
