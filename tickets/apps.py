"""The tickets wing: importing the doors of its rooms registers their live verbs and due work."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

ROOMS = ("checkin", "desks", "registration")
DOORS = ("topics", "due", "departures", "letters")


class TicketsConfig(AppConfig):
    name = "tickets"

    def ready(self) -> None:
        for room in ROOMS:
            for door in DOORS:
                if find_spec(f"tickets.{room}.{door}"):
                    import_module(f"tickets.{room}.{door}")
