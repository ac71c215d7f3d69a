"""`manage.py portray FORUM SPEAKER FILE`: give a speaker a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from forum.errors import Refusal
from forum.forums.queries import forum_by_slug
from forum.programme.queries import speaker_by_key
from forum.programme.verbs import portray


class Command(BaseCommand):
    help = "Give a speaker a picture that they have agreed to be shown: a JPEG, PNG or WebP."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("forum", help="the forum's slug")
        parser.add_argument("speaker", help="the last word in the address of the speaker's page")
        parser.add_argument("file", type=Path, help="the picture")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            speaker = speaker_by_key(forum_by_slug(options["forum"]), options["speaker"])
            portray(speaker, options["file"].read_bytes(), by="")
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error}") from error
        except Refusal as error:
            with override("en"):  # as every command speaks
                raise CommandError(f"{error.text} {error.advice}") from error
        self.stdout.write(f"{speaker.name} has a new picture.")
