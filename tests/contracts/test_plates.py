"""Every module of a room stands on a floor: by its name, or, named by its subject, by the last words of its plate."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WINGS = ("forum", "networking", "tickets")
PORCH = ("events_site/board", "events_site/myday", "events_site/opening")
"""The demo is a program of its own; `forum.live` has floors of its own in `pyproject.toml`."""

BY_NAME = {
    "doors": {"views", "api", "topics", "due", "departures", "letters", "urls", "authentication"},
    "shapes": {"forms", "serializers"},
    "verbs": {"verbs"},
    "reads": {"queries", "access"},
    "tables": {"models"},
    "pure": {"frames"},
}
BY_PLATE = {"doors": "A door.", "pages": "For pages.", "tools": "A tool.", "pure": "Pure."}
NOT_ROOMS = {"migrations", "management", "templatetags", "live"}


def plate_of(module: Path) -> str:
    """Return the first paragraph of a module's docstring, in one line."""
    said = ast.get_docstring(ast.parse(module.read_text())) or ""
    return " ".join(said.split("\n\n")[0].split())


def floor_of(module: Path) -> str | None:
    """Return the floor of a module; one in a package stands where the package stands."""
    for place in (module.with_suffix(""), module.parent):
        for floor, names in BY_NAME.items():
            if place.name in names:
                return floor
    plates = (plate_of(module), plate_of(module.parent / "__init__.py"))
    return next((floor for plate in plates for floor, end in BY_PLATE.items() if plate.endswith(end)), None)


def modules(root: Path) -> Iterator[Path]:
    """Yield the modules of all rooms."""
    rooms = [root / place for place in PORCH]
    for wing in WINGS:
        rooms += [place for place in (root / wing).iterdir() if (place / "__init__.py").exists()]
    for room in sorted(rooms):
        if room.name not in NOT_ROOMS:
            yield from sorted(one for one in room.rglob("*.py") if one.name != "__init__.py")


def homeless(root: Path) -> list[str]:
    return [str(module.relative_to(root)) for module in modules(root) if floor_of(module) is None]


def name_of(module: Path, root: Path) -> str:
    return ".".join(module.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def outside_the_contract(root: Path) -> list[str]:
    """Return what calls itself pure and is not in the contract that proves it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    [proved] = [one["source_modules"] for one in contracts if one["name"] == "pure"]
    ground = [one for wing in WINGS for one in (root / wing).glob("*.py")]
    plates = list((root / "networking").rglob("__init__.py"))
    says_so = [
        name_of(one, root) for one in (*modules(root), *ground, *plates) if plate_of(one).endswith("Pure.")
    ]
    return [name for name in says_so if not any(fnmatch(name, pattern) for pattern in proved)]


def asking(root: Path) -> list[str]:
    """Return the doors and tools that ask a table by its manager."""
    found = []
    for module in modules(root):
        if floor_of(module) in ("doors", "shapes", "tools"):
            names = (one for one in ast.walk(ast.parse(module.read_text())) if isinstance(one, ast.Attribute))
            found += [f"{module.relative_to(root)}:{one.lineno}" for one in names if one.attr == "objects"]
    return found


def crossing(root: Path) -> list[str]:
    """Return the pages that import verbs, and the verbs that import pages: they lie side by side."""
    found = []
    pages = {name_of(one, root) for one in modules(root) if floor_of(one) == "pages"}
    for module in modules(root):
        floor = floor_of(module)
        imports = {
            name
            for one in ast.walk(ast.parse(module.read_text()))
            if isinstance(one, ast.ImportFrom) and one.module
            for name in (one.module, *(f"{one.module}.{alias.name}" for alias in one.names))
            if name in pages or name.split(".")[-1] == "verbs"
        }
        if floor == "pages":
            found += [f"{module.relative_to(root)} {one}" for one in imports if "verbs" in one.split(".")]
        if floor == "verbs":
            found += [f"{module.relative_to(root)} {one}" for one in imports & pages]
    return found


def test_every_module_stands_on_a_floor(copy: Path) -> None:
    assert homeless(ROOT) == []

    (copy / "networking/meet/helpers.py").write_text('"""Things that are needed now and then."""\n')
    assert homeless(copy) == ["networking/meet/helpers.py"]


def test_what_calls_itself_pure_is_proved_to_be(copy: Path) -> None:
    assert outside_the_contract(ROOT) == []

    (copy / "tickets/desks/colours.py").write_text('"""The colours of desks. Pure."""\n')
    assert outside_the_contract(copy) == ["tickets.desks.colours"]


def test_doors_shapes_and_tools_ask_no_table(copy: Path) -> None:
    assert asking(ROOT) == []

    spoiled = copy / "networking/talks/departures.py"
    spoiled.write_text(spoiled.read_text() + "\nNOBODY = Attendee.objects.none()\n")
    assert len(asking(copy)) == 1


def test_pages_and_verbs_lie_side_by_side(copy: Path) -> None:
    assert crossing(ROOT) == []

    spoiled = copy / "networking/meet/lobby.py"
    spoiled.write_text(spoiled.read_text() + "\nfrom networking.meet.verbs import ask\n")
    assert crossing(copy) == ["networking/meet/lobby.py networking.meet.verbs"]

    spoiled.write_text(
        spoiled.read_text().replace("networking.meet.verbs import ask", "networking.meet import verbs")
    )
    assert crossing(copy) == ["networking/meet/lobby.py networking.meet.verbs"]


def silent(root: Path) -> list[str]:
    """Return the rooms with doors that register something and that their wing's `apps.py` does not open."""
    found = []
    for wing in WINGS:
        opened = import_module(f"{wing}.apps")
        for door in opened.DOORS:
            found += [f"{wing}/{one.parent.name}" for one in (root / wing).glob(f"*/{door}.py")]
        found = [one for one in found if one.removeprefix(f"{wing}/") not in opened.ROOMS]
    return found


def test_no_room_is_forgotten_where_doors_are_opened(copy: Path) -> None:
    assert silent(ROOT) == []

    (copy / "networking/attic").mkdir()
    (copy / "networking/attic/topics.py").touch()
    assert silent(copy) == ["networking/attic"]
