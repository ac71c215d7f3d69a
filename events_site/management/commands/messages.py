"""`manage.py messages`: the catalogue of translated sentences."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from events_site import catalogue


class Command(BaseCommand):
    help = "Extract, compile or check the catalogue of translated sentences."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--extract", action="store_true", help="merge the sentences of the source")
        parser.add_argument("--compile", action="store_true", help="write the binary catalogue")
        parser.add_argument(
            "--check", action="store_true", help="fail on a missing, fuzzy or malformed sentence"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["extract"]:
            catalogue.update()
        if options["compile"]:
            catalogue.compile_catalogue()
        if options["check"] and (faults := catalogue.faults()):
            raise CommandError("\n".join(faults))
