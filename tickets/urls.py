"""Addresses of the tickets wing: pages under /{language}/{forum}/, API under /api/v1/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from tickets.checkin import api as scans
from tickets.checkin import views as checkin
from tickets.desks import api as devices
from tickets.desks import views as desks
from tickets.registration import views as registration

pages: list[URLPattern | URLResolver] = [
    path("register/", registration.register, name="register"),
    path("register/done/", registration.registered, name="registered"),
    path("ticket/", registration.ticket, name="ticket"),
    path("ticket/mail/", registration.mail_again, name="mail-ticket"),
    path("ticket/codes/", registration.new_codes, name="new-codes"),
    path("ticket/forget/", registration.forget_here, name="forget-ticket"),
    path("ticket/calendar.ics", registration.ticket_calendar, name="ticket-calendar"),
    path("worker.js", registration.worker, name="offline-worker"),
    path("desk/", checkin.desk_app, name="desk"),
    path("desk/pair/<str:token>/", desks.pairing, name="desk-pair"),
    path("manage/desks/", checkin.manage, name="desks"),
    path("manage/checkpoints/", checkin.open_checkpoint, name="checkpoint-open"),
    path("manage/desks/<slug:key>/", desks.desk, name="desk-detail"),
    path("manage/desks/<slug:key>/pairing/", desks.new_pairing, name="desk-pairing"),
    path("manage/desks/<slug:key>/revoke/", desks.revoke, name="desk-revoke"),
]

_forum = "forums/<slug:forum>"
_checkpoint = f"{_forum}/checkpoints/<slug:checkpoint>"

api: list[URLPattern | URLResolver] = [
    path(f"{_forum}/desk", devices.DeskNow.as_view(), name="api-desk"),
    path(f"{_forum}/desk/pair", devices.Pairing.as_view(), name="api-desk-pair"),
    path(f"{_forum}/desk/live-token", devices.LiveToken.as_view(), name="api-desk-live-token"),
    path(f"{_forum}/checkpoints", scans.Checkpoints.as_view(), name="api-checkpoints"),
    path(f"{_checkpoint}/scans", scans.Scans.as_view(), name="api-scans"),
    path(f"{_checkpoint}/scans/batch", scans.ScanBatch.as_view(), name="api-scan-batch"),
    path(f"{_checkpoint}/last", scans.LastScans.as_view(), name="api-last-scans"),
    path(f"{_forum}/conflicts/<str:key>/seen", scans.Conflict.as_view(), name="api-conflict-seen"),
    path(f"{_checkpoint}/frames", scans.Frames.as_view(), name="api-frames"),
]
