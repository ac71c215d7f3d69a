"""Texts organizers write in two languages: two columns each, every language falling back to the other."""

from __future__ import annotations

from modeltranslation.translator import TranslationOptions, register

from forum.models import ConsentText, Forum, Session, Space, Speaker, Track, Venue


@register(Venue)
class VenueTexts(TranslationOptions):
    fields = ("name", "address")


@register(Space)
class SpaceTexts(TranslationOptions):
    fields = ("name",)


@register(Forum)
class ForumTexts(TranslationOptions):
    fields = ("name", "tagline", "description")


@register(ConsentText)
class ConsentTexts(TranslationOptions):
    fields = ("title", "body")


@register(Track)
class TrackTexts(TranslationOptions):
    fields = ("name",)


@register(Speaker)
class SpeakerTexts(TranslationOptions):
    fields = ("name", "organization", "title", "biography")


@register(Session)
class SessionTexts(TranslationOptions):
    fields = ("title", "abstract")
