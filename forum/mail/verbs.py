"""Putting mail into the outbox, and sending what is due. A mail is written with what it tells about."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from email.mime.text import MIMEText
from typing import Any, NamedTuple

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.template import Context, Engine
from django.utils import timezone
from django.utils.translation import override

from forum.mail.models import OutboxMail

logger = logging.getLogger(__name__)

CLAIM = timedelta(minutes=3)
"""How long a mail belongs to the process that took it; after that its sender counts as dead."""

WAITS = [timedelta(minutes=n) for n in (0.5, 3, 10, 60, 360)]
"""How long to wait after each failure; after the last one the mail is kept, unsent, for a human to see."""

KEEP_SENT = timedelta(days=30)


class Attachment(NamedTuple):
    """A text file beside the mail; `type` may carry a parameter (`text/calendar; method=REQUEST`)."""

    name: str
    type: str
    text: str


def queue_mail(
    to: str,
    *,
    template: str,
    context: Mapping[str, Any],
    language: str,
    attachments: Sequence[Attachment] = (),
    at: datetime | None = None,
) -> OutboxMail:
    """Write one mail in the reader's language into the caller's transaction; it is sent from `at` on.

    Renders `<template>.subject.txt`, `<template>.txt` and `<template>.html`; each knows `public_url`.
    """
    known = {"public_url": settings.PUBLIC_URL, "language": language, **context}
    with override(language):
        subject = " ".join(_render(f"{template}.subject.txt", known).split())
        text, html = _render(f"{template}.txt", known), _render(f"{template}.html", known)
    return OutboxMail.objects.create(
        to=to,
        subject=subject[:200],
        text=text,
        html=html,
        attachments=[attachment._asdict() for attachment in attachments],
        due_at=at or timezone.now(),
    )


def send_due(*, limit: int = 50, at: datetime | None = None) -> int:
    """Send what is due over one connection and return how many mails left.

    Safe in any number of processes: each mail is claimed by one conditional update before it is sent.
    A process that dies between sending and noting it leaves a mail that is sent again after the claim.
    """
    at = at or timezone.now()
    due = list(OutboxMail.objects.waiting(at)[:limit])
    if not due:
        return 0
    connection = get_connection()
    sent = sum(_send(mail, connection, at) for mail in due if _claim(mail, at))
    connection.close()
    return sent


def forget_sent(at: datetime) -> int:
    """Delete mail that left a month ago: it holds names and addresses nobody needs any more."""
    deleted, _ = OutboxMail.objects.filter(sent_at__lt=at - KEEP_SENT).delete()
    return deleted


def _render(name: str, context: dict[str, Any]) -> str:
    """Render one part; only HTML is escaped, a plain text must not say `&amp;`."""
    page = Engine.get_default().get_template(name)
    return page.render(Context(context, autoescape=name.endswith(".html"))).strip() + "\n"


def _claim(mail: OutboxMail, at: datetime) -> bool:
    """Take the mail for this process; False when another was faster."""
    claimed = OutboxMail.objects.waiting(at).filter(pk=mail.pk, attempts=mail.attempts)
    return bool(claimed.update(claimed_until=at + CLAIM, attempts=F("attempts") + 1))


def _send(mail: OutboxMail, connection: BaseEmailBackend, at: datetime) -> bool:
    """Hand the mail to the server and note the end of it; a failure of any kind waits for the next try."""
    row = OutboxMail.objects.filter(pk=mail.pk)
    try:
        _message(mail, connection).send()
    except Exception as error:
        logger.warning("mail %s could not be sent (try %s): %s", mail.pk, mail.attempts + 1, error)
        wait = WAITS[min(mail.attempts, len(WAITS) - 1)]
        row.update(due_at=at + wait, claimed_until=None, last_error=f"{type(error).__name__}: {error}"[:300])
        return False
    row.update(sent_at=timezone.now(), claimed_until=None, last_error="")
    return True


def _message(mail: OutboxMail, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.to], connection=connection)
    # Out-of-office replies to a machine help nobody (RFC 3834).
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    message.attach_alternative(mail.html, "text/html")
    for kept in mail.attachments:
        message.attach(_attached(Attachment(**kept)))
    return message


def _attached(file: Attachment) -> MIMEText:
    """Return the part with its parameters: a calendar's METHOD must stand in the MIME type too (RFC 6047)."""
    kind, _, parameters = file.type.partition(";")
    part = MIMEText(file.text, kind.partition("/")[2], "utf-8")
    for parameter in filter(None, map(str.strip, parameters.split(";"))):
        name, _, value = parameter.partition("=")
        part.set_param(name, value)
    part.add_header("Content-Disposition", "attachment", filename=file.name)
    return part
