"""A mixer that waits to be started."""

from __future__ import annotations

import pytest

from networking.rounds.models import Mixer
from tests.networking.cast import a_forum, a_mixer


@pytest.fixture
def mixer() -> Mixer:
    return a_mixer(a_forum())
