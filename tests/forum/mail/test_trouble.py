"""A mail server in trouble: nobody waits for it, nothing is lost, and what can never arrive is given up at once."""

from __future__ import annotations

import logging
import smtplib
import time
from datetime import timedelta
from itertools import pairwise

import pytest
from pytest_django import Settings

from forum.mail import verbs
from forum.mail.models import OutboxMail
from forum.mail.trouble import Trouble, trouble_of
from forum.mail.verbs import WAITS, send_due
from tests.forum.mail.server import HANG_UP, SAY_NOTHING, MailServer
from tests.forum.mail.test_verbs import NOW, a_mail
from tests.processes import free_port

SOON = timedelta(minutes=2)
"""After any pause of the line."""


def state(mail: OutboxMail) -> tuple[int, bool, bool]:
    """Return how often it was tried, whether it left, whether it was given up."""
    mail.refresh_from_db()
    return mail.attempts, mail.sent_at is not None, mail.failed_at is not None


@pytest.mark.django_db
def test_one_connection_serves_a_batch(server: MailServer) -> None:
    for number in range(7):
        a_mail(f"person{number}@example.com", subject=f"안녕 {number}")

    assert send_due(at=NOW) == 7
    assert (server.connections, len(server.taken)) == (1, 7)
    assert server.taken[0]["Subject"] == "안녕 0"


@pytest.mark.django_db
def test_a_server_that_is_away_costs_no_mail_a_try_and_is_asked_less_and_less(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    mails = [a_mail(), a_mail()]
    at, asked = NOW, []
    caplog.set_level(logging.WARNING)

    for _ in range(300):
        at += timedelta(seconds=2)
        before = verbs.line._until
        assert send_due(at=at) == 0
        if verbs.line._until != before:
            asked.append(at)

    pauses = [(later - earlier).total_seconds() for earlier, later in pairwise(asked)]
    assert pauses[0] <= 4 and 60 <= max(pauses) <= 62 and pauses == sorted(pauses)
    assert [state(mail) for mail in mails] == [(0, False, False)] * 2
    assert len(caplog.records) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("stage", ["hello", "EHLO", "RCPT", "DATA"])
def test_a_server_that_says_nothing_holds_a_batch_no_longer_than_its_patience(
    server: MailServer, stage: str
) -> None:
    mails = [a_mail(), a_mail(), a_mail()]
    server.answers[stage] = SAY_NOTHING

    began = time.monotonic()
    assert send_due(at=NOW) == 0
    assert time.monotonic() - began < 10  # 0.5 s for the step and for saying good-bye, on a busy machine
    assert verbs.line.away_since is not None
    assert [state(mail)[1:] for mail in mails] == [(False, False)] * 3
    assert sum(state(mail)[0] for mail in mails) == (0 if stage == "hello" else 1)

    del server.answers[stage]
    assert send_due(at=NOW + SOON) == 3
    assert verbs.line.away_since is None


@pytest.mark.django_db
def test_a_server_that_hangs_up_in_the_middle_loses_nothing(server: MailServer) -> None:
    first, second = a_mail(), a_mail()
    server.answers["DATA"] = HANG_UP

    assert send_due(at=NOW) == 0
    assert (state(first), state(second)) == ((1, False, False), (0, False, False))
    del server.answers["DATA"]
    assert send_due(at=NOW + SOON) == 2


@pytest.mark.django_db
def test_a_mailbox_that_is_not_there_is_given_up_and_holds_up_nobody(server: MailServer) -> None:
    nobody, somebody = a_mail("nobody@example.com"), a_mail("minji@example.com")
    server.answers["nobody@example.com"] = "550 5.1.1 No such user"

    assert send_due(at=NOW) == 1
    assert (state(nobody), state(somebody)) == ((1, False, True), (1, True, False))
    assert (nobody.last_error, nobody.facts) == ("550 5.1.1 No such user", {})
    assert send_due(at=NOW + timedelta(days=1)) == 0
    assert server.connections == 1


@pytest.mark.django_db
def test_a_mailbox_that_is_busy_is_tried_again_and_given_up_in_the_end(server: MailServer) -> None:
    mail = a_mail()
    server.answers["RCPT"] = "450 4.2.1 Greylisted"
    at, waits = NOW, []

    while not state(mail)[2]:
        assert send_due(at=at) == 0
        mail.refresh_from_db()
        waits.append(mail.due_at - at)
        at = max(at + timedelta(seconds=1), mail.due_at)
        if len(waits) > 10:
            break

    assert (state(mail), mail.last_error) == ((len(WAITS) + 1, False, True), "450 4.2.1 Greylisted")
    assert [round(wait / timedelta(minutes=1), 1) for wait in waits[:-1]] == [0.5, 3, 10, 60, 360]


@pytest.mark.django_db
def test_a_login_that_is_refused_is_the_lines_trouble(server: MailServer, settings: Settings) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "forum", "wrong"
    server.answers["EHLO"] = "250 AUTH PLAIN"
    server.answers["AUTH"] = "535 5.7.8 Wrong password"
    mail = a_mail()

    assert send_due(at=NOW) == 0
    assert state(mail) == (0, False, False)


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (TimeoutError("timed out"), Trouble.LINE),
        (ConnectionRefusedError(), Trouble.LINE),
        (smtplib.SMTPServerDisconnected("gone"), Trouble.LINE),
        (smtplib.SMTPAuthenticationError(535, b"no"), Trouble.LINE),
        (smtplib.SMTPSenderRefused(550, b"not you", "forum@localhost"), Trouble.LINE),
        (smtplib.SMTPDataError(421, b"closing"), Trouble.LINE),
        (smtplib.SMTPDataError(451, b"later"), Trouble.LATER),
        (smtplib.SMTPDataError(554, b"5.6.0 malformed"), Trouble.FOR_GOOD),
        (smtplib.SMTPDataError(554, b"5.7.1 listed"), Trouble.LATER),
        (smtplib.SMTPRecipientsRefused({"a@example.com": (550, b"5.1.1 unknown")}), Trouble.FOR_GOOD),
        (smtplib.SMTPRecipientsRefused({"a@example.com": (550, b"unknown")}), Trouble.FOR_GOOD),
        (smtplib.SMTPRecipientsRefused({"a@example.com": (552, b"5.2.2 full")}), Trouble.FOR_GOOD),
        (smtplib.SMTPRecipientsRefused({"a@example.com": (450, b"greylisted")}), Trouble.LATER),
        (smtplib.SMTPRecipientsRefused({"a@example.com": (554, b"5.7.1 relaying denied")}), Trouble.LATER),
        (ValueError("a header of two lines"), Trouble.LATER),
    ],
)
def test_what_an_error_means(error: Exception, trouble: Trouble) -> None:
    assert trouble_of(error) is trouble
