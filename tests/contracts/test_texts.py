"""Whatever door a text comes through: of what nobody could see nothing is kept, and nothing is cut without a word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from django import forms
from django.utils.module_loading import import_string

from forum.fields import AddressField, WrittenField
from forum.live import registry
from forum.live.engine.incoming import read_given
from forum.live.errors import Invalid

NOT_WRITTEN = {
    ("AnswerForm", "match"),
    ("BlockForm", "who"),
    ("ReportForm", "cid"),
    ("ReportForm", "who"),
    ("SayForm", "cid"),
    ("ConsentsForm", "next"),
}
"""Fields of texts that a page draws and nobody writes: keys and addresses."""


GUARDED = (WrittenField, AddressField, forms.EmailField, forms.SlugField)
OURS = ("forum", "networking", "tickets", "events_site")


def every_form() -> Iterator[type[forms.Form]]:
    left = list(forms.Form.__subclasses__())
    while left:
        form = left.pop()
        left += form.__subclasses__()
        if form.__module__.partition(".")[0] in OURS:
            yield form


def test_every_field_somebody_writes_in_takes_only_what_can_be_seen() -> None:
    import_string("events_site.urls.urlpatterns")  # whoever has an address is loaded
    unguarded = {
        (form.__name__, name)
        for form in every_form()
        for name, field in form.base_fields.items()
        if isinstance(field, forms.CharField) and not isinstance(field, GUARDED)
    }
    assert unguarded == NOT_WRITTEN


def texts_of(struct: type[msgspec.Struct]) -> list[str]:
    return [field.name for field in msgspec.structs.fields(struct) if "str" in str(field.type)]


@pytest.mark.parametrize(
    "nothing", ["\u3164", "\u200b", "\u2800", "\u202e", "\ufe0f", "\u0301", "\U000e0041", " "]
)
def test_no_verb_takes_a_text_in_which_nothing_can_be_seen(nothing: str) -> None:
    verbs = [verb for verb in registry.verbs.values() if texts_of(verb.takes)]
    assert {"chat.send", "safety.report"} <= {verb.name for verb in verbs}
    for verb in verbs:
        for name in texts_of(verb.takes):
            given: dict[str, Any] = dict.fromkeys(texts_of(verb.takes), "x") | {name: nothing}
            with pytest.raises(Invalid) as caught:
                read_given(given, verb.takes)
            assert caught.value.field == name, verb.name
