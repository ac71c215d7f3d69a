"""Fills a site of the bench's own; run for it by `bench/site.py`: `python -m bench.stock WHAT …`, prints JSON."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from itertools import cycle
from typing import Any
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "events_site.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 (all of these need the app registry)
from django.db import connection, models  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from events_site.demo.seed import agree  # noqa: E402
from forum.agenda.models import SavedSession  # noqa: E402
from forum.forums.models import Space  # noqa: E402
from forum.forums.queries import forum_by_slug  # noqa: E402
from forum.live.models import Node, Presence  # noqa: E402
from forum.people.models import Attendee, User  # noqa: E402
from forum.programme.models import Session, Speaker  # noqa: E402
from networking.rooms.models import Membership, Room  # noqa: E402
from networking.rounds.models import Mixer, Phase, Ready, Where  # noqa: E402
from tickets.desks.verbs import open_desk, pair  # noqa: E402
from tickets.registration.models import Quota, Registration, Ticket  # noqa: E402

FORUM = "demo"
SCANS = f"/api/v1/forums/{FORUM}/checkpoints/entrance/scans"
OF_TRANSACTIONS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def prepare() -> None:
    """Make tables and the demo forum; end its mixer, which would pair the crowd off while it is measured."""
    call_command("migrate", verbosity=0)
    call_command("seed_demo", stdout=StringIO())
    Mixer.objects.update(phase=Phase.ENDED, ends_at=None)


def room(count: str) -> None:
    """Make so many seats more than are taken."""
    Quota.objects.update(size=models.F("taken") + int(count))


def seats(count: str) -> list[dict[str, str]]:
    """Return tokens for so many attendees and the room they have in common."""
    printed = StringIO()
    call_command("live_tokens", FORUM, count=int(count), stdout=printed)
    return [json.loads(line) for line in printed.getvalue().splitlines()]


def crowd(size: str, comers: str) -> list[dict[str, str]]:
    """Fill a session and a room with so many people who are there; return for each of those to come their token, and
    the topics of the session, of the room, and of a room of their own for two."""
    forum, coming = forum_by_slug(FORUM), seats(comers)
    there = _people(int(size))
    agree(forum, there, timezone.now())
    mixer = Mixer.objects.create(forum=forum, name_ko=size, name_en=size, where=Where.ONLINE)
    Ready.objects.bulk_create(Ready(mixer=mixer, attendee=one, given_by=one.key) for one in there)
    large, *small = Room.objects.bulk_create(Room(forum=forum, title=size) for _ in range(1 + len(coming)))
    node = Node.objects.create(seen_at=timezone.now() + timedelta(days=1))
    open_there = [
        (topic, one.key) for one in there for topic in (f"user:{one.key}", mixer.topic, large.topic)
    ]
    Presence.objects.bulk_create(Presence(node=node, topic=topic, key=key) for topic, key in open_there)
    known = dict(Attendee.objects.of(forum).values_list("key", "pk"))
    members = [(large.pk, one.pk) for one in there] + [(large.pk, known[one["attendee"]]) for one in coming]
    for two, one, other in zip(small, coming, cycle(there)):
        members += [(two.pk, known[one["attendee"]]), (two.pk, other.pk)]
    Membership.objects.bulk_create(Membership(room_id=where, attendee_id=who) for where, who in members)
    return [
        {"token": one["token"], "mixer": mixer.topic, "room": large.topic, "small room": two.topic}
        for one, two in zip(coming, small, strict=True)
    ]


def desk() -> dict[str, Any]:
    """Pair a desk; return where it scans, the header it shows, and the SQL of one scan."""
    forum = forum_by_slug(FORUM)
    token = pair(forum, open_desk(forum, name="Bench", by="").pairing).token
    first, second = _issue(2)
    _scan(token, first)  # writes that the desk was seen, which the next ones need not
    return {"path": SCANS, "authorization": f"Desk {token}", "statements": _scan(token, second)}


def tickets(count: str, size: str) -> dict[str, Any]:
    """Issue so many tickets more, and copies of the last that nobody will show until there are `size`."""
    codes = _issue(int(count))
    _copy_tickets(int(size) - Ticket.objects.count())
    return {"codes": codes, "tickets": Ticket.objects.count()}


def programme(size: str) -> dict[str, Any]:
    """Let the forum have so many sessions, and speakers in proportion, by copies of the demo's in more places.

    Return the pages with their addresses, and the cookie of an attendee who saved twelve sessions.
    """
    forum = forum_by_slug(FORUM)
    first = [session for session in forum.sessions.with_details() if session.key.startswith("s")]
    voices, places = forum.speakers.exclude(key__startswith="copy-"), forum.venue.spaces.filter(floor__lt=100)
    for number in range(1, -(-int(size) // len(first))):
        if forum.sessions.count() < number * len(first) + 1:
            some = first[: int(size) - number * len(first)]
            _copy_programme(some, list(voices.all()), list(places.all()), f"copy-{number}-", 100 * number)
    Mixer.objects.filter(forum=forum).update(phase=Phase.WAITING)
    me, mixer = Attendee.objects.of(forum).order_by("pk")[0], Mixer.objects.get(forum=forum)
    SavedSession.objects.bulk_create(
        (SavedSession(attendee=me, session=one) for one in first[::5]), ignore_conflicts=True
    )
    client = Client()
    client.force_login(me.user, backend="django.contrib.auth.backends.ModelBackend")
    day = forum.pages[-1].date.isoformat()
    return {
        "sessions": forum.sessions.count(),
        "speakers": forum.speakers.count(),
        "cookie": client.cookies["sessionid"].OutputString(attrs=[]),
        "pages": {
            "forum": f"/en/{FORUM}/?day={day}&past=1",
            "speakers": f"/en/{FORUM}/speakers/",
            "session": f"/en/{FORUM}/sessions/{first[0].key}/",
            "API list": f"/api/v1/forums/{FORUM}/sessions",
        },
        "own_pages": {
            "lobby": f"/en/{FORUM}/networking/{mixer.key}/",
            "My day": f"/en/{FORUM}/me/",
        },
    }


def _copy_programme(
    sessions: list[Session], voices: list[Speaker], places: list[Space], prefix: str, floors: int
) -> None:
    speakers, spaces = {}, {}
    for voice in voices:
        speakers[voice.pk], voice.pk, voice.key = voice, None, f"{prefix}{voice.key}"
    for place in places:
        spaces[place.pk], place.pk, place.key = place, None, f"{prefix}{place.key}"
        place.floor += floors
    Speaker.objects.bulk_create(voices)
    Space.objects.bulk_create(places)
    for session in sessions:
        spoken_by = [speakers[one.pk] for one in session.speakers.all()]
        session = Session.objects.get(pk=session.pk)
        session.pk, session.uid, session.key = None, uuid4(), f"{prefix}{session.key}"
        session.space = spaces[session.space_id] if session.space_id else None
        session.save()
        session.speakers.set(spoken_by)


def _scan(token: str, code: str) -> list[str]:
    headers = {"authorization": f"Desk {token}", "host": "localhost"}
    body = {"code": code, "nonce": code}
    with CaptureQueriesContext(connection) as captured:
        answer = Client().post(SCANS, body, content_type="application/json", headers=headers)
    assert answer.json()["status"] == "ok", answer.json()
    said = [query["sql"].strip() for query in captured.captured_queries]
    return [sql[:100] for sql in said if not sql.startswith(OF_TRANSACTIONS)]


def _issue(count: int) -> list[str]:
    kind = forum_by_slug(FORUM).ticket_types.get(key="general")
    registrations = Registration.objects.bulk_create(Registration(attendee=one) for one in _people(count))
    issued = Ticket.objects.bulk_create(Ticket(registration=one, type=kind) for one in registrations)
    return [ticket.code for ticket in issued]


def _people(count: int) -> list[Attendee]:
    forum = forum_by_slug(FORUM)
    numbers = range(User.objects.count(), User.objects.count() + count)
    users = User.objects.bulk_create(
        User(email=f"bench{number}@example.com", name=f"Guest {number}", password="!") for number in numbers
    )
    return Attendee.objects.bulk_create(Attendee(forum=forum, user=user, name=user.name) for user in users)


def _copy_tickets(count: int) -> None:
    users = _copy(User, f"generate_series(1, {count})", email="'copy' || n || '@example.com'")
    people = _copy(Attendee, users, user_id="n", key="lpad(n::text, 12, '0')")
    registrations = _copy(Registration, people, attendee_id="n")
    codes = {"code": "lpad(n::text, 27, '0')", "typing_code": "lpad(n::text, 8, '0')"}
    _copy(Ticket, registrations, registration_id="n", key="lpad(n::text, 12, '0')", **codes)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _copy(model: type[models.Model], source: str, **differs: str) -> str:
    """Insert a copy of the model's newest row for each n of `source`, columns that differ given as SQL of n.

    Return the new ids as a source for what refers to them.
    """
    table, newest = model._meta.db_table, model._default_manager.order_by("pk").last()
    assert newest is not None
    differs["id"] = f"nextval(pg_get_serial_sequence('{table}', 'id'))"
    columns = [field.column for field in model._meta.concrete_fields]
    values = ", ".join(differs.get(str(column), f'one."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} AS one, {source} AS many(n) "
            f"WHERE one.id = {newest.pk}"
        )
    return f"(SELECT id FROM {table} WHERE id > {newest.pk})"


if __name__ == "__main__":
    commands: dict[str, Callable[..., Any]] = {
        one.__name__: one for one in (prepare, room, seats, crowd, desk, tickets, programme)
    }
    what, *arguments = sys.argv[1:]
    sys.stdout.write(json.dumps(commands[what](*arguments)))
