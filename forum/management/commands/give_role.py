"""`manage.py give_role FORUM EMAIL ROLE`: how the first organizer comes to be one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from forum.errors import AddressUnreadable, Gone
from forum.forums.queries import forum_by_slug
from forum.people.models import Role
from forum.people.verbs import give_role, user_of


class Command(BaseCommand):
    help = "Take somebody into a forum's team; an address nobody has used yet can sign in from now on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("forum", help="the forum's slug")
        parser.add_argument("email", help="the address they sign in with")
        parser.add_argument("role", choices=Role.values)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            forum = forum_by_slug(options["forum"])
        except Gone as error:
            raise CommandError(f"There is no forum {options['forum']}.") from error
        try:
            user = user_of(options["email"])
        except AddressUnreadable as error:
            with override("en"):  # as every command speaks
                raise CommandError(f"{error.text} {error.advice}") from error
        give_role(forum, user, options["role"], by="")
        self.stdout.write(f"{user.email} is {options['role']} of {forum.slug}.")
