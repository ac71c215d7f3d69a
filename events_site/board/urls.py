"""Addresses of the organizers' board."""

from django.urls import URLPattern, path

from events_site.board import views

pages: list[URLPattern] = [path("manage/", views.board, name="board")]
