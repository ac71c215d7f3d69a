"""The one catalogue of translated sentences: extracted, merged, compiled and checked with Babel.

English is the language of the source; Korean stands in the catalogue. No gettext program is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from events_site.environment import BASE_DIR

WINGS = ("events_site", "forum", "networking", "tickets")
BORN = datetime(2026, 11, 25, tzinfo=UTC)
"""The date in the catalogue's head: a fixed one, so that extracting twice changes nothing."""
PATH = BASE_DIR / "events_site" / "locale" / "ko" / "LC_MESSAGES" / "django.po"
KEYWORDS: Mapping[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def from_template(file: Any, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """Extract from a Django template: its tags become calls that Babel's Python reader knows.

    The signature and what is yielded are those of Babel's extractors.
    """
    calls = templatize(file.read().decode())
    flat = "\n".join(line.strip() for line in calls.split("\n"))  # indentation of HTML is not Python's
    yield from extract_python(BytesIO(flat.encode()), keywords, comment_tags, {})


def source_files() -> Iterator[tuple[str, Path]]:
    """Yield method and path of every file that may hold sentences, in a stable order."""
    for wing in WINGS:
        for path in sorted((BASE_DIR / wing).rglob("*.py")):
            if "migrations" not in path.parts:
                yield "python", path
        for pattern in ("*.html", "*.txt"):
            for path in sorted((BASE_DIR / wing).rglob(f"templates/**/{pattern}")):
                yield "template", path


def extracted() -> Catalog:
    """Return a fresh catalogue of every sentence in the source."""
    catalog = Catalog(project="Madang", charset="utf-8")
    for kind, path in source_files():
        method: Any = from_template if kind == "template" else "python"
        with path.open("rb") as file:
            for _line, message, comments, context in extract(method, file, KEYWORDS):
                place = [(str(path.relative_to(BASE_DIR)), 0)]
                catalog.add(message, None, place, auto_comments=comments, context=context)
    return catalog


def stored() -> Catalog:
    """Return the catalogue as committed; empty before the first extraction."""
    if not PATH.exists():
        return Catalog(locale="ko")
    with PATH.open("rb") as file:
        return read_po(file, locale="ko")


def update() -> None:
    """Merge what the source says into the catalogue; translations of gone sentences are dropped."""
    catalog = stored()
    catalog.update(extracted(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    catalog.header_comment = "# The Korean sentences of Madang."
    catalog.project, catalog.version = "Madang", "1"
    catalog.creation_date = catalog.revision_date = BORN
    catalog.last_translator = catalog.language_team = catalog.msgid_bugs_address = "Madang"
    PATH.parent.mkdir(parents=True, exist_ok=True)
    with PATH.open("wb") as file:
        write_po(file, catalog, width=110, sort_output=True, include_lineno=False, omit_header=False)


def compile_catalogue() -> None:
    """Write the binary catalogue Django reads beside the text, unless it is fresh."""
    compiled = PATH.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime >= PATH.stat().st_mtime:
        return
    with compiled.open("wb") as file:
        write_mo(file, stored())


def _is_untranslated(message: Message) -> bool:
    return not all(message.string) if isinstance(message.string, tuple | list) else not message.string


def faults() -> list[str]:
    """Return one line for every sentence that is missing, fuzzy, untranslated, left over or malformed."""
    source, catalog = extracted(), stored()
    wanted = {(m.id, m.context) for m in source if m.id}
    known = {(m.id, m.context): m for m in catalog if m.id}
    lines = [f"missing: {key[0]!r}" for key in wanted - known.keys()]
    lines += [f"left over: {key[0]!r}" for key in known.keys() - wanted]
    for message in known.values():
        if message.fuzzy:
            lines.append(f"fuzzy: {message.id!r}")
        elif _is_untranslated(message):
            lines.append(f"untranslated: {message.id!r}")
        lines += [f"malformed: {message.id!r}: {error}" for error in message.check(catalog)]
    return sorted(lines)


if __name__ == "__main__":
    compile_catalogue()
