"""The forum wing: importing the doors of its rooms registers their live verbs and due work."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

ROOMS = ("calendars", "agenda", "programme", "forums", "signin", "people", "mail", "live")
DOORS = ("topics", "due", "departures", "letters")


class ForumConfig(AppConfig):
    name = "forum"

    def ready(self) -> None:
        for room in ROOMS:
            for door in DOORS:
                if find_spec(f"forum.{room}.{door}"):
                    import_module(f"forum.{room}.{door}")
