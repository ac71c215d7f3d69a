"""What the networking wing refuses in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.errors import Refusal


class TooManyTags(Refusal):
    """More tags in one field of a card than anybody would read."""

    code = "cards.too_many_tags"
    status = 422
    sentence = _("A card holds at most %(most)s tags in each field.")
    next_step = _("Keep the ones that matter most to you.")


class NotAgreed(Refusal):
    """The forum asks for a consent to show people to each other, and this person has not given it."""

    code = "networking.not_agreed"
    status = 403
    sentence = _("To meet people here, they have to see your name, and you have not agreed to that.")
    next_step = _("You can agree to it under My day, My consents, and take it back at any time.")


class NotLetIn(Refusal):
    """The session is in the hall, and this person is not."""

    code = "rounds.not_let_in"
    status = 403
    sentence = _("This session takes place in the hall, and you have not been let in yet.")
    next_step = _("Show your ticket at the entrance; you can take part as soon as you are in.")


class RoomIsClosed(Refusal):
    """The conversation is over; it can be read, but nothing can be said."""

    code = "rooms.closed"
    sentence = _("This conversation is over; nothing was sent.")
    next_step = _("Go back to the lobby to meet somebody else.")


class MixerHasEnded(Refusal):
    """No rounds and no matches any more."""

    code = "rounds.ended"
    sentence = _("This networking session has ended.")
    next_step = _("Look in the programme for the next one.")


class NotInThisPhase(Refusal):
    """A host's verb that the mixer's phase does not allow, such as resuming what is not paused."""

    code = "rounds.not_in_this_phase"
    sentence = _("This is not possible in the present phase of the session.")
    next_step = _("Look at the present phase and choose one of the buttons it offers.")


class InConversation(Refusal):
    """Nobody is in two conversations at once."""

    code = "meet.busy"
    sentence = _("You are in a conversation already.")
    next_step = _("End it first, then ask again.")


class ProposalIsOver(Refusal):
    """The proposal was declined, withdrawn, or nobody answered in time."""

    code = "meet.over"
    sentence = _("This proposal is no longer open.")
    next_step = _("Stay in the line; the next one comes by itself.")


class NotYourself(Refusal):
    """Blocking or reporting oneself."""

    code = "safety.yourself"
    status = 422
    sentence = _("You cannot do this to yourself.")
    next_step = _("Choose the person you mean.")
