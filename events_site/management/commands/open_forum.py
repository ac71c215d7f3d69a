"""`manage.py open_forum FILE`: how a forum of one's own comes to be; begin with `deploy/forum.sample.toml`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from events_site.opening.plan import PlanFlaw, read
from events_site.opening.verbs import carry_out
from forum.consents.models import ConsentText
from forum.consents.queries import consent_texts
from forum.errors import Refusal
from networking.cards.queries import CONSENT


class Command(BaseCommand):
    help = "Open a forum from a file in TOML; the same file, changed, changes the forum."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the plan, such as deploy/forum.sample.toml")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            forum = carry_out(read(file.read_text(encoding="utf-8")), by="")
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{file} is not in UTF-8; save it so. Nothing was changed.") from error
        except PlanFlaw as error:
            raise CommandError(f"{file}: {error}. Nothing was changed.") from error
        except Refusal as error:
            with override("en"):  # as every command speaks
                raise CommandError(f"{file}: {error.text} {error.advice}") from error
        self.stdout.write(f"{forum.slug} is open: {settings.PUBLIC_URL}{forum.get_absolute_url()}")
        for kind in forum.ticket_types.select_related("quota"):
            self.stdout.write(f"  {kind.key}: {kind.quota.taken} of {kind.quota.size} seats taken")
        self._say_what_is_asked(consent_texts(forum))

    def _say_what_is_asked(self, texts: Sequence[ConsentText]) -> None:
        """Name the consents: one that is misspelt asks people for something else than the rooms look for."""
        asked = [f"{text.kind}{' (required)' if text.is_required else ''}" for text in texts]
        self.stdout.write(f"  people are asked to agree to: {', '.join(asked) or 'nothing'}")
        if CONSENT not in {text.kind for text in texts}:
            self.stdout.write(f"  nothing asks for `{CONSENT}`: whoever registers is shown in the rooms")
