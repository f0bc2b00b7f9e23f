"""What a format of an export is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from events.web.absolute_urls import Site


@dataclass(frozen=True)
class ExportMetadata:
    """What an export says of itself, in its language.

    `title` is a sentence, empty for formats without one; `address` its own; `page` that of the page
    which shows the same. `count` is how many rows there will be, where a format has to say so
    beforehand.
    """

    site: Site
    language: str
    title: str
    address: str
    page: str
    count: int | None = None


class Format:
    """A file format: `name` is in its address (`/export/events.<name>`)."""

    name: ClassVar[str]
    label: ClassVar[str]
    content_type: ClassVar[str]
    extension: ClassVar[str]
    has_count: ClassVar[bool] = False
    """Whether the file begins with the number of its rows."""
    has_language: ClassVar[bool] = False
    """Whether it is in one language, which `lang` chooses. The others hold both."""

    has_title: ClassVar[bool] = False
    """Whether it says what it holds in a sentence, for which everything has to be counted first."""

    def __init__(self, metadata: ExportMetadata) -> None:
        self.metadata = metadata

    def write(self, rows: Iterable[object]) -> Iterator[str]:
        """The file, piece by piece. Keeps no row it has written."""
        raise NotImplementedError
