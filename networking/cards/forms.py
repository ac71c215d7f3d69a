"""One's card as a form: tags to tick, and words of one's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from forum.fields import LineField, TextField
from networking.cards import tags
from networking.cards.improvements import FIELDS, wanted
from networking.cards.models import Card
from networking.cards.queries import tag_suggestions

SPOKEN = (("ko", _("Korean")), ("en", _("English")), ("zh", _("Chinese")), ("ja", _("Japanese")))
TAG_FIELDS = {field.name: field.kind for field in FIELDS}


LIKELY = 5
"""How many tags of each field are offered at once; the rest is found by searching."""


class Choice(NamedTuple):
    """One tag to tick; `words` is what a search finds it by, in both languages."""

    key: str
    label: str
    words: str
    is_chosen: bool


class Choices(NamedTuple):
    """The tags of a field: those at hand, chosen or likely, and the rest."""

    at_hand: list[Choice]
    rest: list[Choice]


class TagsField(forms.MultipleChoiceField):
    """Curated tags of one kind, as many as a card holds."""

    most = tags.MOST

    def __init__(self, *, kind: str, **options: Any) -> None:
        keys = [(tag.key, tag.key) for tag in tag_suggestions() if tag.kind == kind]
        super().__init__(choices=keys, required=False, **options)


class WordsField(LineField):
    """Words of one's own, where no curated tag says it; those in which nothing can be seen fall away."""

    def __init__(self) -> None:
        super().__init__(label=_("Other words, separated by commas"), max_length=400, required=False)

    def validate(self, value: str) -> None:
        super().validate(value)
        for word in value.split(","):
            over = len(tags.plain(word)) - tags.LENGTH
            if over > 0:
                raise forms.ValidationError(
                    _("“%(word)s” is %(over)s too long.") % {"word": word.strip(), "over": over}
                )


class CardForm(forms.Form):
    """What somebody shows, seeks and offers. Ticked tags and own words of a field are one list in the end."""

    headline = LineField(
        label=_("In one line"),
        max_length=120,
        required=False,
        help_text=_("Shown under your name."),
        widget=forms.TextInput(attrs={"data-draft": "card.headline"}),
    )
    seeks = TagsField(kind="need", label=_("I look for"))
    seeks_words = WordsField()
    offers = TagsField(kind="need", label=_("I offer"))
    offers_words = WordsField()
    topics = TagsField(kind="topic", label=_("Topics"))
    topics_words = WordsField()
    languages = forms.MultipleChoiceField(
        label=_("Languages I can talk in"),
        choices=SPOKEN,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    shows = TextField(
        label=_("What I show"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-draft": "card.shows"}),
        help_text=_("A demo, a paper, a product, a question."),
    )
    is_listed = forms.BooleanField(
        label=_("Show me as here"),
        required=False,
        help_text=_("Others in the lobby see your name, organization and line. Switch it off at any time."),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, card: Card, others: Iterable[Card] = ()
    ) -> None:
        super().__init__(data, initial=_initial(card))
        self._wanted = {field.name: wanted(field, others) for field in FIELDS}

    def clean(self) -> dict[str, Any]:
        """Join what was ticked with what was written, and refuse more than a card holds."""
        data = super().clean() or {}
        for name in TAG_FIELDS:
            data[name] = tags.tag_keys([*data.get(name, ()), *data.pop(f"{name}_words", "").split(",")])
            if len(data[name]) > tags.MOST:
                self.add_error(name, _("Keep the %(most)s that matter most to you.") % {"most": tags.MOST})
        return data

    @property
    def seek_choices(self) -> Choices:
        return self._choices("seeks")

    @property
    def offer_choices(self) -> Choices:
        return self._choices("offers")

    @property
    def topic_choices(self) -> Choices:
        return self._choices("topics")

    def _choices(self, name: str) -> Choices:
        """Return the tags of a field, the chosen ones first, then those that most of the others could meet."""
        chosen, language = set(self[name].value() or ()), get_language() or "ko"
        found = [
            Choice(tag.key, tag.label(language), f"{tag.ko} {tag.en}", tag.key in chosen)
            for tag in tag_suggestions()
            if tag.kind == TAG_FIELDS[name]
        ]
        asked_for = self._wanted[name]
        by_use = sorted(found, key=lambda choice: (not choice.is_chosen, -asked_for[choice.key]))
        at_hand = by_use[: len(chosen & {choice.key for choice in found}) + LIKELY]
        rest = sorted(set(found) - set(at_hand), key=lambda choice: choice.label.casefold())
        return Choices(at_hand, rest)


def _initial(card: Card) -> dict[str, Any]:
    """Return a card as the form shows it; a tag that is not among those to tick is one of the own words."""
    language = get_language() or "ko"
    kinds = {tag.key: tag.kind for tag in tag_suggestions()}
    shown = ("headline", "shows", "languages", "is_listed", *TAG_FIELDS)
    own = {
        f"{name}_words": ", ".join(
            tags.label(tag, language) for tag in getattr(card, name) if kinds.get(tag) != kind
        )
        for name, kind in TAG_FIELDS.items()
    }
    return {name: getattr(card, name) for name in shown} | own
