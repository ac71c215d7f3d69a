"""The ground floor's tables to look at, for staff. Nothing can be changed here: every change is a verb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import allauth.account.admin  # noqa: F401 (first: what it registers is taken out below)
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from forum import models

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = admin.ModelAdmin


class ReadOnly(Base):
    """Shows rows and changes none; what it hides nobody on the staff has to know."""

    exclude: ClassVar[tuple[str, ...]] = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(models.User)
class Users(ReadOnly):
    exclude = ("password", "groups", "user_permissions")
    search_fields = ("email", "name")
    list_display = ("email", "name", "language", "is_active", "is_staff")


@admin.register(models.Attendee)
class Attendees(ReadOnly):
    search_fields = ("key", "name", "latin_name", "user__email")
    list_display = ("key", "name", "organization", "occupation", "forum", "enrolled_at", "withdrawn_at")
    list_filter = ("forum", "occupation")
    list_select_related = ("forum",)


@admin.register(models.JournalEntry)
class Journal(ReadOnly):
    search_fields = ("by", "subject")
    list_display = ("at", "by", "verb", "subject", "forum")
    list_filter = ("verb", "forum")
    list_select_related = ("forum",)


@admin.register(models.OutboxMail)
class Outbox(ReadOnly):
    """Never what a mail says: it may hold a code to sign in with, or a ticket."""

    exclude = ("facts",)
    list_display = ("to", "letter", "queued_at", "due_at", "attempts", "sent_at", "failed_at", "last_error")


@admin.register(models.SignInCode)
class SignInCodes(ReadOnly):
    exclude = ("digest",)
    list_display = ("address", "expires_at")


@admin.register(models.FeedToken)
class FeedTokens(ReadOnly):
    exclude = ("digest",)
    list_display = ("attendee", "prefix", "created_at", "revoked_at", "fetched_at")
    list_select_related = ("attendee",)


@admin.register(models.SpeakerPicture)
class SpeakerPictures(ReadOnly):
    exclude = ("image",)
    list_display = ("speaker", "digest", "changed_at")
    list_select_related = ("speaker",)


@admin.register(models.LogEntry)
class LogEntries(ReadOnly):
    """Never what was said: conversations are their people's, and of a report its moderators'."""

    exclude = ("payload",)
    list_display = ("topic", "seq", "kind", "author", "at")
    list_select_related = ("topic",)


@admin.register(models.Session)
class Sessions(ReadOnly):
    search_fields = ("key", "title")
    list_display = ("title", "forum", "starts_at", "space", "status", "sequence")
    list_filter = ("forum", "track", "status")
    list_select_related = ("forum", "space")


# What libraries register can be changed there, and addresses pass no reader of ours.
admin.site.unregister([EmailAddress, Group])
admin.site.register(
    [
        models.Arrival,
        models.Consent,
        models.ConsentText,
        models.Forum,
        models.Node,
        models.Presence,
        models.SavedSession,
        models.Space,
        models.Speaker,
        models.TeamMember,
        models.Topic,
        models.Track,
        models.Venue,
    ],
    ReadOnly,
)
