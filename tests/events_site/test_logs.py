"""What a log keeps to itself: every kind of secret, however it got into a line; what a reader needs stays."""

from __future__ import annotations

import logging
import secrets
import subprocess
import sys
from collections.abc import Callable

import pytest
from django.core import signing

from events_site.logs import HIDDEN, Masked, Rarely, masked
from forum.keys import new_key
from forum.live.principal import sign as live_token
from tests.processes import ROOT
from tickets.desks.tokens import new_secret
from tickets.registration.codes import new_code
from tickets.registration.links import sign as ticket_token

MADE: dict[str, Callable[[], str]] = {
    "feed": lambda: secrets.token_urlsafe(32),
    "desk": new_secret,
    "ticket": new_code,
    "link": lambda: ticket_token(new_key(), new_code()),
    "live": lambda: live_token("desk", {"desk": new_key()}, 60),
    "signed": lambda: signing.dumps({"a": 1}),
    "session": lambda: secrets.token_hex(16),
}


@pytest.mark.parametrize("kind", MADE)
def test_a_secret_is_hidden_wherever_it_stands(kind: str) -> None:
    for _ in range(50):
        secret = MADE[kind]()
        for line in (
            f"Not Found: /ko/demo/desk/pair/{secret}/",
            f"Forbidden (CSRF token missing.): /cal/{secret}.ics",
            f'"GET /en/demo/ticket/?lang=en&t={secret} HTTP/1.1"',
            f"Authorization: Desk {secret}",
            f"{{'authorization': 'Live {secret}', 'token': '{secret}'}}",
            f"Cookie: sessionid={secret}; csrftoken={secret}",
        ):
            assert secret not in masked(line), line
            assert HIDDEN in masked(line)


@pytest.mark.parametrize("kind", [kind for kind in MADE if kind != "session"])
def test_a_secret_is_hidden_by_its_looks(kind: str) -> None:
    """Where nothing around it tells. A secret drawn without any digit would not be: one in a thousand."""
    drawn = [secret for secret in (MADE[kind]() for _ in range(50)) if any(map(str.isdigit, secret))]
    assert [secret for secret in drawn if secret in masked(f"failed with {secret}, sorry")] == []


@pytest.mark.parametrize(
    "line",
    [
        "GET /ko/demo/sessions/s01/ found the database away: OperationalError: connection refused",
        "forum.0007_names_out_of_logs is not applied",
        'File "/srv/madang/.venv/lib/python3.11/site-packages/django/core/handlers/base.py", line 197',
        "could not tend the line of mixer m1wtg0xsbvxz",
        "request 3 of test_every_door_is_busy_in_its_own_dress failed",
        "2026-12-01 03:39:32,201 WARNING forum.live.wire the channel layer does not send (1 so far)",
    ],
)
def test_what_a_reader_needs_stays(line: str) -> None:
    assert masked(line) == line


def test_people_and_passwords_are_not_named() -> None:
    assert masked("550 no such user <minji@example.com>") == f"550 no such user <{HIDDEN}@example.com>"
    assert masked("postgres://madang:geheim@127.0.0.1/madang") == f"postgres://{HIDDEN}@127.0.0.1/madang"


def test_tracebacks_are_masked_as_well() -> None:
    secret = new_secret()
    try:
        raise ValueError(secret)
    except ValueError as error:
        record = logging.LogRecord(
            "a", logging.ERROR, "", 1, "%s", (f"/cal/{secret}.ics",), (ValueError, error, None)
        )
    assert secret not in Masked("%(message)s").format(record)


def test_a_neighbour_that_is_away_is_one_line_a_minute() -> None:
    now = [0.0]
    rarely = Rarely(60, lambda: now[0])
    passed = []
    for second in range(121):
        now[0] = float(second)
        record = logging.LogRecord(
            "a", logging.ERROR, "", 1, "no Redis", (), (OSError, OSError("gone"), None)
        )
        if rarely.filter(record):
            passed.append((record.getMessage(), record.exc_info))
    assert passed == [
        (f"no Redis: OSError('gone') ({held} more since the last line)", None) for held in (0, 59, 59)
    ]


def test_every_handler_of_a_process_masks_and_nothing_goes_past_them() -> None:
    program = """
import logging, threading, warnings, django
django.setup()
loggers = [logging.root, *(one for one in logging.root.manager.loggerDict.values() if isinstance(one, logging.Logger))]
writing = [a for one in loggers for a in one.handlers if not isinstance(a, logging.NullHandler)]
print({type(handler.formatter).__name__ for handler in writing})
secret = "/cal/only-once.ics"
warnings.warn(secret)
def fail(): raise ValueError(secret)
one = threading.Thread(target=fail); one.start(); one.join()
fail()
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout == "{'Masked'}\n"
    assert done.stderr.count(f"/cal/{HIDDEN}") == 3
    assert "ValueError" in done.stderr
