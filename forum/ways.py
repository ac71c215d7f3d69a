"""Where somebody wants to go on to, as a link or a form says it: an address of this site."""

from __future__ import annotations

from django.utils.http import url_has_allowed_host_and_scheme


def read_way(said: str) -> str:
    """Return the address if it is a path of this site, else "".

    Anybody can write anything into a link, and Django's `redirect` takes what is no path for the name of a view.
    """
    is_path = said.startswith("/") and url_has_allowed_host_and_scheme(said, allowed_hosts=None)
    return said if is_path else ""
