"""A letter as the bytes that go over the wire: text and HTML side by side, pictures inside the HTML, files beside. A
tool."""

from __future__ import annotations

from email.message import EmailMessage as Mime
from email.policy import SMTP
from email.utils import format_datetime, formataddr, parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from forum.lines import clean_line
from forum.mail.models import OutboxMail
from forum.mail.registry import Attachment, Letter


class Message(EmailMessage):
    """One mail as Django's backends take it; only its MIME is our own (Django's knows no pictures in HTML)."""

    def __init__(self, mail: OutboxMail, letter: Letter, connection: BaseEmailBackend) -> None:
        own_name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
        sender = formataddr((clean_line(letter.sender) or own_name, address))
        super().__init__(letter.subject, letter.text, sender, [mail.to], connection=connection)
        self.mail, self.letter = mail, letter
        self.reply_to = [letter.reply_to] if letter.reply_to else []

    def message(self, **options: Any) -> Any:
        """Return the MIME tree. Sent twice by a process that died in between, it is the same message to its reader."""
        made = _Bytes(policy=SMTP)
        host = urlsplit(settings.PUBLIC_URL).hostname
        made["Message-ID"] = f"<{self.mail.pk}.{int(self.mail.queued_at.timestamp())}@{host}>"
        made["Date"] = format_datetime(self.mail.queued_at)
        made["From"], made["To"], made["Subject"] = self.from_email, self.mail.to, self.letter.subject
        if self.reply_to:
            made["Reply-To"] = self.reply_to[0]
        # Out-of-office replies to a machine help nobody (RFC 3834).
        made["Auto-Submitted"] = "auto-generated"
        made.set_content(self.letter.text)
        made.add_alternative(self.letter.html, subtype="html")
        html: Any = made.get_body(("html",))
        for name, picture in self.letter.pictures.items():
            html.add_related(
                picture, "image", "png", cid=f"<{name}>", filename=f"{name}.png", disposition="inline"
            )
        for file in self.letter.files:
            _attach(made, file)
        return made


class _Bytes(Mime):
    """Python's message with the one argument by which Django asks for the line ends of SMTP."""

    def as_bytes(self, unixfrom: bool = False, policy: Any = None, linesep: str = "\n") -> bytes:
        return super().as_bytes(unixfrom, policy or self.policy.clone(linesep=linesep))


def _attach(made: Mime, file: Attachment) -> None:
    """Add the file with its parameters: a calendar's METHOD must stand in the MIME type too (RFC 6047)."""
    kind, _, parameters = file.type.partition(";")
    pairs = (part.strip().partition("=") for part in parameters.split(";") if part.strip())
    made.add_attachment(
        file.text,
        subtype=kind.partition("/")[2],
        filename=file.name,
        params={name: value for name, _, value in pairs if name != "charset"},
    )
