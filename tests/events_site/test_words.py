"""What Django says in forms, we say in our own Korean."""

from __future__ import annotations

import pytest
from django import forms
from django.utils.translation import override

FAULTS: list[tuple[forms.Field, str, str, str]] = [
    (forms.CharField(), "", "This field is required.", "꼭 필요한 항목이에요."),
    (
        forms.EmailField(),
        "minji",
        "Enter a valid email address.",
        "이메일 주소가 아닌 것 같아요. 예: minji@example.com",
    ),
    (forms.IntegerField(), "six", "Enter a whole number.", "숫자로 적어 주세요."),
    (forms.DateTimeField(), "soon", "Enter a valid date/time.", "날짜와 시간을 다시 확인해 주세요."),
    (
        forms.ChoiceField(choices=[("a", "A")]),
        "b",
        "Select a valid choice. b is not one of the available choices.",
        "목록에서 골라 주세요.",
    ),
    (
        forms.IntegerField(min_value=1),
        "0",
        "Ensure this value is greater than or equal to 1.",
        "1 이상으로 적어 주세요.",
    ),
    (
        forms.IntegerField(max_value=60),
        "99",
        "Ensure this value is less than or equal to 60.",
        "60 이하로 적어 주세요.",
    ),
    (
        forms.CharField(max_length=120),
        "x" * 300,
        "Ensure this value has at most 120 characters (it has 300).",
        "120자까지 쓸 수 있어요. 지금은 300자예요.",
    ),
]


def said(field: forms.Field, value: str, language: str) -> list[str]:
    with override(language), pytest.raises(forms.ValidationError) as refused:
        field.clean(value)
    with override(language):
        return list(refused.value.messages)


@pytest.mark.parametrize(("field", "value", "english", "korean"), FAULTS)
def test_forms_speak_our_korean(field: forms.Field, value: str, english: str, korean: str) -> None:
    assert (said(field, value, "en"), said(field, value, "ko")) == ([english], [korean])
