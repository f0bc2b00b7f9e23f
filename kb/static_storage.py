"""Static files under hashed names, in the imports of scripts, too, and style sheets joined."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from events.stylesheets import joined_name, lists_in


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """As its parent; a module that imports another one names it as it is served, and the sheets
    that templates ask for together are one file."""

    support_js_module_import_aggregation = True
    joins_stylesheets = True

    def post_process(self, paths: dict, dry_run: bool = False, **options: object) -> Iterator:
        if not dry_run:
            for names in lists_in(settings.TEMPLATES[0]["DIRS"]):
                name = joined_name(names)
                self.delete(name)
                self._save(name, ContentFile(b"\n".join(self._sheet(one) for one in names)))
                paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)

    def _sheet(self, name: str) -> bytes:
        with self.open(name) as file:
            return file.read()
