"""What the forum refuses in words: the base of every expected no, and those any room may say."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """An expected no: a stable code for programs, a sentence and a next step for people.

    Subclasses set `code` (unique in the project, listed in docs/errors.md), `status` (HTTP),
    `sentence`, `next_step` and `kind`, which stands above the sentence on a page; values for %(named)s placeholders
    are given to the constructor.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    sentence: ClassVar[str | Promise] = _("This is not possible right now.")
    next_step: ClassVar[str | Promise] = ""
    kind: ClassVar[str | Promise] = _("Not right now")
    live_code: ClassVar[str] = "refused"

    def __init__(self, **values: Any) -> None:
        super().__init__(self.code)
        self.values = values

    @property
    def text(self) -> str:
        """The sentence in the active language, placeholders filled."""
        return str(self.sentence) % self.values if self.values else str(self.sentence)

    @property
    def advice(self) -> str:
        """What to do next, in the active language; empty where nothing helps."""
        return str(self.next_step) % self.values if self.values else str(self.next_step)


class Gone(Refusal):
    """What does not exist, or is not the asker's to know: both get the same answer."""

    code = "gone"
    live_code = "gone"
    status = 404
    sentence = _("There is nothing here, or it is not yours to see.")
    next_step = _("Go back to the forum page and try from there.")


class WrongMethod(Refusal):
    """An address that only takes what a form sends was opened, or the other way round."""

    code = "wrong_method"
    status = 405
    sentence = _("This address is not a page of its own.")
    next_step = _("Go back to the page you came from and use its buttons.")


class Denied(Refusal):
    """Known to the asker, but not their right."""

    code = "denied"
    live_code = "denied"
    status = 403
    sentence = _("You do not have the right to do this here.")
    next_step = _("Ask an organizer of the forum to give you the role.")


class SignInRequired(Refusal):
    """Nobody is signed in, and the thing asked for belongs to somebody."""

    code = "auth.required"
    live_code = "auth.required"
    status = 401
    sentence = _("Please sign in first.")
    kind = _("Sign in")
    next_step = _("Sign in with your e-mail address; no password is needed.")


class Conflict(Refusal):
    """Somebody else was faster: the state the asker saw is no longer the state."""

    code = "conflict"
    live_code = "conflict"
    status = 409
    sentence = _("Somebody else changed this a moment ago.")
    next_step = _("Look at the new state and try again if it is still needed.")


class Busy(Refusal):
    """The database or a lock is away for a moment. What was asked may have been done all the same: an answer that
    comes too late for its limit is still work that came to its end."""

    code = "busy"
    live_code = "busy"
    status = 503
    sentence = _("The forum is very busy right now. What you asked for may not have gone through.")
    next_step = _("Look whether it is there; if not, try again in a few seconds.")


class BodyTooLarge(Refusal):
    code = "body.too_large"
    status = 413
    sentence = _("This is more than the address takes at once.")
    next_step = _("Send less; the limits are in the description of the API.")


class BodyUnreadable(Refusal):
    """Not JSON, or JSON that not everybody reads alike: a key twice, NaN, NUL, half a character, endless nesting."""

    code = "body.unreadable"
    status = 400
    sentence = _("What was sent could not be read.")
    next_step = _("Send it as JSON, as the description of the API says.")


class NotUnderstood(Refusal):
    """Not a request at all, or to no host of this site."""

    code = "bad.request"
    status = 400
    sentence = _("We could not read what your browser sent.")
    next_step = _("Go back and try again. If it happens twice, tell an organizer.")


class TooSlow(Refusal):
    """A request that was not whole when its time was over."""

    code = "too.slow"
    status = 408
    sentence = _("What was sent did not arrive whole in time.")
    next_step = _("Look at your connection, then send it again.")


class NetworkCrowded(Refusal):
    """Far more was asked from one network than a hall full of people asks."""

    code = "network.crowded"
    status = 429
    sentence = _("Very many people ask from your network at this moment.")
    next_step = _("Wait a minute and try again.")


class NotRegistered(Refusal):
    """Signed in, but not somebody who takes part in this forum."""

    code = "people.not_registered"
    live_code = "denied"
    status = 403
    sentence = _("This is for people who are registered for %(forum)s.")
    next_step = _(
        "Register first; it takes a minute. If you have a ticket, sign in with the address it was sent to."
    )


class EndsBeforeStart(Refusal):
    """A session, or a forum, would end before it begins."""

    code = "programme.ends_before_start"
    status = 422
    sentence = _("A session must end after it begins.")
    next_step = _("Correct the times and save again; nothing was changed.")


class SlugReserved(Refusal):
    """A forum was to have a name that is an address of the site itself."""

    code = "forums.slug_reserved"
    status = 422
    sentence = _("%(slug)s is an address of the site itself.")
    next_step = _("Give the forum another short name; nothing was changed.")


class AddressUnreadable(Refusal):
    """Somebody was to be known by a text that no mail can be sent to."""

    code = "people.address_unreadable"
    status = 422
    sentence = _("%(address)s is not an e-mail address.")
    next_step = _("Correct it and try again; nothing was changed.")


class ConsentRequired(Refusal):
    """A consent without which nobody can take part was not given."""

    code = "people.consent_required"
    status = 422
    sentence = _("We cannot register anybody without the consent marked as required.")
    next_step = _("Read the text and agree to it, or write to the organizers if you cannot.")


class PictureUnreadable(Refusal):
    """What was given as a picture is none, or is larger than any picture of a person needs to be."""

    code = "programme.picture_unreadable"
    status = 422
    sentence = _("This is not a picture we can use.")
    next_step = _("Give a JPEG, PNG or WebP of at most 8 MB and 30 megapixels.")
