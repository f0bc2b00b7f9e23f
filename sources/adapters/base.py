"""The contract between what a page looks like and what a Source is made of.

An adapter turns the bytes of one document into a `Draft`. It is pure: it opens no file, no
connection and no database, and saves nothing (`sources.intake.ingest` does that).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, Protocol

BLOCK_SEPARATOR = "\n\n"


class SourceError(Exception):
    """A document that cannot become a Source, with a reason a person can act on.

    `code` is stable and machine-readable; the message is shown to editors as it stands.
    """

    code: ClassVar[str] = "unreadable"


class EmptyDocument(SourceError):
    """Nothing, or nothing but white space."""

    code = "empty"


class BinaryDocument(SourceError):
    """Bytes that are no text: an image, an archive, a PDF, a program."""

    code = "binary"


class DocumentTooLarge(SourceError):
    """More bytes than `MAX_DOCUMENT_BYTES`."""

    code = "too_large"


class UndecodableDocument(SourceError):
    """Text in no encoding that can be told with confidence."""

    code = "undecodable"


class ErrorPage(SourceError):
    """A page that says it is not the article: 404, log-in wall, verification."""

    code = "error_page"


class NothingToRead(SourceError):
    """A document in which no adapter finds an article."""

    code = "no_article"


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
    """An image in the article. `after` counts the blocks that stand before it.

    `address` is the image's own address; `address_as_served` is what the page gave, which may
    lead through a proxy. `caption` is the index of the caption's block (from 0), if it has one.
    """

    address: str
    address_as_served: str
    after: int
    alt: str = ""
    caption: int | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A place in a block where words are known to be missing and are not guessed.

    `block` is an index from 0, `at` and `length` are code points inside that block's text;
    a `length` of 0 is a point between two characters.
    """

    block: int
    at: int
    length: int
    reason: str


@dataclass(frozen=True)
class Draft:
    """Everything an adapter read from one document, before anything is saved.

    `published` is EDTF text, or empty when the document gives no date. `language` is a BCP 47
    tag: zh-Hans, zh-Hant or en. `outlet` is who wrote the article, `publisher` who served this
    copy; both are names as they stand. `doubts` are sentences for an editor to look into.
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
        """Start and end of each block in `text`, in code points."""
        spans, start = [], 0
        for block in self.blocks:
            spans.append((start, start + len(block.text)))
            start += len(block.text) + len(BLOCK_SEPARATOR)
        return tuple(spans)


@dataclass(frozen=True)
class Page:
    """A document after its bytes were decoded, as adapters see it.

    `text` has LF line ends and no byte order mark; nothing else is changed.
    """

    data: bytes
    text: str
    encoding: str


class Adapter(Protocol):
    """One shape of page. `name` and `version` are stored with what it read."""

    name: ClassVar[str]
    version: ClassVar[int]

    def recognises(self, page: Page) -> bool:
        """Whether the page has this shape, judged by its content alone."""

    def read(self, page: Page) -> Draft:
        """Read the page. Raises a `SourceError` when there is no article in it."""
