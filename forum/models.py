"""The tables of the ground floor, gathered from its rooms."""

from forum.agenda.models import SavedSession
from forum.calendars.models import FeedToken
from forum.consents.models import Consent, ConsentText
from forum.forums.models import Forum, Space, Venue
from forum.journal.models import JournalEntry
from forum.live.models import LogEntry, Node, Presence, Topic
from forum.mail.models import OutboxMail
from forum.people.models import Arrival, Attendee, TeamMember, User
from forum.programme.models import Session, Speaker, SpeakerPicture, Track
from forum.signin.models import SignInCode

__all__ = [
    "Arrival",
    "Attendee",
    "Consent",
    "ConsentText",
    "FeedToken",
    "Forum",
    "JournalEntry",
    "LogEntry",
    "Node",
    "OutboxMail",
    "Presence",
    "SavedSession",
    "Session",
    "SignInCode",
    "Space",
    "Speaker",
    "SpeakerPicture",
    "TeamMember",
    "Topic",
    "Track",
    "User",
    "Venue",
]
