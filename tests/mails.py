"""Reading what was mailed: in the test's own outbox, or in the files of a site that runs."""

from __future__ import annotations

import re
import time
from email import message_from_bytes
from email.message import EmailMessage as Mime
from email.policy import default
from pathlib import Path

from django.core.mail import EmailMessage

CODE = re.compile(r"\b[A-Z]{4}-[A-Z]{4}\b")
PATIENCE_SECONDS = 30


def part_of(sent: EmailMessage, kind: str) -> Mime:
    """Return the part of this kind of a mail that left, as its reader's program finds it."""
    whole: Mime = message_from_bytes(sent.message().as_bytes(), policy=default)  # type: ignore[assignment]
    return next(part for part in whole.walk() if part.get_content_type() == kind)  # type: ignore[return-value]


def text_of(sent: EmailMessage, kind: str) -> str:
    return str(part_of(sent, kind).get_content())


def mailed_code(folder: Path, email: str) -> str:
    """Wait for a mail with a code to sign in to this address, and return the newest."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        files = sorted(folder.glob("*"), key=lambda file: file.stat().st_mtime)
        mails = "".join(file.read_text() for file in files).split("-" * 79)
        codes = [code for mail in mails if f"To: {email}\n" in mail for code in CODE.findall(mail)]
        if codes:
            return codes[-1]
        time.sleep(0.1)
    raise AssertionError(f"no code came to {email}")
