"""The base class of export formats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from events.web.absolute_urls import Site


@dataclass(frozen=True)
class ExportMetadata:
    """The description of an export, in its language.

    `title` is a sentence, empty for formats without one. `address` is that of the export, `page`
    that of the page with the same content. `count` is the number of rows, for formats that state it
    at the start.
    """

    site: Site
    language: str
    title: str
    address: str
    page: str
    count: int | None = None


class Format:
    """A file format. `name` is part of the address: `/export/events.<name>`."""

    name: ClassVar[str]
    label: ClassVar[str]
    content_type: ClassVar[str]
    extension: ClassVar[str]
    has_count: ClassVar[bool] = False
    """Whether the file begins with the number of rows."""
    has_language: ClassVar[bool] = False
    """Whether it is in one language, selected by `lang`. Other formats hold both languages."""

    has_title: ClassVar[bool] = False
    """Whether it has a title, a sentence with counts, which are computed before the first row."""

    def __init__(self, metadata: ExportMetadata) -> None:
        self.metadata = metadata

    def write(self, rows: Iterable[Any]) -> Iterator[str]:
        """Yield the file piece by piece. Keep no row that has been written.

        Each format names the type of its rows.
        """
        raise NotImplementedError
