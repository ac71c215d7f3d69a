"""`manage.py protocol`: writes what is published of the live protocol, docs/protocol.md and docs/live.schema.json."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from forum.live import schema

DOCS = Path(__file__).resolve().parents[3] / "docs"


class Command(BaseCommand):
    help = "Write docs/protocol.md and docs/live.schema.json from the registered verbs and topics."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Write nothing; fail if they are out of date."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        stale = [name for name, text in schema.documents().items() if not _is_current(DOCS / name, text)]
        if options["check"]:
            if stale:
                raise CommandError(f"Out of date: {', '.join(stale)}. Run manage.py protocol.")
            return
        for name in stale:
            (DOCS / name).write_text(schema.documents()[name])
            self.stdout.write(f"docs/{name}")


def _is_current(file: Path, text: str) -> bool:
    return file.exists() and file.read_text() == text
