"""Texts shown in the reader's language: two columns each, every language falling back to the other."""

from __future__ import annotations

from modeltranslation.translator import TranslationOptions, register

from networking.models import Mixer, Room


@register(Mixer)
class MixerTexts(TranslationOptions):
    fields = ("name", "meeting_point")


@register(Room)
class RoomTexts(TranslationOptions):
    fields = ("title",)
