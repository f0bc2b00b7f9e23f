"""Path converters that several packages use in their URLs."""

from __future__ import annotations

from django.urls import register_converter


class TextConverter:
    """Base of converters that pass the matched text on unchanged."""

    regex: str

    def to_python(self, value: str) -> str:
        """Return the matched text."""
        return value

    def to_url(self, value: str) -> str:
        """Return the text as it is written in the URL."""
        return value


class UnicodeSlugConverter(TextConverter):
    """Converter that matches a slug in any script, as tags have."""

    regex = r"[-\w]+"


class CitationFormatConverter(TextConverter):
    """Converter that matches the file extension of a citation format."""

    regex = "bib|json|txt"


register_converter(UnicodeSlugConverter, "unicode_slug")
register_converter(CitationFormatConverter, "citation_format")
