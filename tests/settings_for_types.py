"""What mypy's Django plugin loads: the settings without modeltranslation, whose managers are made at run time."""

from events_site.settings import *  # noqa: F403
from events_site.settings import INSTALLED_APPS as ALL_APPS

INSTALLED_APPS = [app for app in ALL_APPS if app != "modeltranslation"]
