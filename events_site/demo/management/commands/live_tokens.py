"""`manage.py live_tokens FORUM`: seats for simulations and load tests, one JSON object a line."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from events_site.demo.tokens import seats
from forum.forums.queries import forum_by_slug


class Command(BaseCommand):
    help = "Print a token, the attendee, a common room and the mixer for each of N attendees."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("forum", help="the forum's slug")
        parser.add_argument("--count", type=int, default=1, help="how many attendees")
        parser.add_argument(
            "--ttl", type=int, default=3600, metavar="SECONDS", help="how long a token counts"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("Tokens that sign in without a person are not for production.")
        forum = forum_by_slug(options["forum"])
        for seat in seats(forum, options["count"], ttl_seconds=options["ttl"], limits="load"):
            line = {name: value for name, value in seat._asdict().items() if name != "language"}
            self.stdout.write(json.dumps(line))
