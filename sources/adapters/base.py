"""The types that adapters produce and the errors they raise.

An adapter turns the bytes of one document into a `Draft`. It is pure: it opens no file, connection
or database and saves nothing (`sources.intake.ingest` does that).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Protocol, TypeAlias

Parsed: TypeAlias = "str | int | float | date | list[Parsed] | dict[str, Parsed] | None"
"""A value of YAML, TOML or JSON as its parser returns it; `date` includes `datetime`."""

BLOCK_SEPARATOR = "\n\n"


class SourceError(Exception):
    """A document that cannot become a source, with a reason that an editor can act on.

    `code` is stable and machine-readable; the message is shown to editors unchanged.
    """

    code: str = "unreadable"


class EmptyDocument(SourceError):
    """A document without content, or with white space only."""

    code = "empty"


class BinaryDocument(SourceError):
    """Bytes that are not text: an image, an archive, a PDF, a program."""

    code = "binary"


class DocumentTooLarge(SourceError):
    """A document of more than `MAX_DOCUMENT_BYTES`."""

    code = "too_large"


class UndecodableDocument(SourceError):
    """Text whose encoding cannot be detected with confidence."""

    code = "undecodable"


class ErrorPage(SourceError):
    """A page in place of the article: 404, log-in form, verification."""

    code = "error_page"


class NothingToRead(SourceError):
    """A document in which no adapter finds an article."""

    code = "no_article"


class TooComplex(SourceError):
    """A document whose structure would take too long to read."""

    code = "too_complex"


MAX_DOCUMENT_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Block:
    """One block of an article's text, in reading order.

    `kind` is a value of `sources.models.Passage.Kind`: heading, paragraph, quote, list_item,
    caption, credit or reference. `level` is 1 to 6 for headings, the depth from 1 for list
    items, else None. `text` is never empty and has no white space at either end.
    """

    kind: str
    text: str
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """An image in the article. `after` is the number of blocks before it.

    `address` is the image's own address; `address_as_served` is the one in the page, which may go
    through a proxy. `caption` is the index (from 0) of the caption's block, if there is one.
    """

    address: str
    address_as_served: str
    after: int
    alt: str = ""
    caption: int | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A place in a block where words are known to be missing; they are not guessed.

    `block` is an index from 0; `at` and `length` are code points inside that block's text. A
    `length` of 0 is a point between two characters.
    """

    block: int
    at: int
    length: int
    reason: str


@dataclass(frozen=True)
class Draft:
    """Everything that an adapter read from one document, before anything is saved.

    `published` is EDTF text, or empty when the document has no date. `language` is a BCP 47 tag:
    zh-Hans, zh-Hant, en, or und. `outlet` wrote the article, `publisher` served this copy; both are
    names as the document writes them. `doubts` are sentences for an editor to check.
    """

    adapter: str
    adapter_version: int
    encoding: str
    title: str
    language: str
    blocks: tuple[Block, ...]
    authors: tuple[str, ...] = ()
    outlet: str = ""
    publisher: str = ""
    url: str = ""
    published: str = ""
    figures: tuple[Figure, ...] = ()
    gaps: tuple[Gap, ...] = ()
    doubts: tuple[str, ...] = field(default=())

    @cached_property
    def text(self) -> str:
        """The clean text: the blocks joined by an empty line."""
        return BLOCK_SEPARATOR.join(block.text for block in self.blocks)

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The start and end of each block in `text`, in code points."""
        spans, start = [], 0
        for block in self.blocks:
            spans.append((start, start + len(block.text)))
            start += len(block.text) + len(BLOCK_SEPARATOR)
        return tuple(spans)


@dataclass(frozen=True)
class Page:
    """A decoded document, the input of adapters.

    `text` has LF line ends and no byte order mark; nothing else is changed.
    """

    data: bytes
    text: str
    encoding: str


class Adapter(Protocol):
    """The interface of adapters. `name` and `version` are stored with each snapshot."""

    name: str
    version: int

    def recognises(self, page: Page) -> bool:
        """Return whether the page has this adapter's format, judged by its content alone."""

    def read(self, page: Page) -> Draft:
        """Read the page. Raise a `SourceError` when there is no article in it."""
