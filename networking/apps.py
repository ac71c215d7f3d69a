"""The networking wing: importing the doors of its rooms registers their live verbs and due work."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

ROOMS = ("safety", "meet", "rounds", "talks", "chat", "rooms", "cards")
DOORS = ("topics", "due", "departures", "letters", "doorways")


class NetworkingConfig(AppConfig):
    name = "networking"

    def ready(self) -> None:
        for room in ROOMS:
            for door in DOORS:
                if find_spec(f"networking.{room}.{door}"):
                    import_module(f"networking.{room}.{door}")
