"""The porch: composes the wings."""

from django.apps import AppConfig


class EventsSiteConfig(AppConfig):
    name = "events_site"

    def ready(self) -> None:
        from events_site import checks  # noqa: F401 (registers the system checks)
