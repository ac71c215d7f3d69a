"""Putting mail into the outbox, and sending what is due. A mail is queued with what it tells about."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError
from django.db.models import F
from django.utils import timezone

from forum.mail.message import Message
from forum.mail.models import MAX_ATTEMPTS, OutboxMail
from forum.mail.registry import is_known, letter_of
from forum.mail.trouble import Trouble, in_words, trouble_of

if TYPE_CHECKING:
    from forum.forums.models import Forum

logger = logging.getLogger(__name__)

CLAIM = timedelta(minutes=3)
"""How long a mail belongs to the process that took it; after that its sender counts as dead."""

BATCH_SECONDS = 60
"""When a batch takes no further mail: well before the first claims could end, however slow the server."""

WAITS = [timedelta(minutes=n) for n in (0.5, 3, 10, 60, 360)]
"""How long a mail waits after each failure; after the last one it is given up, for a human to see."""

KEPT = timedelta(days=30)
FILE_RULE = b"-" * 79 + b"\n"
"""What Django writes after each mail of a file."""


class Line:
    """What this process knows of the mail server: whether it was away, and how long to leave it alone."""

    LONGEST = timedelta(minutes=1)

    away_since: datetime | None = None
    _until: datetime | None = None
    _pause = timedelta()

    def rests(self, at: datetime) -> bool:
        """Tell whether it is too early to try again."""
        return self._until is not None and at < self._until

    def failed(self, error: Exception, at: datetime) -> None:
        """Leave the server alone, twice as long each time; say so once."""
        if self.away_since is None:
            self.away_since = at
            logger.warning("The mail server takes no mail; what waits is kept: %s", in_words(error))
        self._pause = min(self._pause * 2 or timedelta(seconds=2), self.LONGEST)
        self._until = at + self._pause

    def answered(self, at: datetime) -> None:
        """Take it that all is well again."""
        if self.away_since is not None:
            logger.warning("The mail server takes mail again, after %s.", at - self.away_since)
        self.away_since, self._until, self._pause = None, None, timedelta()


line = Line()


def queue_mail(
    letter: str,
    to: str,
    *,
    language: str,
    forum: Forum | None = None,
    useful_until: datetime | None = None,
    at: datetime | None = None,
    **facts: Any,
) -> OutboxMail:
    """Write one mail into the caller's transaction: a registered kind of letter, and the facts it is written from.

    It is sent from `at` on, and not after `useful_until`: nobody wants yesterday's code. Facts are keys and codes.
    """
    if not is_known(letter):
        raise ValueError(f"nobody writes letters of the kind {letter}")
    at = at or timezone.now()
    return OutboxMail.objects.create(
        to=to, letter=letter, facts=facts, language=language, forum=forum, queued_at=at, due_at=at,
        useful_until=useful_until,
    )  # fmt: skip


def send_due(*, limit: int = 50, at: datetime | None = None) -> int:
    """Send what is due over one connection and return how many mails left.

    Safe in any number of processes: each mail is claimed by one conditional update before it is sent.
    A process that dies between sending and noting it leaves a mail that is sent again after the claim.
    While the server is away no mail is touched; it is asked again after a pause that grows to a minute.
    """
    at = at or timezone.now()
    began = time.monotonic()
    if line.rests(at) or not (due := list(OutboxMail.objects.waiting(at)[:limit])):
        return 0
    sent = 0
    with _one_connection() as server:
        for mail in due:
            passed = timedelta(seconds=time.monotonic() - began)
            if passed.total_seconds() > BATCH_SECONDS or line.rests(at + passed):
                break
            if _claim(mail, at + passed) and _open(server, mail, at + passed):
                sent += _send(mail, server, at + passed)
    return sent


def forget_sent(at: datetime) -> int:
    """Delete mail that left or was given up a month ago: it holds addresses nobody needs any more."""
    old = at - KEPT
    sent, _ = OutboxMail.objects.filter(sent_at__lt=old).delete()
    failed, _ = OutboxMail.objects.filter(failed_at__lt=old).delete()
    return sent + failed


def forget_mail(address: str) -> None:
    """Delete every mail to this address, sent or not; where mail is written to files, there, too."""
    OutboxMail.objects.filter(to=address).delete()
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    for file in Path(folder).iterdir() if folder and Path(folder).is_dir() else ():
        mails = file.read_bytes().split(FILE_RULE)
        kept = [mail for mail in mails if f"To: {address}".encode() not in mail]
        if len(kept) < len(mails):
            file.write_bytes(FILE_RULE.join(kept))


@contextmanager
def _one_connection() -> Iterator[BaseEmailBackend]:
    """Give the backend of a batch, and close its connection whatever became of it."""
    server = get_connection()
    try:
        yield server
    finally:
        with suppress(Exception):
            server.close()


def _claim(mail: OutboxMail, at: datetime) -> bool:
    """Take the mail for this process; False when another was faster."""
    claimed = OutboxMail.objects.waiting(at).filter(pk=mail.pk, attempts=mail.attempts)
    return bool(claimed.update(claimed_until=at + CLAIM, attempts=F("attempts") + 1))


def _open(server: BaseEmailBackend, mail: OutboxMail, at: datetime) -> bool:
    """Open the connection unless it is open; where that fails, the mail has not been tried."""
    try:
        server.open()
    except Exception as error:
        _note(mail, attempts=mail.attempts)
        line.failed(error, at)
        return False
    return True


def _send(mail: OutboxMail, server: BaseEmailBackend, at: datetime) -> bool:
    """Write the letter, hand it to the server, and note the end of it; tell whether a mail left."""
    try:
        letter = None if mail.useful_until and mail.useful_until < at else letter_of(mail)
        if letter is None:
            OutboxMail.objects.filter(pk=mail.pk).delete()  # there is nothing to say any more
            return False
        Message(mail, letter, server).send()
    except DatabaseError:
        raise  # the mail is not to blame; it belongs to this process until the claim ends
    except Exception as error:
        _failed(mail, error, at)
        return False
    line.answered(at)
    _note(mail, sent_at=at, facts={}, last_error="")
    return True


def _failed(mail: OutboxMail, error: Exception, at: datetime) -> None:
    """Let the mail wait for its next try, or give it up."""
    trouble, tries = trouble_of(error), mail.attempts + 1
    is_ours = not isinstance(error, OSError)  # smtplib's errors are of that kind, too
    logger.warning("mail %s was not sent (try %s): %s", mail.pk, tries, in_words(error), exc_info=is_ours)
    if trouble is Trouble.FOR_GOOD or tries >= MAX_ATTEMPTS:
        _note(mail, failed_at=at, facts={}, last_error=in_words(error))
    else:
        _note(mail, due_at=at + WAITS[mail.attempts], last_error=in_words(error))
    if trouble is Trouble.LINE:
        line.failed(error, at)


def _note(mail: OutboxMail, **what: Any) -> None:
    OutboxMail.objects.filter(pk=mail.pk).update(claimed_until=None, **what)
