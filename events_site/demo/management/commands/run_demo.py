"""`make run`: migrate, seed, bring the crowd, print what is needed, serve."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils import timezone

from events_site import server
from events_site.demo import SLUG, lan
from events_site.demo.pairing import pairing_link
from events_site.demo.seed import CAST, PASSWORD, seed
from events_site.environment import VARIABLES, keep_demo, own_folder

HOST, EVERYWHERE = "127.0.0.1", "0.0.0.0"  # noqa: S104 (the second where LAN=1 asks for it)
HIDDEN = ("SECRET_KEY", "SECRET_KEY_FALLBACKS", "CROWD")


class Command(BaseCommand):
    help = "Set up the demo forum and serve it on this machine; with LAN=1 to its network, too."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("run_demo is for the demo; production is started as docs/operations.md says.")
        port, is_open = settings.ENV["PORT"], settings.ENV["LAN"]
        self._refuse_taken(EVERYWHERE if is_open else HOST, port)
        call_command("migrate", verbosity=0, interactive=False)
        seed(timezone.now())
        keep_demo(_known())
        self._print_addresses()
        near = _free_port() if is_open else port
        where = ["-b", HOST, "-p", str(near), *(["-e", _to_all(port)] if is_open else [])]
        connections.close_all()
        with _crowd(settings.ENV["CROWD"], f"ws://{HOST}:{near}/live/"):
            server.CommandLine().run([*where, "asgi:application"])

    def _refuse_taken(self, host: str, port: int) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                raise CommandError(f"Port {port} is taken; choose another one: PORT=8001 make run") from None

    def _print_addresses(self) -> None:
        base = settings.PUBLIC_URL
        lines = ["", f"  The forum      {base}/ko/{SLUG}/   {base}/en/{SLUG}/"]
        lines += [f"  The board      {base}/ko/{SLUG}/manage/", f"  A desk         {pairing_link(SLUG)}"]
        lines += ["", f"  Sign in at     {base}/ko/account/login/   with the password {PASSWORD}"]
        lines += [
            f"                 {member.email:<24}{', '.join(member.roles) or 'attendee'}" for member in CAST
        ]
        lines += ["", f"  Mail goes to   {settings.ENV['EMAIL_URL'] or settings.EMAIL_FILE_PATH}"]
        lines += [f"  The crowd      {settings.ENV['CROWD']} simulated attendees"]
        lines += self._other_devices()
        lines += ["", "  English has /en/ in place of /ko/. Ctrl-C ends it.", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()

    def _other_devices(self) -> list[str]:
        if not settings.ENV["LAN"]:
            return [
                "  Other devices  see nothing of it; LAN=1 make run serves a phone in the same network, too"
            ]
        code = StringIO()
        segno.make(f"{settings.PUBLIC_URL}/ko/{SLUG}/", error="l").terminal(code, compact=True)
        return [
            "",
            *code.getvalue().rstrip().split("\n"),
            "  Other devices  in this network open the same addresses, or read the code above. The certificate is",
            "                 our own: a browser warns once, then go on. Everybody here can sign in as the cast.",
        ]


def _known() -> dict[str, str]:
    """Return what other commands have to know of this demo, beside the key, which is kept already."""
    said = {
        one.name: os.environ[one.name]
        for one in VARIABLES
        if one.name in os.environ and one.name not in HIDDEN
    }
    return said | {
        "MADANG_MODE": settings.MODE,
        "PORT": str(settings.ENV["PORT"]),
        "PUBLIC_URL": settings.PUBLIC_URL,
    }


def _to_all(port: int) -> str:
    """Return the endpoint, in Twisted's words, that serves the network by our own certificate."""
    address = urlsplit(settings.PUBLIC_URL).hostname or HOST
    key, made = lan.certificate(own_folder(), address)
    return f"ssl:{port}:privateKey={key}:certKey={made}:interface={EVERYWHERE}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def _crowd(count: int, url: str) -> Iterator[None]:
    """Bring the crowd while the demo is served. It holds on to a pipe of ours, so that it ends with us however we do."""
    if count <= 0:
        yield
        return
    command = [
        sys.executable,
        "manage.py",
        "simulate",
        SLUG,
        "--count",
        str(count),
        "--url",
        url,
        "--on-a-leash",
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as crowd:
        yield
        if crowd.stdin is not None:
            crowd.stdin.close()
