"""Codes that were mailed to addresses. Whether anybody is known by an address does not show here."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from forum.columns import AddressColumn


class SignInCodeQuerySet(models.QuerySet["SignInCode"]):
    def good_for(self, address: str, at: datetime) -> SignInCodeQuerySet:
        """The codes of this address that are not used and not too old."""
        return self.filter(address=address, expires_at__gt=at)


class SignInCode(models.Model):
    """One code, good for a while and once, in any browser that asked for this address."""

    address = AddressColumn(db_index=True)
    digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField(db_index=True)

    objects = SignInCodeQuerySet.as_manager()
