"""Adapters read the bytes of a document into a `Draft`; there is one for each kind of page."""

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
from sources.adapters.storable import make_storable
from sources.adapters.text_dump import TextDump
from sources.models import Snapshot

# The first adapter that recognises a page reads it; the most specific ones come first.
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
    """Read one document with the first adapter that recognises it. Raise a `SourceError`.

    `hint` is the path or address of the document. It does not influence the choice of the adapter;
    a web address is used as the draft's `url` if the document contains none.
    """
    page = encoding.decode_page(data)
    adapter = next(adapter for adapter in ADAPTERS if adapter.recognises(page))
    draft = adapter.read(page)
    if hint.startswith(("http://", "https://")) and not draft.url:
        draft = replace(draft, url=hint)
    return make_storable(draft)


def is_current(snapshot: Snapshot) -> bool:
    """Return whether the adapter that read a snapshot still exists in the same version."""
    versions = {adapter.name: adapter.version for adapter in ADAPTERS}
    return versions.get(snapshot.adapter) == snapshot.adapter_version


__all__ = ["ADAPTERS", "Draft", "is_current", "read"]
