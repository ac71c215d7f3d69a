"""`manage.py protocol`: writes what is made from the live protocol: docs/protocol.md, docs/live.schema.json and the
browser's part of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from forum.live import schema

ROOT = Path(__file__).resolve().parents[3]


class Command(BaseCommand):
    help = "Write docs/protocol.md, docs/live.schema.json and published.js from the code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Write nothing; fail if they are out of date."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        stale = [name for name, text in schema.documents().items() if not _is_current(ROOT / name, text)]
        if options["check"]:
            if stale:
                raise CommandError(f"Out of date: {', '.join(stale)}. Run manage.py protocol.")
            return
        for name in stale:
            (ROOT / name).write_text(schema.documents()[name])
            self.stdout.write(name)


def _is_current(file: Path, text: str) -> bool:
    return file.exists() and file.read_text() == text
