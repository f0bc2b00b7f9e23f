"""Static files under hashed names, with joined style sheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from events.web.assets import joined_name, stylesheet_lists


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise storage, with two changes.

    Imports of JavaScript modules use the hashed names. The style sheets of one list in a template
    are joined into one file.
    """

    support_js_module_import_aggregation = True
    joins_stylesheets = True

    def post_process(self, paths: dict, dry_run: bool = False, **options: Any) -> Iterator:
        """Add the joined files before the files are hashed and compressed."""
        if not dry_run:
            for names in stylesheet_lists(settings.TEMPLATES[0]["DIRS"]):
                name = joined_name(names)
                self.delete(name)
                self._save(name, ContentFile("\n".join(map(self._text, names)).encode()))
                paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)

    def _text(self, name: str) -> str:
        with self.open(name) as file:
            return file.read().decode()
