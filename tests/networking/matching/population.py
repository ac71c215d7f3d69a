"""A seeded crowd like a bilingual AI forum's: six roles, crowded topics, half-empty cards, a few blocks."""

from collections.abc import Sequence
from random import Random

from networking.matching.scores import Profile

SEEKS = {
    "founder": ("funding", "engineer", "customer", "advice"),
    "investor": ("startup", "advice", "partner"),
    "engineer": ("job", "advice", "collaborator"),
    "researcher": ("collaborator", "data", "job"),
    "student": ("job", "mentor", "advice"),
    "company": ("engineer", "partner", "startup"),
}
OFFERS = {
    "founder": ("startup", "job", "partner"),
    "investor": ("funding", "advice", "mentor"),
    "engineer": ("engineer", "advice", "collaborator"),
    "researcher": ("collaborator", "advice", "mentor"),
    "student": ("engineer", "collaborator"),
    "company": ("job", "customer", "data", "partner"),
}
ROLE_SHARES = (18, 6, 28, 14, 22, 12)
FIELDS, TOPICS_PER_FIELD, ORGANIZATIONS = 12, 20, 60


def crowd(size: int, *, seed: int = 1) -> list[Profile]:
    """Draw people: 12 % say almost nothing about topics, 10 % neither what they seek nor what they offer."""
    random = Random(seed)
    return [_person(random) for _ in range(size)]


def some_blocks(size: int, *, seed: int = 1) -> list[tuple[int, int]]:
    """Draw one block for every fifty people."""
    random = Random(seed)
    return [tuple(random.sample(range(size), 2)) for _ in range(size // 50)]  # type: ignore[misc]


def _person(random: Random) -> Profile:
    (role,) = random.choices(tuple(SEEKS), ROLE_SHARES)
    silent = random.random() < 0.10
    return Profile(
        seeks=frozenset() if silent else _some(random, SEEKS[role], most=2),
        offers=frozenset() if silent else _some(random, OFFERS[role], most=2),
        topics=_topics(random),
        languages=frozenset(random.choices((("ko",), ("en",), ("ko", "en")), (45, 15, 40))[0]),
        role=role,
        organization=f"organization-{_rank(random, ORGANIZATIONS)}",
    )


def _topics(random: Random) -> frozenset[str]:
    fields = random.sample(range(FIELDS), 2)
    count = random.randint(0, 1) if random.random() < 0.12 else random.randint(3, 8)
    return frozenset(f"topic-{random.choice(fields)}-{_rank(random, TOPICS_PER_FIELD)}" for _ in range(count))


def _some(random: Random, tags: Sequence[str], *, most: int) -> frozenset[str]:
    return frozenset(random.sample(tags, random.randint(1, most)))


def _rank(random: Random, ranks: int) -> int:
    """Draw a rank by Zipf's law: the second as often as half the first."""
    return random.choices(range(ranks), [1 / (rank + 1) for rank in range(ranks)])[0]
