"""Static files in production: hashed, compressed, with the imports of our own modules pointing at the hashes."""

from __future__ import annotations

from django.contrib.staticfiles.storage import HashedFilesMixin
from servestatic.storage import CompressedManifestStaticFilesStorage

OWN = ("events_site", "forum", "networking", "tickets")
_MODULE_IMPORTS = HashedFilesMixin._js_module_import_aggregation_patterns[1]  # type: ignore[attr-defined]


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Rewrites `import … from "./x.js";` in our modules only; packages from wheels stay as they are."""

    max_post_process_passes = 20
    """One for each step of the longest chain of imports, of which Django allows five."""
    patterns = (*HashedFilesMixin.patterns, *((f"{wing}/*.js", _MODULE_IMPORTS) for wing in OWN))
