"""The demo forum and its crowd: nothing here runs in production."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "events_site.demo"
    label = "demo"
