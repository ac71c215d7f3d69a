"""Fills a site of the bench's own; run for it by `bench/site.py`: `python -m bench.stock seats|tickets|statements …`

Each prints JSON. The forum is that of the demo.
"""

from __future__ import annotations

import json
import os
import sys
from io import StringIO
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "events_site.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 (all of these need the app registry)
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from forum.forums.queries import forum_by_slug  # noqa: E402
from forum.people.models import Attendee, User  # noqa: E402
from tickets.desks.verbs import open_desk, pair  # noqa: E402
from tickets.registration.models import Registration, Ticket  # noqa: E402

FORUM = "demo"
SCANS = f"/api/v1/forums/{FORUM}/checkpoints/entrance/scans"
BATCH = 2_000
OF_TRANSACTIONS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def seats(count: int) -> list[dict[str, str]]:
    """Return tokens for so many attendees and the room they have in common."""
    printed = StringIO()
    call_command("live_tokens", FORUM, count=count, stdout=printed)
    return [json.loads(line) for line in printed.getvalue().splitlines()]


def tickets(count: int) -> dict[str, Any]:
    """Issue so many more tickets, pair a desk; return its token and the codes."""
    forum = forum_by_slug(FORUM)
    codes: list[str] = []
    for start in range(0, count, BATCH):
        codes += _issue(forum, min(BATCH, count - start))
    desk = open_desk(forum, name=f"Bench {Ticket.objects.count()}", by="")
    return {"token": pair(forum, desk.pairing).token, "codes": codes, "path": SCANS}


def statements(token: str, code: str) -> dict[str, Any]:
    """Scan a code and return the SQL it took."""
    headers = {"authorization": f"Desk {token}", "host": "localhost"}
    body = {"code": code, "nonce": "statements"}
    with CaptureQueriesContext(connection) as captured:
        answer = Client().post(SCANS, body, content_type="application/json", headers=headers)
    said = [query["sql"] for query in captured.captured_queries]
    return {
        "answer": answer.json()["status"],
        "statements": [sql for sql in said if not sql.startswith(OF_TRANSACTIONS)],
        "round_trips": len(said),
    }


def _issue(forum: Any, count: int) -> list[str]:
    kind = forum.ticket_types.get(key="general")
    known = User.objects.count()
    users = User.objects.bulk_create(
        User(email=f"bench{number}@example.com", name=f"Guest {number}", password="!")
        for number in range(known, known + count)
    )
    people = Attendee.objects.bulk_create(Attendee(forum=forum, user=user, name=user.name) for user in users)
    registrations = Registration.objects.bulk_create(Registration(attendee=one) for one in people)
    issued = Ticket.objects.bulk_create(Ticket(registration=one, type=kind) for one in registrations)
    return [ticket.code for ticket in issued]


def main(what: str, *arguments: str) -> None:
    """Make tables and forum where they are missing, then what was asked for."""
    if what != "statements":
        call_command("migrate", verbosity=0)
        call_command("seed_demo", stdout=StringIO())
    done: Any
    if what == "statements":
        done = statements(*arguments)
    else:
        done = {"seats": seats, "tickets": tickets}[what](int(arguments[0]))
    sys.stdout.write(json.dumps(done))


if __name__ == "__main__":
    main(*sys.argv[1:])
