"""The outbox: nothing sent twice, nothing lost, every reader in their language."""

from __future__ import annotations

from datetime import timedelta
from email.message import Message
from pathlib import Path

import pytest
from django.core import mail
from django.test import override_settings
from django.utils import timezone
from pytest_django import Settings

from forum.mail.models import OutboxMail
from forum.mail.verbs import WAITS, Attachment, forget_sent, queue_mail, send_due
from tests.forum.live.stack import Stack
from tests.forum.racing import together

NOW = timezone.now() + timedelta(days=1)
"""Later than any moment of this run."""


def a_mail(to: str = "minji@example.com", **fields: object) -> OutboxMail:
    values: dict[str, object] = {"language": "en", "context": {"code": "R&D"}, **fields}
    return queue_mail(to, template="account/email/login_code", **values)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_mail_that_failed_waits_longer_each_time_and_is_kept_in_the_end(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "tests.forum.mail.broken.EmailBackend"
    kept = a_mail()
    at = NOW
    tries = 0
    for _ in range(20):
        tries += 1
        assert send_due(at=at) == 0
        kept.refresh_from_db()
        at = kept.due_at
        if not OutboxMail.objects.waiting(at).exists():
            break

    assert (tries, kept.attempts, kept.sent_at) == (len(WAITS) + 1, len(WAITS) + 1, None)
    assert kept.last_error == "ConnectionRefusedError: no server today"


@pytest.mark.django_db
def test_mail_after_a_failure_is_not_due_before_its_wait(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "tests.forum.mail.broken.EmailBackend"
    a_mail()
    send_due(at=NOW)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    assert (send_due(at=NOW + WAITS[0] / 2), send_due(at=NOW + WAITS[0])) == (0, 1)


@pytest.mark.django_db
def test_mail_is_not_sent_before_its_time() -> None:
    a_mail(at=NOW + timedelta(hours=1))

    assert (send_due(at=NOW), send_due(at=NOW + timedelta(hours=1))) == (0, 1)


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
def test_mail_speaks_the_readers_language_and_escapes_only_html() -> None:
    korean, english = a_mail(language="ko"), a_mail(language="en")

    assert english.subject == "R&D is your code to sign in"
    assert "    R&D\n" in english.text
    assert '<h1 translate="no">R&amp;D</h1>' in english.html
    assert '<html lang="ko">' in korean.html


@pytest.mark.django_db
def test_mail_carries_a_calendar_with_its_method() -> None:
    file = Attachment("forum.ics", "text/calendar; method=REQUEST", "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n")
    a_mail(attachments=[file])

    send_due(at=NOW)

    message = mail.outbox[0].message()
    parts = {part.get_content_type(): part for part in message.walk()}
    part: Message = parts["text/calendar"]
    assert (part.get_param("method"), part.get_filename(), part.get_content_charset()) == (
        "REQUEST",
        "forum.ics",
        "utf-8",
    )
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.startswith(b"BEGIN:VCALENDAR")
    assert message["Auto-Submitted"] == "auto-generated"


@pytest.mark.django_db
def test_mail_sent_a_month_ago_is_forgotten() -> None:
    old, recent, unsent = a_mail(), a_mail(), a_mail()
    OutboxMail.objects.filter(pk=old.pk).update(sent_at=NOW - timedelta(days=31))
    OutboxMail.objects.filter(pk=recent.pk).update(sent_at=NOW - timedelta(days=29))

    assert forget_sent(NOW) == 1
    assert set(OutboxMail.objects.all()) == {recent, unsent}
