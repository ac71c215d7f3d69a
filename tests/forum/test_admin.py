"""The admin shows and never changes; and not what a mail says."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import RequestFactory

from forum.mail.models import OutboxMail
from forum.people.models import User

FORUM = list(apps.get_app_config("forum").get_models())


@pytest.mark.parametrize("model", FORUM, ids=lambda model: model.__name__)
def test_admin_changes_nothing(model: type) -> None:
    request = RequestFactory().get("/admin/")
    request.user = User(is_staff=True, is_superuser=True)

    shown = admin.site.get_model_admin(model)

    assert not shown.has_add_permission(request)
    assert not shown.has_change_permission(request)
    assert not shown.has_delete_permission(request)
    assert shown.has_view_permission(request)


def test_admin_hides_what_a_mail_says() -> None:
    request = RequestFactory().get("/admin/")
    request.user = User(is_staff=True, is_superuser=True)

    fields = admin.site.get_model_admin(OutboxMail).get_fields(request)

    assert {"subject", "text", "html", "attachments"} & set(fields) == set()
