"""Whose pages may open a socket: ours, by scheme, host and port. Another's would use our visitor's cookie."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host


def is_ours(origin: str, host: str) -> bool:
    """Tell whether a page of this origin may connect to this host."""
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    scheme = urlsplit(settings.PUBLIC_URL).scheme
    return origin == f"{scheme}://{host}" and validate_host(
        split_domain_port(host)[0], settings.ALLOWED_HOSTS
    )
