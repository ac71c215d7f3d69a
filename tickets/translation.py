"""Texts organizers write in two languages: two columns each, every language falling back to the other."""

from __future__ import annotations

from modeltranslation.translator import TranslationOptions, register

from tickets.models import Checkpoint, TicketType


@register(TicketType)
class TicketTypeTexts(TranslationOptions):
    fields = ("name",)


@register(Checkpoint)
class CheckpointTexts(TranslationOptions):
    fields = ("name",)
