"""What a page sends to keep people apart."""

from __future__ import annotations

from django import forms

from forum.fields import TextField
from networking.safety.models import Report


class BlockForm(forms.Form):
    """The key of the person not to meet again."""

    who = forms.CharField(max_length=12)


class ReportForm(BlockForm):
    """Whom it is about, why, and what happened, in the reporter's words; `cid` was drawn into the page, so that a form
    sent twice reports once; a page from before that reports as well."""

    cid = forms.CharField(max_length=64, required=False, empty_value=None)
    why = forms.ChoiceField(choices=Report.Why.choices)
    text = TextField(max_length=2000, required=False)
