"""The upward duties of the house: rooms above the ground floor hear of them, inside the transaction."""

from django.dispatch import Signal

attendee_withdrawn = Signal()
"""Sent with `attendee` and `by`: a person leaves this forum; what they hold here must be given back."""

person_forgotten = Signal()
"""Sent with `user` and `by`: a person leaves altogether; what identifies them must be erased."""

consents_chosen = Signal()
"""Sent with `attendee` and `by`: a person agrees to other things than before; what rests on a consent that was
taken back must end."""
