"""The production form for each fault, whole again afterwards, and the people in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.sites import Site


@pytest.fixture
def site(production_form: Site, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """The production form; whatever the test ends is started again."""
    with django_db_blocker.unblock():
        yield production_form
    production_form.heal()
