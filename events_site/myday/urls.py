"""Addresses of a person's own day."""

from django.urls import URLPattern, path

from events_site.myday import views

pages: list[URLPattern] = [path("me/", views.my_day, name="my-day")]
