"""The least a check-in and a page can be in Django: one view, one conditional statement or ready bytes, no
middleware; server and lent threads are Madang's. `bench/scan.py` and `bench/pages.py` run it beside the real ones.
"""

from __future__ import annotations

import json
import os
from typing import Any

import environ
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from forum.live import threads

DATABASE = environ.Env.db_url_config(os.environ["DATABASE_URL"])
settings.configure(
    ALLOWED_HOSTS=["*"],
    DATABASES={"default": {**DATABASE, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}},
    LOGGING_CONFIG=None,
    MIDDLEWARE=[],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
)

USE = "UPDATE bare_ticket SET used_at = now() WHERE code = %s AND used_at IS NULL RETURNING used_at"


def use(request: HttpRequest) -> HttpResponse:
    """Use a ticket up, if it is there and unused."""
    code = json.loads(request.body)["code"]
    with connection.cursor() as cursor:
        cursor.execute(USE, [code])
        used = cursor.fetchone()
    answer = json.dumps({"status": "ok" if used else "refused"})
    return HttpResponse(answer, content_type="application/json", headers={"Content-Length": len(answer)})


def give(request: HttpRequest, name: str) -> HttpResponse:
    """Give the bytes that were sent here before."""
    if request.method == "PUT":
        _given[name] = request.body
    body = _given[name]
    return HttpResponse(body, content_type="text/html", headers={"Content-Length": len(body)})


_given: dict[str, bytes] = {}
urlpatterns = [path("use", use), path("pages/<path:name>", give)]
_django = threads.lend(get_asgi_application())


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Serve HTTP, and nothing else."""
    if scope["type"] == "http":
        await _django(scope, receive, send)
