"""What the engine's suite serves: the ground floor alone, with the room `echo`."""

from events_site.settings import *  # noqa: F403

INSTALLED_APPS = [
    app for app in INSTALLED_APPS if app not in ("tickets", "networking", "events_site", "events_site.demo")
]
ROOT_URLCONF = "tests.forum.live.site"
