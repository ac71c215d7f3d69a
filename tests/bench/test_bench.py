"""Each bench runs, small, against real servers: what it counts must be whole, what it times says nothing here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.processes import ROOT

pytestmark = pytest.mark.xdist_group("servers")


def run_quickly(name: str, folder: Path) -> dict[str, Any]:
    """Run a bench as its user does and return what it wrote."""
    argv = [sys.executable, "-m", f"bench.{name}", "--quick", "--results", str(folder)]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    written: dict[str, Any] = json.loads((folder / f"{name}.json").read_text())
    return written


def test_live_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    found = run_quickly("live", tmp_path)["found"]
    talks = [*found["talks"], *found["calm_talks"], *found["old_talks"]]
    assert {row["server"] for row in talks} == {"one process", "B1 plain", "B3 textbook"}
    for row in talks:
        assert (row["lost"], row["doubled"], row["closed"]) == (0, 0, 0), row
        if (
            row["server"] == "one process"
        ):  # the others number nothing: two who speak at once are heard in any order
            assert row["disordered"] == 0, row
        assert 0 < row["p50_ms"] <= row["p95_ms"] <= row["p99_ms"]
        assert row["cpu_us"] > 0


def test_everybody_joins_and_hears_of_it(tmp_path: Path) -> None:
    found = run_quickly("joins", tmp_path)["found"]
    places = [(there, place) for there in (10, 60) for place in ("small room", "mixer", "room")]
    assert [(row["there"], row["place"]) for row in found["joins"]] == places
    assert min(row["cpu_ms"] for row in found["joins"]) > 0
    assert min(row["bytes"] for row in found["heard"]) > 0
    assert [row["people"] for row in found["rushes"]] == [12]


def test_scan_admits_everybody_once(tmp_path: Path) -> None:
    found = run_quickly("scan", tmp_path)["found"]
    assert {row["office"] for row in found["scans"]} == {"scan", "bare"}
    for row in found["scans"]:
        assert row["failed"] == 0, row
        assert 0 < row["p50_ms"] <= row["p99_ms"]
    assert any(sql.startswith("INSERT INTO tickets_admission") for sql in found["statements"])


def test_pages_are_given_to_visitors_and_to_those_signed_in(tmp_path: Path) -> None:
    found = run_quickly("pages", tmp_path)["found"]["pages"]
    everybodys = ["forum", "speakers", "session", "API list"]
    assert [row["page"] for row in found if row["who"] == "visitor"] == everybodys
    assert [row["page"] for row in found if row["who"] == "signed in"] == [*everybodys, "lobby", "My day"]
    for row in found:
        assert (row["sessions"], row["speakers"]) == (60, 40)
        assert row["bytes"] > 5_000, row
        assert min(row["bare_ms"], row["cpu_ms"]) > 0, row


def test_hall_refuses_nobody(tmp_path: Path) -> None:
    found = run_quickly("hall", tmp_path)["found"]
    assert [(row["form"], row["refused"]) for row in found["forms"]] == [
        ("register", 0),
        ("code", 0),
        ("ticket, known", 0),
        ("ticket, unknown", 0),
    ]
    assert {row["sent"] for row in found["forms"]} == {12, 10}


def test_storm_brings_everybody_back(tmp_path: Path) -> None:
    (row,) = run_quickly("storm", tmp_path)["found"]["storms"]
    assert (row["sockets"], row["signed_out"], row["pages_ended"]) == (20, 0, 0)
    assert min(row[f"{page}_seconds"] for page in ("desk", "board", "lobby")) > 0


def test_a_quick_run_never_replaces_what_is_kept() -> None:
    argv = [sys.executable, "-m", "bench.live", "--quick"]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
