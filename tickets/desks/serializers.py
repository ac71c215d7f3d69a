"""What devices send and get."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from forum.bodies import TextField


class PairingIn(serializers.Serializer[Any]):
    pairing = TextField(
        max_length=64, trim_whitespace=False, help_text="What stands at the end of the pairing link."
    )


class DeskOut(serializers.Serializer[Any]):
    key = serializers.CharField()
    name = serializers.CharField()


class PairedOut(serializers.Serializer[Any]):
    token = serializers.CharField(help_text="The device's own secret, for `Authorization: Desk <token>`.")
    desk = DeskOut()


class LiveTokenOut(serializers.Serializer[Any]):
    token = serializers.CharField(help_text="For `hello` on /live/.")
    expires_in = serializers.IntegerField(help_text="Seconds.")
