"""Chains of swaps: whether anybody must be idle, and who else could be. Exact; blind to worth.

Edmonds, "Paths, trees, and flowers", 1965.
"""

from collections import deque

import numpy as np

from networking.matching.arrays import NOBODY, Counts, Marks, Mates, Table, idle


class Tree:
    """Everybody one idle person can reach by taking a partner, whose own partner takes another, and so on.

    `can_be_idle` marks who could be left over instead of the root, the root included. An odd ring of them (a
    "blossom") counts as one person and goes by its `base`; else a chain through the ring would be missed.
    """

    def __init__(self, root: int, mates: Mates, table: Table, closed: Marks | None = None) -> None:
        """Stand at `root`; pairs are those the table allows, without anybody marked `closed`."""
        self.root, self.mates, self.table = root, mates, table
        self.taken_by = np.full(len(mates), NOBODY, dtype=np.intp)
        self.can_be_idle = np.zeros(len(mates), dtype=np.bool_)
        self._base = np.arange(len(mates))
        self._open = np.ones(len(mates), dtype=np.bool_) if closed is None else ~closed
        self._others_idle = mates == NOBODY
        self._others_idle[root] = False
        self._unseen: deque[int] = deque()
        self._reach(root)

    def grow(self) -> int:
        """Search until another idle person is reached, and return that person; NOBODY when there is none."""
        while self._unseen:
            reached = self._look_around(self._unseen.popleft())
            if reached != NOBODY:
                return reached
        return NOBODY

    def seat(self, person: int) -> None:
        """Re-pair along the chain from `person`, who is reached and has no partner, back to the root."""
        while person != NOBODY:
            partner = int(self.taken_by[person])
            left = int(self.mates[partner])
            self.mates[person], self.mates[partner] = partner, person
            person = left

    def leave_idle(self, person: int) -> None:
        """Seat the root, and leave `person` idle instead, who must be one of those who can be."""
        partner = int(self.mates[person])
        self.mates[person] = NOBODY
        self.seat(partner)

    def members(self) -> Marks:
        """Mark everybody the search came across."""
        marks: Marks = self.can_be_idle | (self.taken_by != NOBODY)
        return marks

    def _look_around(self, person: int) -> int:
        near = self.table[person] & self._open & (self._base != self._base[person])
        partners = np.flatnonzero(near & self._others_idle)
        if len(partners):
            self.taken_by[partners[0]] = person
            return int(partners[0])
        for other in np.flatnonzero(near & (self.can_be_idle | (self.taken_by == NOBODY))).tolist():
            if not self.can_be_idle[other]:
                self.taken_by[other] = person
                self._reach(int(self.mates[other]))
            elif self._base[other] != self._base[person]:
                self._close_ring(person, other)
        return NOBODY

    def _reach(self, person: int) -> None:
        self.can_be_idle[person] = True
        self._unseen.append(person)

    def _close_ring(self, one: int, other: int) -> None:
        """Let the odd ring that the pair (one, other) closes count as one person from here on."""
        passed = self._bases_up(one)
        base = next(base for base in self._bases_up(other) if base in passed)
        ring = np.zeros(len(self.mates), dtype=np.bool_)
        self._mark_side(ring, one, base, other)
        self._mark_side(ring, other, base, one)
        inside = ring[self._base]
        self._base[inside] = base
        for person in np.flatnonzero(inside & ~self.can_be_idle).tolist():
            self._reach(person)

    def _bases_up(self, person: int) -> list[int]:
        bases = [int(self._base[person])]
        while bases[-1] != self._base[self.root]:
            bases.append(int(self._base[self.taken_by[self.mates[bases[-1]]]]))
        return bases

    def _mark_side(self, ring: Marks, person: int, base: int, towards: int) -> None:
        while self._base[person] != base:
            partner = int(self.mates[person])
            ring[self._base[[person, partner]]] = True
            self.taken_by[person] = towards
            person, towards = int(self.taken_by[partner]), partner


def seat_everybody(mates: Mates, table: Table) -> None:
    """Seat as many as can be seated at once by the pairs the table allows; nobody seated becomes idle."""
    closed = np.zeros(len(mates), dtype=np.bool_)
    for person in idle(mates).tolist():
        if mates[person] != NOBODY:
            continue  # an earlier chain ended here
        tree = Tree(person, mates, table, closed)
        reached = tree.grow()
        if reached != NOBODY:
            tree.seat(reached)
        else:
            closed |= tree.members()  # no later chain can lead through here


def share_sitting_out(mates: Mates, table: Table, sat_out: Counts) -> None:
    """Let those be idle who sat out least, in a seating that cannot seat more.

    Exact: the sets of people who can be seated together form a matroid, so exchanging one by one suffices.
    """
    for person in sorted(idle(mates).tolist(), key=lambda person: -sat_out[person]):
        if sat_out[person] == sat_out.min():
            return
        tree = Tree(person, mates, table)
        tree.grow()
        instead = np.flatnonzero(tree.can_be_idle)
        least = int(instead[np.argmin(sat_out[instead])])
        if sat_out[least] < sat_out[person]:
            tree.leave_idle(least)
