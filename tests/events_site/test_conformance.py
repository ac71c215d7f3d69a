"""The API answers as it is described, whoever asks and whatever: every check of schemathesis, in a short form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker
from schemathesis.config import SchemathesisConfig

from forum.strict_json import Unreadable, read
from tests import sites
from tests.faults.doors import People, invite
from tests.tickets.checkin.test_pictures import picture

pytestmark = [pytest.mark.xdist_group("servers"), pytest.mark.timeout(300)]

EXAMPLES = 3
KNOWN = {"forum": "demo", "checkpoint": "entrance"}
NO_BY_STATE = ["401", "403", "404", "409", "410", "422", "429", "503"]
"""A room's no to what is well said: who asks, when, and what became of it meanwhile decide."""
CONFIG = SchemathesisConfig.from_dict(
    {
        "checks": {
            "positive_data_acceptance": {"expected-statuses": ["2xx", *NO_BY_STATE]},
            "negative_data_rejection": {
                "expected-statuses": ["400", "405", "406", "413", "415", *NO_BY_STATE]
            },
        }
    }
)
for kind in ("JPEG", "PNG"):
    schemathesis.openapi.media_type(f"image/{kind.lower()}", st.just(picture(kind)))


@pytest.fixture(scope="module")
def people(django_db_blocker: DjangoDbBlocker) -> Iterator[People]:
    """The demo forum, and what a stranger, an attendee and a desk bring along."""
    with django_db_blocker.unblock(), sites.embedded() as site:
        with site.data():
            invited = invite(site)
        yield invited


@pytest.mark.parametrize("who", ["stranger", "attendee", "desk"])
def test_answers_are_those_described(people: People, who: str) -> None:
    schema = schemathesis.openapi.from_url(f"{people.site.url}/api/schema/?format=json", config=CONFIG)
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 25
    for operation in operations:
        for mode in modes(operation):
            check(operation, mode, people.credentials[who])


def modes(operation: Any) -> list[schemathesis.GenerationMode]:
    """Return in which ways this can be asked: badly only where something is said beside the address."""
    says_something = (
        any(parameter.location in ("query", "body") for parameter in operation.iter_parameters())
        or operation.body
    )
    return list(schemathesis.GenerationMode) if says_something else [schemathesis.GenerationMode.POSITIVE]


def check(operation: Any, mode: schemathesis.GenerationMode, headers: dict[str, str]) -> None:
    """Ask for one operation a few times, well or badly, and hold each answer to its description."""
    names = {parameter.name for parameter in operation.path_parameters}
    known = {name: value for name, value in KNOWN.items() if name in names}

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode, path_parameters=known))
    def asked(case: Any) -> None:
        if mode is schemathesis.GenerationMode.NEGATIVE or is_read_alike(case.body):
            case.call_and_validate(headers=headers)

    asked()


def is_read_alike(body: Any) -> bool:
    """Tell whether everybody reads this body alike: the description cannot say it of fields it does not know."""
    if not isinstance(body, dict | list):
        return True
    try:
        read(json.dumps(body))
    except (TypeError, Unreadable):
        return False
    return True
