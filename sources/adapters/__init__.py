"""From the bytes of a document to a `Draft`: one adapter for each shape of page."""

from __future__ import annotations

from dataclasses import replace

from sources.adapters import encoding
from sources.adapters.base import Adapter, Draft
from sources.adapters.damaged_dump import DamagedDump
from sources.adapters.front_matter import FrontMatter
from sources.adapters.html_fragment import HtmlFragment
from sources.adapters.html_page import HtmlPage
from sources.adapters.markdown import Markdown
from sources.adapters.plain import Plain
from sources.adapters.text_dump import TextDump

# The first that recognises a page reads it: from the surest signs to none.
ADAPTERS: tuple[Adapter, ...] = (
    FrontMatter(),
    HtmlPage(),
    HtmlFragment(),
    DamagedDump(),
    TextDump(),
    Markdown(),
    Plain(),
)


def read(data: bytes, hint: str = "") -> Draft:
    """Read one document, by what its bytes are.

    `hint` says where it came from (a path or an address) and decides nothing; it only stands in
    for an address the document does not give. Raises a `SourceError`.
    """
    page = encoding.page_of(data)
    adapter = next(adapter for adapter in ADAPTERS if adapter.recognises(page))
    draft = adapter.read(page)
    if hint.startswith(("http://", "https://")) and not draft.url:
        return replace(draft, url=hint)
    return draft


def is_current(snapshot) -> bool:
    """Whether the adapter that read a Snapshot is still here, and in the same version."""
    versions = {adapter.name: adapter.version for adapter in ADAPTERS}
    return versions.get(snapshot.adapter) == snapshot.adapter_version


__all__ = ["ADAPTERS", "Draft", "is_current", "read"]
