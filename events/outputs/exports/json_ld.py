"""JSON-LD 1.1 with the vocabulary of schema.org: exports, and the data block of a page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

from django.utils.safestring import SafeString, mark_safe

from events.outputs.exports.base import Format
from events.outputs.exports.rows import ClaimRow, EventRow
from events.outputs.exports.schema_org import (
    CONTEXT,
    PAGE_CONTEXT,
    Thing,
    claim_thing,
    event_thing,
)
from events.web.json_values import Json, JsonObject


class JsonLd(Format):
    """One document: a context, and a graph of things."""

    name = extension = "jsonld"
    label = "JSON-LD"
    content_type = "application/ld+json"
    thing: Callable[..., Thing]

    def write(self, rows: Iterable[EventRow | ClaimRow]) -> Iterator[str]:
        """Yield the document: the context, then one thing per row."""
        yield f'{{"@context":{compact_json(CONTEXT)},"@graph":['
        yield from json_items(type(self).thing(row, self.metadata.site) for row in rows)
        yield "]}\n"


class EventGraph(JsonLd):
    """Events as things of schema.org."""

    thing = staticmethod(event_thing)


class ClaimGraph(JsonLd):
    """Claims as things of schema.org."""

    thing = staticmethod(claim_thing)


def json_items(things: Iterable[JsonObject]) -> Iterator[str]:
    """Yield the JSON of each thing, one per line, separated by commas."""
    for number, thing in enumerate(things):
        yield (",\n" if number else "\n") + compact_json(thing)


def compact_json(value: Json) -> str:
    """Return JSON without spaces or ASCII escapes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# A data block ends at the first "</script", and "<!--" changes the parsing after it (HTML 4.12.1).
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def data_block(thing: Thing) -> SafeString:
    """Return a `<script>` element with JSON-LD.

    Browsers do not execute data blocks, so the content security policy does not block it.
    """
    text = compact_json({"@context": PAGE_CONTEXT, **thing}).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308
