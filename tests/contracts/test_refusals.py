"""Each refusal has a code of its own, a sentence in both languages, a status, and a line in docs/errors.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation import override

import tickets.errors  # noqa: F401 (the modules register their refusals)
from forum.errors import Refusal

DOCS = Path(__file__).resolve().parents[2] / "docs" / "errors.md"


def every_refusal(kind: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    """Yield every subclass the wings' errors modules define."""
    for child in kind.__subclasses__():
        if child.__module__.endswith(".errors"):
            yield child
        yield from every_refusal(child)


REFUSALS = sorted(set(every_refusal()), key=lambda refusal: refusal.code)


def test_refusals_codes_are_unique() -> None:
    codes = [refusal.code for refusal in REFUSALS]
    assert codes == sorted(set(codes))


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.code)
def test_refusals_are_translated(refusal: type[Refusal]) -> None:
    with override("en"):
        english = (str(refusal.sentence), str(refusal.next_step))
    with override("ko"):
        korean = (str(refusal.sentence), str(refusal.next_step))
    assert english[0] != korean[0]
    assert re.search("[가-힣]", korean[0])
    assert bool(english[1]) == bool(korean[1])


def test_refusals_are_documented() -> None:
    listed = re.findall(r"^\| `([a-z_.]+)` \| (\d{3}) \|", DOCS.read_text(), re.MULTILINE)
    assert sorted(listed) == sorted((refusal.code, str(refusal.status)) for refusal in REFUSALS)
