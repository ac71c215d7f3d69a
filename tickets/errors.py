"""What the tickets wing refuses in words. A scan that was turned away is an Outcome, not a Refusal."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.errors import Refusal


class RegistrationNotOpen(Refusal):
    code = "registration.not_open"
    sentence = _("Registration has not opened yet.")
    next_step = _("Come back when it opens; the date is on the forum page.")


class RegistrationClosed(Refusal):
    code = "registration.closed"
    sentence = _("Registration has closed.")
    next_step = _("If you registered earlier, your ticket is still good: have it sent to you again.")


class RegistrationFull(Refusal):
    """Nothing was kept of the person: the transaction that asked for the seat is gone."""

    code = "registration.full"
    sentence = _("All seats of this kind are taken. You are not registered.")
    next_step = _("Choose another kind of ticket, or try again later: cancelled seats come back here.")


class RegistrationTooOften(Refusal):
    """One browser or one address registers again and again."""

    code = "registration.too_often"
    status = 429
    sentence = _("This form was sent from here many times in a few minutes.")
    next_step = _("Wait a minute and send it again; what you typed is kept.")


class RegistrationUnconfirmed(Refusal):
    """Many who registered from this network never showed that their addresses exist."""

    code = "registration.unconfirmed"
    status = 429
    sentence = _("Many registrations from your network were never confirmed.")
    next_step = _("Confirm yours by the link in our mail, or register over mobile data or at a desk.")


class SeatGone(Refusal):
    """Somebody confirms after their place lapsed, and every seat is taken."""

    code = "registration.seat_gone"
    status = 410
    sentence = _("This registration was not confirmed in time, and its seat is taken by now.")
    next_step = _("Register again as soon as a seat is free; cancelled seats come back.")


class TicketLinkOver(Refusal):
    """A forged link and one of a replaced code read the same: neither says whether a ticket exists."""

    code = "ticket.link_over"
    status = 410
    sentence = _("This link no longer opens a ticket.")
    next_step = _("Have your ticket sent to you again; the newest mail has the link that works.")


class DeskUnknown(Refusal):
    code = "desks.unknown"
    status = 401
    sentence = _("This device is not paired with a desk.")
    next_step = _("Ask an organizer for a pairing link and open it on this device.")


class DeskRevoked(Refusal):
    code = "desks.revoked"
    status = 403
    sentence = _("This desk was closed by an organizer.")
    next_step = _("Ask an organizer for a new pairing link if the device should go on.")


class PairingOver(Refusal):
    """Used, expired, replaced, forged: the holder of the link needs a new one in each case."""

    code = "desks.pairing_over"
    status = 410
    sentence = _("This pairing link was used already, or its time is over.")
    next_step = _("Ask an organizer for a new link; each one pairs one device.")


class DeskNameTaken(Refusal):
    code = "desks.name_taken"
    sentence = _("There is an open desk called %(name)s.")
    next_step = _("Give the new desk another name, such as its door.")


class CheckpointKeyTaken(Refusal):
    code = "checkpoints.key_taken"
    sentence = _("There is a checkpoint with the address %(key)s.")
    next_step = _("Give the new checkpoint another address.")


class FrameUnreadable(Refusal):
    code = "frames.unreadable"
    status = 400
    sentence = _("This is not a picture that can be read.")
    next_step = _("Send one baseline JPEG, or one PNG in one pass, of at most 2,000 pixels a side.")


class FramesTooOften(Refusal):
    """A desk sent more pictures than one is read a second, or all readers are at work."""

    code = "frames.too_often"
    status = 429
    sentence = _("More pictures come in than can be read.")
    next_step = _("Send the next one in a moment.")

    def __init__(self, retry_seconds: float) -> None:
        super().__init__()
        self.retry_seconds = retry_seconds
