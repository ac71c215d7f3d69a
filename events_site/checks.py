"""Refuses an unsafe or half-configured production, in words: at every start, and by `manage.py check --deploy`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register(Tags.security, deploy=True)
def production_is_whole(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Several processes need one wire and one real database; mail must go somewhere."""
    found: list[CheckMessage] = []
    if not settings.IS_PRODUCTION:
        return found
    if settings.IS_SQLITE:
        found.append(
            Warning("Production runs on SQLite: one process only.", "Set DATABASE_URL.", id="madang.W001")
        )
    if not settings.ENV["REDIS_URL"] and not settings.IS_SQLITE:
        found.append(Error("Several processes cannot wake each other.", "Set REDIS_URL.", id="madang.E001"))
    if not settings.ENV["EMAIL_URL"]:
        found.append(Error("Nobody would get a ticket by mail.", "Set EMAIL_URL.", id="madang.E002"))
    if settings.CALENDAR_UID_DOMAIN == "madang.invalid":
        found.append(
            Warning(
                "Calendar entries carry a made-up domain.", "Set CALENDAR_UID_DOMAIN once.", id="madang.W002"
            )
        )
    return found
