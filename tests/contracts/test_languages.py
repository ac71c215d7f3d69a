"""Korean and English are equals: the catalogue knows every sentence of the source, whole and fresh."""

from __future__ import annotations

from io import BytesIO

from events_site import catalogue


def test_languages_catalogue_is_complete() -> None:
    assert catalogue.faults() == []


def test_languages_extraction_reads_templates() -> None:
    template = (
        b'<p title="{% translate "Ticket" %}">\n'
        b"  {% blocktranslate trimmed %}See you, {{ name }}\n at noon.{% endblocktranslate %}"
    )
    found = {
        message for _, _, message, _ in catalogue.from_template(BytesIO(template), ["_", "gettext"], [], {})
    }
    assert found == {"Ticket", "See you, %(name)s at noon."}
