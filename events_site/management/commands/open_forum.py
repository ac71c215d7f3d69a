"""`manage.py open_forum FILE`: how a forum of one's own comes to be; begin with `deploy/forum.sample.toml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from events_site.opening.plan import PlanFlaw, read
from events_site.opening.verbs import carry_out
from forum.errors import Refusal


class Command(BaseCommand):
    help = "Open a forum from a file in TOML; the same file, changed, changes the forum."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the plan, such as deploy/forum.sample.toml")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            forum = carry_out(read(file.read_text(encoding="utf-8")), by="")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} cannot be read: {error}") from error
        except PlanFlaw as error:
            raise CommandError(f"{file}: {error}. Nothing was changed.") from error
        except Refusal as error:
            with override("en"):  # as every command speaks
                raise CommandError(f"{file}: {error.text} {error.advice}") from error
        self.stdout.write(f"{forum.slug} is open: {settings.PUBLIC_URL}{forum.get_absolute_url()}")
        for kind in forum.ticket_types.select_related("quota"):
            self.stdout.write(f"  {kind.key}: {kind.quota.taken} of {kind.quota.size} seats taken")
