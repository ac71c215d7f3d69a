"""`make run`: migrate, seed, bring the crowd, print what is needed, serve."""

from __future__ import annotations

import socket
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils import timezone

from events_site import server
from events_site.demo.pairing import pairing_link
from events_site.demo.seed import CAST, PASSWORD, SLUG, seed

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Set up the demo forum and serve it on this machine."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("run_demo is for the demo; production is started as docs/operations.md says.")
        port = settings.ENV["PORT"]
        self._refuse_taken(port)
        call_command("migrate", verbosity=0, interactive=False)
        seed(timezone.now())
        self._print_addresses()
        self._bring_crowd(settings.ENV["CROWD"])
        connections.close_all()
        server.CommandLine().run(["-b", HOST, "-p", str(port), "asgi:application"])

    def _refuse_taken(self, port: int) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
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
        lines += [
            f"  The crowd      {settings.ENV['CROWD']} simulated attendees",
            "",
            "  English has /en/ in place of /ko/. Ctrl-C ends it.",
            "",
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()

    def _bring_crowd(self, count: int) -> None:
        """Start the crowd beside the server; both end by the same Ctrl-C."""
        if count > 0:
            subprocess.Popen([sys.executable, "manage.py", "simulate", SLUG, "--count", str(count)])
