"""When seats that nobody confirms are too many for one network. Pure.

A hall of people behind one address registers within minutes, and most of them confirm or walk in. A machine with
invented addresses confirms nothing; its first seats lapse, and from then on it holds a handful.
"""

from __future__ import annotations

from dataclasses import dataclass

USUAL_LAPSES = 30
"""So many may forget the mail before a network counts as one that invents people."""

HANDFUL = 5


@dataclass(frozen=True)
class Network:
    """What became of the registrations of one network within the last day."""

    confirmed: int
    unconfirmed: int
    lapsed: int

    @property
    def invents_people(self) -> bool:
        """Tell whether far more lapse here than is usual among people."""
        return self.lapsed > USUAL_LAPSES and self.lapsed > self.confirmed

    @property
    def may_hold_another(self) -> bool:
        """Tell whether one more seat may wait here for its confirmation."""
        return not self.invents_people or self.unconfirmed < max(HANDFUL, self.confirmed)
