"""A process that only writes: `python -m tests.forum.live.writer AUTHOR COUNT TOPIC…`."""

from __future__ import annotations

import random
import sys

import django

django.setup()

from forum.live import log  # noqa: E402
from tests.forum.live.echo import Said, register  # noqa: E402


def write(author: str, count: int, topics: list[str]) -> None:
    """Append to several topics in each transaction, in any order; every fifth transaction fails."""
    chance = random.Random(author)
    for number in range(count):
        chance.shuffle(topics)
        try:
            with log.transaction():
                for topic in topics:
                    log.append(topic, Said(f"{author} {number}"), by=author)
                if number % 5 == 4:
                    raise InterruptedError
        except InterruptedError:
            pass


if __name__ == "__main__":
    register()
    write(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
