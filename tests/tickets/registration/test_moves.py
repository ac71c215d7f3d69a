"""A forum that moves: the ticket's calendar entry, and the mail to whoever holds one."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from icalendar import Calendar, Component

from forum.forums.models import Forum
from forum.forums.verbs import open_forum
from forum.live.due import registered as due
from forum.mail.verbs import send_due
from forum.people.models import Attendee
from tests.mails import part_of
from tests.tickets.cast import a_forum, a_ticket
from tickets.registration.models import Ticket
from tickets.registration.verbs import TELL_AFTER, cancel, reissue, tell_of_moves

pytestmark = pytest.mark.django_db

SEOUL = ZoneInfo("Asia/Seoul")
NINE = datetime(2027, 5, 12, 9, tzinfo=SEOUL)
WEEK = timedelta(days=7)


@pytest.fixture
def forum() -> Forum:
    """Two days of next May, 9:00 to 18:00."""
    return a_forum(
        "seoul",
        name_en="Courtyard: Forum",
        starts_at=NINE,
        ends_at=NINE + timedelta(hours=33),
        registration_closes_at=NINE,
        contact="hello@example.org",
        privacy_contact="privacy@example.org",
    )


def moved(forum: Forum, by: timedelta = WEEK, at: datetime = NINE - 9 * WEEK) -> Forum:
    """Move the forum by its verb, as `manage.py open_forum` does."""
    times = {"starts_at": forum.starts_at + by, "ends_at": forum.ends_at + by}
    return open_forum(forum.slug, **times, venue={}, spaces={}, by="boss", at=at)


def entries(body: str | bytes) -> list[Component]:
    return list(Calendar.from_ical(body).walk("VEVENT"))


def test_the_entry_is_one_a_day_by_the_hosts_with_an_alarm_under_the_name_people_know(
    client: Client, forum: Forum
) -> None:
    response = client.get("/en/seoul/ticket/calendar.ics")

    found = entries(response.content)
    assert [(str(day["SUMMARY"]), day["DTSTART"].dt, day["DTEND"].dt) for day in found] == [
        ("Courtyard: Forum, day 1", NINE, NINE + timedelta(hours=9)),
        ("Courtyard: Forum, day 2", NINE + timedelta(days=1), NINE + timedelta(hours=33)),
    ]
    assert {str(day["ORGANIZER"]) for day in found} == {"mailto:hello@example.org"}
    assert [day.walk("VALARM")[0]["TRIGGER"].dt for day in found] == [timedelta(hours=-2)] * 2
    assert len({str(day["UID"]) for day in found}) == 2
    assert response["Content-Disposition"] == 'attachment; filename="Courtyard Forum.ics"'


def test_the_file_has_a_korean_name_in_korean(client: Client, forum: Forum) -> None:
    response = client.get("/ko/seoul/ticket/calendar.ics")

    assert "filename*=utf-8''%ED%8F%AC%EB%9F%BC%20seoul.ics" in response["Content-Disposition"]


def test_without_a_contact_the_sender_of_mails_is_the_organizer(client: Client, forum: Forum) -> None:
    Forum.objects.update(contact="")

    organizer = entries(client.get("/en/seoul/ticket/calendar.ics").content)[0]["ORGANIZER"]

    assert "privacy" not in organizer


def test_holders_get_the_new_entry_by_mail_once(client: Client, forum: Forum) -> None:
    ada = a_ticket(forum, "ada@example.com", language="en")
    a_ticket(forum, "minji@example.com", language="ko")
    before = entries(client.get("/en/seoul/ticket/calendar.ics").content)
    send_due()
    mail.outbox.clear()
    at = NINE - 9 * WEEK
    moved(forum, at=at)

    told = [tell_of_moves(at=at + wait) for wait in (TELL_AFTER / 2, TELL_AFTER, TELL_AFTER * 2)]
    send_due(at=at + TELL_AFTER * 2)

    assert told == [0, 2, 0]
    english = next(sent for sent in mail.outbox if sent.to == ["ada@example.com"])
    korean = next(sent for sent in mail.outbox if sent.to == ["minji@example.com"])
    assert "Wed 19 May, 09:00 – Thu 20 May 2027, 18:00, Korea time (KST, UTC+9)" in english.body
    assert "2027년 5월 19일(수) 09:00 – 20일(목) 18:00, 한국 시간(KST, UTC+9)" in korean.body
    assert f"/en/seoul/ticket/?t={ada.key}." in english.body
    file = part_of(english, "text/calendar")
    assert file.get_filename() == "Courtyard Forum.ics"
    after = entries(file.get_payload(decode=True))
    assert [day["UID"] for day in after] == [day["UID"] for day in before]
    assert [day["DTSTART"].dt - old["DTSTART"].dt for day, old in zip(after, before, strict=True)] == [
        WEEK
    ] * 2
    assert [(day["SEQUENCE"], day["DTSTAMP"].dt, day["LAST-MODIFIED"].dt) for day in after] == [
        (1, at, at)
    ] * 2


def test_a_slip_put_right_at_once_is_mailed_as_it_is_now(forum: Forum) -> None:
    a_ticket(forum)
    at = NINE - 9 * WEEK
    wrong = moved(forum, at=at)
    moved(wrong, by=-WEEK / 7, at=at + TELL_AFTER / 2)

    assert [tell_of_moves(at=at + wait) for wait in (TELL_AFTER, TELL_AFTER * 2)] == [0, 1]
    assert Ticket.objects.get().told_sequence == 2


def test_nobody_is_told_who_left_gave_back_or_knows_or_when_it_is_over(forum: Forum) -> None:
    at = NINE - 9 * WEEK
    left, gave_back, knows = (a_ticket(forum, f"{name}@example.com") for name in ("left", "back", "knows"))
    Attendee.objects.filter(pk=left.attendee.pk).update(withdrawn_at=at)
    cancel(gave_back, by="")
    now = moved(forum, at=at)
    knows.attendee.forum.refresh_from_db()
    reissue(knows, by="", at=at)
    late = a_ticket(now, "late@example.com")

    assert tell_of_moves(at=at + TELL_AFTER) == 0
    assert Ticket.objects.get(pk=late.pk).told_sequence == 1
    Ticket.objects.update(told_sequence=0)
    assert tell_of_moves(at=now.ends_at) == 0


def test_many_holders_are_told_in_several_goes(forum: Forum) -> None:
    for number in range(3):
        a_ticket(forum, f"guest{number}@example.com")
    at = NINE - 9 * WEEK
    moved(forum, at=at)

    assert [tell_of_moves(limit=2, at=at + TELL_AFTER) for _ in range(3)] == [2, 1, 0]


def test_the_clock_tells_them(forum: Forum) -> None:
    a_ticket(forum)
    at = NINE - 9 * WEEK
    moved(forum, at=at)
    tell = due["registration.tell"].work

    assert [tell(at + TELL_AFTER), tell(at + TELL_AFTER)] == [at + TELL_AFTER, None]
