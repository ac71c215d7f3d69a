"""The admin shows and never changes; and not what a mail says."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client, RequestFactory

from forum.live.models import LogEntry
from forum.mail.models import OutboxMail
from forum.people.models import User

SHOWN = set(admin.site._registry) | set(apps.get_app_config("forum").get_models())


@pytest.mark.parametrize("model", sorted(SHOWN, key=str), ids=lambda model: model.__name__)
def test_admin_changes_nothing(model: type) -> None:
    request = RequestFactory().get("/admin/")
    request.user = User(is_staff=True, is_superuser=True)

    shown = admin.site.get_model_admin(model)

    assert not shown.has_add_permission(request)
    assert not shown.has_change_permission(request)
    assert not shown.has_delete_permission(request)
    assert shown.has_view_permission(request)


def test_admin_hides_what_people_said_to_each_other() -> None:
    request = RequestFactory().get("/admin/")
    request.user = User(is_staff=True, is_superuser=True)

    assert "payload" not in admin.site.get_model_admin(LogEntry).get_fields(request)


@pytest.mark.django_db
def test_staff_come_in_by_a_code_and_nobody_else_does(client: Client) -> None:
    """The admin's own form would work out a password for everybody who sends one."""
    asked = client.post("/admin/login/?next=/admin/", {"username": "a@example.com", "password": "x"})
    assert (asked.status_code, asked["Location"].partition("?")[0][3:]) == (302, "/account/login/code/")

    client.force_login(User.objects.create_user("guest@example.com"))
    assert client.get("/admin/", follow=True).status_code == 403

    client.force_login(User.objects.create_superuser("staff@example.com"))
    ways = {
        way: client.get("/admin/login/", {"next": way})["Location"]
        for way in ("/admin/forum/", "//evil.example")
    }
    assert ways == {"/admin/forum/": "/admin/forum/", "//evil.example": "/admin/"}
    assert client.get("/admin/").status_code == 200


def test_admin_hides_what_a_mail_says() -> None:
    request = RequestFactory().get("/admin/")
    request.user = User(is_staff=True, is_superuser=True)

    fields = admin.site.get_model_admin(OutboxMail).get_fields(request)

    assert {"subject", "text", "html", "attachments"} & set(fields) == set()
