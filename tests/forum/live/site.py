"""The engine behind a server, with the room `echo` and nothing else: `tests.forum.live.site:application`."""

from __future__ import annotations

import os
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.forum.live.settings")

from django.urls import URLPattern, URLResolver, include, path

from asgi import application
from forum.live import presence
from forum.live.engine import roll, twins
from tests.forum.live import echo

__all__ = ["application", "urlpatterns"]

echo.register()

urlpatterns: list[URLPattern | URLResolver] = [path("api/v1/live/", include(twins.urlpatterns))]

if "LEASE_SECONDS" in os.environ:  # a test of what happens after it need not wait for so long
    presence.STALE = timedelta(seconds=float(os.environ["LEASE_SECONDS"]))
    roll.HEARTBEAT_SECONDS = presence.STALE.total_seconds() / 3
