"""Keys of tables and names of topics run down the floors as imports do: no room names a table or topic above it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WINGS = ("forum", "tickets", "networking")
POINTS = re.compile(r'(?:ForeignKey|OneToOneField|ManyToManyField)\(\s*(?:to=)?"(\w+)\.(\w+)"')
MAKES = re.compile(r"^class (\w+)\(.*models\.Model\)|^class (\w+)\(AbstractBaseUser", re.MULTILINE)
OPENS = re.compile(r'^topic\(\s*"(\w+)"', re.MULTILINE)
SAYS = re.compile(r'f"(\w+):\{')
EXCEPTIONS = {
    "forum.live names user: of forum.people": "who is connected at all is told by the topic everybody joins first",
    "forum.journal names Forum of forum.forums": "a row says of which forum it is",
    "forum.mail names Forum of forum.forums": "a row says of which forum it is",
    "forum.forums names forum: of forum.programme": "a forum announces in its own topic; the programme is its snapshot",
}


def order() -> dict[str, int]:
    """Return how high each room lies: the wings from `forum` up, in each the layers of `pyproject.toml` from below."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = {one["name"]: one["layers"] for one in contracts if one["name"].startswith("rooms of ")}
    found = {}
    for height, wing in enumerate(WINGS):
        for step, layer in enumerate(reversed(layers[f"rooms of {wing}"])):
            for room in re.findall(r"\w+", layer):
                found[f"{wing}.{room}"] = 100 * min(height, 1) + step
    return found


def rooms(root: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and the whole source of each room."""
    for wing in WINGS:
        for room in sorted(one.parent for one in (root / wing).glob("*/__init__.py")):
            text = "\n".join(one.read_text() for one in sorted(room.rglob("*.py")))
            if room.name not in ("migrations", "management", "templatetags"):
                yield f"{wing}.{room.name}", text


def is_above(other: str, room: str) -> bool:
    """Tell whether a room must not know another: it lies higher, or in the wing beside."""
    beside = {other.split(".")[0], room.split(".")[0]} == {"tickets", "networking"}
    return beside or order()[other] > order()[room]


def climbing(root: Path) -> list[str]:
    """Return each table and topic of a room above that a room names."""
    sources = dict(rooms(root))
    tables = {
        name: room
        for room, text in sources.items()
        for found in MAKES.findall(text)
        for name in found
        if name
    }
    topics = {name: room for room, text in sources.items() for name in OPENS.findall(text)}
    named = [
        (room, model, tables[model]) for room, text in sources.items() for _, model in POINTS.findall(text)
    ] + [
        (room, f"{topic}:", topics[topic])
        for room, text in sources.items()
        for topic in SAYS.findall(text)
        if topic in topics
    ]
    return sorted({f"{room} names {what} of {other}" for room, what, other in named if is_above(other, room)})


def test_no_room_names_a_table_or_a_topic_above_it(copy: Path) -> None:
    assert climbing(ROOT) == sorted(EXCEPTIONS)

    for place, line in (
        ("networking/talks/models.py", 'FOR = models.ForeignKey("networking.Mixer", models.CASCADE)\n'),
        ("networking/talks/verbs.py", 'def topic_of(key: str) -> str:\n    return f"mixer:{key}"\n'),
        ("tickets/desks/models.py", 'FOR = models.ForeignKey("networking.Card", models.CASCADE)\n'),
    ):
        spoiled = copy / place
        spoiled.write_text(spoiled.read_text() + "\n" + line)
    assert [one for one in climbing(copy) if one not in EXCEPTIONS] == [
        "networking.talks names Mixer of networking.rounds",
        "networking.talks names mixer: of networking.rounds",
        "tickets.desks names Card of networking.cards",
    ]
