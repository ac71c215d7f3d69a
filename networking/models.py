"""The tables of the networking wing, gathered from its rooms."""

from networking.cards.models import Block, Card
from networking.meet.models import Ask, Match, MatchSide
from networking.rooms.models import Membership, Room
from networking.rounds.models import Mixer, Ready, Round
from networking.safety.models import Report
from networking.talks.models import Meeting, MeetingMember, Rating

__all__ = [
    "Ask",
    "Block",
    "Card",
    "Match",
    "MatchSide",
    "Meeting",
    "MeetingMember",
    "Membership",
    "Mixer",
    "Rating",
    "Ready",
    "Report",
    "Room",
    "Round",
]
