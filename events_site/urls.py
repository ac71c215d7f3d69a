"""The signposts: which wing answers which address."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

import forum.urls
import networking.urls
import tickets.urls
from events_site import health, refusals, views
from events_site.board.urls import pages as board_pages
from events_site.myday.urls import pages as myday_pages

pages = [
    *myday_pages,
    *board_pages,
    *tickets.urls.pages,
    *networking.urls.pages,
    *forum.urls.pages,
]

handler400 = refusals.not_understood
handler404 = refusals.not_found
handler500 = refusals.broken

urlpatterns = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("robots.txt", views.robots, name="robots"),
    path("theme/", views.theme, name="theme"),
    path("admin/login/", views.admin_door),
    path("admin/", admin.site.urls),
    path("api/v1/", include([*forum.urls.api, *tickets.urls.api, *networking.urls.api])),
    path("api/", include("events_site.api_urls")),
    path("", views.entrance, name="entrance"),
    *forum.urls.exports,
    *i18n_patterns(
        path("", views.front, name="front"),
        path("account/", include(forum.urls.account)),
        path("<slug:forum>/", include(pages)),
    ),
]
