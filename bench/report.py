"""How every bench is asked and what it ends with: its aims, and what was measured, on the screen and as JSON."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias

from bench import machine

RESULTS = Path(__file__).parent / "results"

Row: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Aim:
    """Something that must not be more than `most`."""

    what: str
    value: float
    most: float
    unit: str = ""

    @property
    def is_met(self) -> bool:
        return self.value <= self.most

    def __str__(self) -> str:
        amount = f"{self.value:.3g} {self.unit}".strip()
        return f"{'ok  ' if self.is_met else 'MISS'} {self.what}: {amount} (at most {self.most:g})"


def parser(name: str) -> argparse.ArgumentParser:
    """Return the command line that all benches share."""
    made = argparse.ArgumentParser(prog=f"python -m bench.{name}")
    made.add_argument("--quick", action="store_true", help="a small run that shows that everything works")
    made.add_argument("--results", type=Path, metavar="FOLDER", help="where to write what was found")
    return made


def folder(given: argparse.Namespace) -> Path:
    """Return where results go. Numbers of a quick run say nothing and must not replace those that are kept."""
    if given.quick and given.results is None:
        raise SystemExit("A quick run replaces nothing: say --results FOLDER.")
    return given.results or RESULTS


def publish(where: Path, name: str, *, plan: Any, found: dict[str, Any], aims: list[Aim]) -> None:
    """Print the aims and write `<name>.json` with the plan, the commit and the machine."""
    for aim in aims:
        say(str(aim))
    written = {
        "commit": machine.commit(),
        "machine": machine.description(),
        "plan": asdict(plan),
        "aims": [{**asdict(aim), "value": round(aim.value, 3), "is_met": aim.is_met} for aim in aims],
        "found": found,
    }
    where.mkdir(exist_ok=True)
    (where / f"{name}.json").write_text(json.dumps(written, indent=1) + "\n")


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def say_row(row: Row) -> None:
    """Print what was measured in one line."""
    say("  ".join(f"{name} {value}" for name, value in row.items()))
