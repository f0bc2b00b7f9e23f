"""Static files under hashed names, in the imports of scripts, too."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """As its parent; a module that imports another one names it as it is served."""

    support_js_module_import_aggregation = True
