"""What somebody fills in to register."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from forum.consents.models import ConsentText
from forum.fields import AddressField, LineField
from forum.people.models import Language, Occupation
from tickets.registration.models import TicketType

_CONSENT = "consent_"


class RegistrationForm(forms.Form):
    """The person, the kind of ticket where there is a choice, and each consent for itself."""

    name = LineField(
        label=_("Name"),
        max_length=120,
        help_text=_("As you want to be called and as it should stand on the badge."),
        error_messages={"required": _("Please tell us your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    latin_name = LineField(
        label=_("Name in Latin letters"),
        max_length=120,
        required=False,
        help_text=_("For guests who do not read Hangul."),
        widget=forms.TextInput(attrs={"autocapitalize": "words", "lang": "en"}),
    )
    email = AddressField(
        label=_("E-mail"),
        help_text=_("Your ticket goes there, and you sign in with it."),
        error_messages={"required": _("Please tell us where to send your ticket.")},
    )
    organization = LineField(
        label=_("Organization"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    occupation = forms.ChoiceField(
        label=_("Role"),
        choices=[("", _("Choose one")), *Occupation.choices],
        help_text=_("It helps to introduce you to the right people."),
        error_messages={"required": _("Please choose what describes you best.")},
    )
    language = forms.ChoiceField(
        label=_("Language of your mails"), choices=Language.choices, widget=forms.RadioSelect
    )
    ticket_type = forms.ChoiceField(
        label=_("Ticket"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a kind of ticket.")},
    )

    def __init__(
        self, *args: Any, types: Sequence[TicketType], consents: Sequence[ConsentText], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.consent_texts = list(consents)
        self.is_full = not any(kind.quota.left > 0 for kind in types)
        if len(types) > 1:
            choice = self.fields["ticket_type"]
            choice.choices = [(kind.key, _label(kind)) for kind in types]  # type: ignore[attr-defined]
        else:
            del self.fields["ticket_type"]
        for text in consents:
            self.fields[f"{_CONSENT}{text.pk}"] = _consent_field(text)

    def person_fields(self) -> list[BoundField]:
        """The fields about the person and the ticket, in order."""
        return [self[name] for name in self.fields if not name.startswith(_CONSENT)]

    def consent_fields(self) -> Iterator[tuple[BoundField, ConsentText]]:
        """Each consent's box with the text it stands for."""
        return ((self[f"{_CONSENT}{text.pk}"], text) for text in self.consent_texts)

    def person(self) -> dict[str, Any]:
        """Return what `verbs.register` takes."""
        names = ("email", "name", "latin_name", "organization", "occupation", "language")
        given = {text.pk for text in self.consent_texts if self.cleaned_data.get(f"{_CONSENT}{text.pk}")}
        return {
            **{name: self.cleaned_data[name] for name in names},
            "type_key": self.cleaned_data.get("ticket_type", ""),
            "consents": given,
        }


class MailAgainForm(forms.Form):
    """Where a ticket should be sent again."""

    email = AddressField(
        label=_("E-mail you registered with"),
        error_messages={"required": _("Please tell us the address you registered with.")},
    )


def _label(kind: TicketType) -> str:
    if kind.quota.left > 0:
        return kind.name
    return _("%(ticket)s (no seats left)") % {"ticket": kind.name}


def _consent_field(text: ConsentText) -> forms.BooleanField:
    """A box of its own; ticking it is an act, so nothing is given in advance."""
    missing = _("We cannot register you without this consent. Please read it and decide.")
    return forms.BooleanField(
        label=text.title, required=text.is_required, error_messages={"required": missing}
    )
