"""The addresses that open something to whoever has them: they are only opened, and named to nobody else."""

from __future__ import annotations

from django.http import HttpRequest

SECRET_LINKS = frozenset({"private-feed", "desk-pair", "ticket"})
"""Their names; the secret is in the path (`token`) or in the query. nginx keeps the same ones out of its logs."""


def is_secret(request: HttpRequest) -> bool:
    """Tell whether this address is one of them."""
    match = request.resolver_match
    return match is not None and match.url_name in SECRET_LINKS


def way_back(request: HttpRequest) -> str:
    """Return the address of this page for the query of another, without its secret; empty where the path is one."""
    if not is_secret(request):
        return request.get_full_path()
    return "" if request.resolver_match and "token" in request.resolver_match.kwargs else request.path
