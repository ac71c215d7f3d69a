"""The wing's tables to look at, for staff. Nothing can be changed here: every change is a verb."""

from __future__ import annotations

from django.contrib import admin

from forum.admin import ReadOnly
from tickets import models


@admin.register(models.Quota)
class Quotas(ReadOnly):
    list_display = ("key", "forum", "size", "taken")
    list_select_related = ("forum",)


@admin.register(models.TicketType)
class TicketTypes(ReadOnly):
    list_display = ("key", "name", "forum", "quota", "valid_from", "valid_until")
    list_select_related = ("forum", "quota")


@admin.register(models.Registration)
class Registrations(ReadOnly):
    search_fields = ("attendee__key", "attendee__name", "attendee__user__email")
    list_display = ("attendee", "registered_at")
    list_select_related = ("attendee",)


@admin.register(models.Ticket)
class Tickets(ReadOnly):
    """Never a code: whoever reads it could come in with it."""

    exclude = ("code", "typing_code")
    search_fields = ("key", "registration__attendee__name")
    list_display = ("key", "registration", "type", "issued_at", "blocked_at", "canceled_at")
    list_select_related = ("registration__attendee", "type")


@admin.register(models.RetiredCode)
class RetiredCodes(ReadOnly):
    exclude = ("code",)
    list_display = ("ticket", "retired_at")
    list_select_related = ("ticket",)


@admin.register(models.Desk)
class Desks(ReadOnly):
    exclude = ("pairing_digest", "token_digest")
    list_display = ("name", "forum", "paired_at", "last_seen_at", "revoked_at")
    list_select_related = ("forum",)


@admin.register(models.Checkpoint)
class Checkpoints(ReadOnly):
    list_display = ("key", "name", "forum", "is_entrance")
    list_select_related = ("forum",)


@admin.register(models.Admission)
class Admissions(ReadOnly):
    list_display = ("ticket", "checkpoint", "is_inside", "entries", "first_at", "last_at")
    list_select_related = ("ticket", "checkpoint")


@admin.register(models.CheckIn)
class CheckIns(ReadOnly):
    list_display = ("happened_at", "direction", "status", "reason", "desk", "checkpoint", "ticket")
    list_filter = ("status", "reason")
    list_select_related = ("desk", "checkpoint", "ticket")


@admin.register(models.Look)
class Looks(ReadOnly):
    list_display = ("scan", "by", "looked_at")
    list_select_related = ("scan",)
