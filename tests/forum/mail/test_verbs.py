"""The outbox: nothing sent twice, nothing lost, every reader in their language."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.mail import get_connection
from django.test import override_settings
from django.utils import timezone

from forum.mail.message import Message
from forum.mail.models import OutboxMail
from forum.mail.registry import Attachment, Letter, rendered
from forum.mail.verbs import KEPT, forget_sent, queue_mail, send_due
from tests.forum.cast import a_forum, an_attendee
from tests.forum.live.stack import Stack
from tests.forum.mail.server import MailServer
from tests.forum.racing import together
from tests.mails import part_of

NOW = timezone.now() + timedelta(days=1)
"""Later than any moment of this run."""


def a_mail(to: str = "minji@example.com", **fields: Any) -> OutboxMail:
    """A mail that was written beforehand."""
    said = {"subject": "R&D", "text": "R&D\n", "html": "<p>R&amp;D</p>"}
    known = {name: fields.pop(name) for name in ("at", "useful_until") if name in fields}
    return queue_mail("written", to, language="en", **known, **{**said, **fields})


@pytest.mark.django_db
def test_mail_is_not_sent_before_its_time() -> None:
    a_mail(at=NOW + timedelta(hours=1))

    assert (send_due(at=NOW), send_due(at=NOW + timedelta(hours=1))) == (0, 1)


@pytest.mark.django_db
def test_a_letter_nobody_writes_is_not_queued() -> None:
    with pytest.raises(ValueError, match="tickets.nothing"):
        queue_mail("tickets.nothing", "minji@example.com", language="en")


@pytest.mark.django_db
def test_mail_that_has_nothing_to_say_any_more_is_not_sent() -> None:
    an_attendee(a_forum(), "minji@example.com")
    late = queue_mail("signin.code", "minji@example.com", language="en", code="X", useful_until=NOW)
    gone = queue_mail("tickets.ticket", "minji@example.com", language="en", ticket="nothing")

    assert send_due(at=NOW + timedelta(seconds=1)) == 0
    assert not OutboxMail.objects.filter(pk__in=(late.pk, gone.pk)).exists()
    assert mail.outbox == []


@pytest.mark.django_db
def test_mail_claimed_by_a_process_that_died_is_sent_after_the_claim() -> None:
    kept = a_mail()
    OutboxMail.objects.filter(pk=kept.pk).update(claimed_until=NOW + timedelta(minutes=1), attempts=1)

    assert (send_due(at=NOW), send_due(at=NOW + timedelta(minutes=2))) == (0, 1)


def test_mail_looked_at_by_many_is_sent_once(database: Stack, tmp_path: Path) -> None:
    OutboxMail.objects.all().delete()
    for number in range(12):
        a_mail(f"person{number}@example.com")

    folder = {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": tmp_path,
    }
    with override_settings(**folder):
        sent = together(4, lambda number: send_due(at=NOW))

    assert sum(number for number in sent if isinstance(number, int)) == 12
    texts = "".join(file.read_text() for file in tmp_path.iterdir())
    assert sorted(texts.count(f"To: person{number}@example.com") for number in range(12)) == [1] * 12


@pytest.mark.django_db
def test_letters_speak_the_readers_language_and_escape_only_html() -> None:
    korean, english = (
        rendered("forum/signin/mail/code", {"code": "R&D"}, language=language) for language in ("ko", "en")
    )

    assert english.subject == "R&D is your code to sign in"
    assert "    R&D\n" in english.text
    assert "R&amp;D" in english.html and "R&D" not in english.html
    assert '<html lang="ko">' in korean.html


@pytest.mark.django_db
def test_what_left_keeps_no_facts() -> None:
    kept = queue_mail("signin.code", "minji@example.com", language="en", code="SECRET")

    send_due(at=NOW)

    kept.refresh_from_db()
    assert (kept.facts, kept.sent_at is None) == ({}, False)


@pytest.mark.django_db
def test_mail_carries_a_calendar_with_its_method_and_a_senders_name() -> None:
    file = Attachment("forum.ics", "text/calendar; method=REQUEST", "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n")
    kept = a_mail(files=[file._asdict()], sender="마당, 포럼", reply_to="ask@example.com")

    send_due(at=NOW)

    message = mail.outbox[0].message()
    calendar = part_of(mail.outbox[0], "text/calendar")
    assert (calendar.get_param("method"), calendar.get_filename(), calendar.get_content_charset()) == (
        "REQUEST",
        "forum.ics",
        "utf-8",
    )
    payload = calendar.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.splitlines() == file.text.encode().splitlines()
    assert (str(message["From"]), message["Reply-To"]) == (
        '"마당, 포럼" <forum@localhost>',
        "ask@example.com",
    )
    assert message["Auto-Submitted"] == "auto-generated"
    assert str(message["Message-ID"]).startswith(f"<{kept.pk}.")


@pytest.mark.django_db
def test_a_picture_comes_with_the_html_that_shows_it(server: MailServer) -> None:
    letter = Letter("제목", "글", '<p>그림</p><img src="cid:qr">', pictures={"qr": b"\x89PNG"})
    Message(a_mail(), letter, get_connection()).send()

    (taken,) = server.taken
    text, html = taken.iter_parts() if taken.get_content_type() == "multipart/alternative" else ()
    page, picture = html.iter_parts()
    assert (text.get_content().strip(), page.get_content().strip()) == (letter.text, letter.html)
    assert (html.get_content_type(), picture["Content-ID"], picture.get_content()) == (
        "multipart/related",
        "<qr>",
        b"\x89PNG",
    )


@pytest.mark.django_db
def test_a_line_end_in_a_name_makes_no_header() -> None:
    a_mail(sender="Forum\r\nBcc: all@example.com")

    assert send_due(at=NOW) == 1
    message = mail.outbox[0].message()
    assert str(message["From"]) == '"Forum Bcc: all@example.com" <forum@localhost>'
    assert message["Bcc"] is None


@pytest.mark.django_db
def test_mail_sent_or_given_up_a_month_ago_is_forgotten() -> None:
    old, failed, recent, unsent = a_mail(), a_mail(), a_mail(), a_mail()
    OutboxMail.objects.filter(pk=old.pk).update(sent_at=NOW - KEPT - timedelta(days=1))
    OutboxMail.objects.filter(pk=failed.pk).update(failed_at=NOW - KEPT - timedelta(days=1))
    OutboxMail.objects.filter(pk=recent.pk).update(sent_at=NOW - KEPT + timedelta(days=1))

    assert forget_sent(NOW) == 2
    assert set(OutboxMail.objects.all()) == {recent, unsent}
