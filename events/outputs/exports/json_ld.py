"""JSON-LD 1.1 of schema.org, and the block of it that a page carries."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

from django.utils.safestring import SafeString, mark_safe

from events.outputs.exports.base import Format
from events.outputs.exports.schema_org import (
    CONTEXT,
    PAGE_CONTEXT,
    Thing,
    claim_thing,
    event_thing,
)


class JsonLd(Format):
    """One document: a context and a graph of things."""

    name = extension = "jsonld"
    label = "JSON-LD"
    content_type = "application/ld+json"
    thing: Callable[..., Thing]

    def write(self, rows: Iterable[object]) -> Iterator[str]:
        yield f'{{"@context":{compact_json(CONTEXT)},"@graph":['
        yield from json_items(type(self).thing(row, self.metadata.site) for row in rows)
        yield "]}\n"


class EventGraph(JsonLd):
    thing = staticmethod(event_thing)


class ClaimGraph(JsonLd):
    thing = staticmethod(claim_thing)


def json_items(things: Iterable[object]) -> Iterator[str]:
    """JSON of the things, one a line, with commas between them."""
    for number, thing in enumerate(things):
        yield (",\n" if number else "\n") + compact_json(thing)


def compact_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# A data block ends at the first "</script", and "<!--" changes how the rest is read (HTML 4.12.1).
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def data_block(thing: Thing) -> SafeString:
    """A `<script>` of data: no browser runs it, so the content security policy lets it be."""
    text = compact_json({"@context": PAGE_CONTEXT, **thing}).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308
