"""Races run on both stacks of the engine's suite, with real commits."""

from tests.forum.live.conftest import database, running

__all__ = ["database", "running"]
