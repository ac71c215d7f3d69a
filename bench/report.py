"""What every bench ends with: its aims with what was measured, on the screen and as JSON."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench import machine

RESULTS = Path(__file__).parent / "results"


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
        verdict = "ok  " if self.is_met else "MISS"
        return f"{verdict} {self.what}: {self.value:g} {self.unit} (at most {self.most:g})"


def publish(name: str, *, method: dict[str, Any], rows: list[dict[str, Any]], aims: list[Aim]) -> None:
    """Print the aims and write `results/<name>.json`."""
    for aim in aims:
        say(str(aim))
    found = {
        "commit": machine.commit(),
        "machine": machine.description(),
        "method": method,
        "aims": [{**asdict(aim), "is_met": aim.is_met} for aim in aims],
        "rows": rows,
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(found, indent=1) + "\n")


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def say_row(row: dict[str, Any]) -> None:
    """Print what was measured in one line."""
    say("  ".join(f"{name}={value}" for name, value in row.items()))
