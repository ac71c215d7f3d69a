"""Scripts of a page, with everything they import named beforehand: a browser then asks for all of it at once."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from posixpath import dirname, join, normpath

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

EVERYWHERE = "forum/page.js"
"""The module that every page has."""

_IMPORT = re.compile(r"""^(?:import|export)\b[^;"']*["'](\.[^"']+)["'];""", re.MULTILINE)


@register.simple_tag
@cache
def module(name: str) -> SafeString:
    """Return the script, and before it the modules that it imports and that not every page has anyhow."""
    known = set() if name == EVERYWHERE else {EVERYWHERE, *imported_by(EVERYWHERE)}
    needed = [one for one in imported_by(name) if one not in known]
    links = format_html_join("\n", '<link rel="modulepreload" href="{}">', ((static(one),) for one in needed))
    return format_html('{}\n<script type="module" src="{}"></script>', links, static(name))


@cache
def imported_by(name: str) -> list[str]:
    """Return all modules that a module leads to, nearest first, by their names in the static files."""
    found = [name]
    for one in found:
        found += [other for other in _imports(one) if other not in found]
    return found[1:]


def _imports(name: str) -> list[str]:
    path = finders.find(name)
    if not path:
        raise FileNotFoundError(f"There is no static file {name}.")
    here = dirname(name)
    named = _IMPORT.findall(Path(path).read_text())
    return list(dict.fromkeys(normpath(join(here, other)) for other in named))
