"""`manage.py seed_demo`: the demo forum, happening now."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from events_site.demo.seed import seed


class Command(BaseCommand):
    help = "Make the demo forum, or move it to now when none of its days is running."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("The demo forum is not for production.")
        forum = seed(timezone.now())
        self.stdout.write(
            f"{forum.slug}: {forum.sessions.count()} sessions, {forum.attendees.count()} attendees"
        )
