"""The engine behind a server, with the room `echo` and nothing else: `tests.forum.live.site:application`."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.forum.live.settings")

from django.urls import URLPattern, URLResolver, include, path

from asgi import application
from forum.live import twins
from tests.forum.live import echo

__all__ = ["application", "echo", "urlpatterns"]

urlpatterns: list[URLPattern | URLResolver] = [path("api/v1/live/", include(twins.urlpatterns))]
