"""Brakes on what costs a mail or a seat: who asks is asked first, and only then what all behind one address share.

Process memory, as all limits here; what must hold everywhere is a row.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from enum import Enum

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest

from forum.keys import digest_of
from forum.live.limits import Limit, buckets


class Held(Enum):
    """What holds somebody: nothing, what they did themselves, or what everybody at their network did."""

    NO = 0
    PERSON = 1
    NETWORK = 2


@dataclass(frozen=True)
class Brake:
    """How often one browser may do something, how often one network for one mailbox, and a whole network.

    A mailbox counts at each network for itself: nobody elsewhere can use up what its owner has. A network is a hall
    of people as often as it is a machine, so its allowance is for the hall.
    """

    what: str
    browser: Limit
    mailbox: Limit
    network: Limit

    def holds(self, request: HttpRequest, address: str) -> Held:
        """Take one of each allowance, of the shared one last and only where the others allow it."""
        network = network_of(request)
        browser = browser_of(request)
        if browser and buckets.take(browser, f"{self.what} browser", self.browser):
            return Held.PERSON
        if buckets.take(f"{address} {network}", f"{self.what} mailbox", self.mailbox):
            return Held.PERSON
        return Held.NETWORK if buckets.take(network, f"{self.what} network", self.network) else Held.NO


def network_of(request: HttpRequest) -> str:
    """Return what stands for the network somebody comes from: the address, of IPv6 the 64 bits a subscriber gets."""
    text: str = get_adapter().get_client_ip(request)
    address = ipaddress.ip_address(text)
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.IPv6Network((address, 64), strict=False).network_address)
    return text


def browser_of(request: HttpRequest) -> str:
    """Return what stands for the browser: who is signed in there, else the cookie no form is taken without."""
    if request.user.is_authenticated:
        return f"user {request.user.pk}"
    cookie = request.COOKIES.get(settings.CSRF_COOKIE_NAME)
    return digest_of(cookie) if cookie else ""
