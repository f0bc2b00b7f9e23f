"""Evidence as W3C Web Annotations: the passages of articles that support events and claims.

https://www.w3.org/TR/annotation-model/. Positions are code points, as the model requires, in the
clean text of the article that the passage was read from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from events.annotation.passages import quotation_of, summary_of
from events.models import Evidence
from events.outputs.exports.base import Format
from events.outputs.exports.json_ld import compact_json, json_items
from events.web.absolute_urls import site_name
from events.web.json_values import JsonObject

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


class Annotations(Format):
    """A collection with a single page, which holds every annotation."""

    name = "annotations.jsonld"
    label = "Web Annotation"
    content_type = f'application/ld+json; profile="{CONTEXT}"'
    extension = "annotations.jsonld"
    has_count = has_title = True

    def write(self, rows: Iterable[Evidence]) -> Iterator[str]:
        """Yield the collection: its head, then one annotation per row."""
        metadata = self.metadata
        collection: JsonObject = {
            "@context": CONTEXT,
            "id": metadata.address,
            "type": "AnnotationCollection",
            "label": metadata.title,
            "generator": {
                "id": f"{metadata.site.root}/",
                "type": "Software",
                "name": site_name(),
                "homepage": metadata.page,
            },
            "total": metadata.count or 0,
        }
        page: JsonObject = {
            "id": f"{metadata.address}#page",
            "type": "AnnotationPage",
            "startIndex": 0,
        }
        yield f'{open_object(collection)},"first":{open_object(page)},"items":['
        yield from json_items(self._annotation(item) for item in rows)
        yield "]}}\n"

    def _annotation(self, item: Evidence) -> JsonObject:
        return {
            "id": f"{self._article(item)}#{item.fragment}",
            "type": "Annotation",
            "motivation": "linking",
            "body": [self._owner(item), stance(item)],
            "target": self._target(item),
        }

    def _owner(self, item: Evidence) -> JsonObject:
        """Return a body that links to the event or claim of the evidence."""
        site = self.metadata.site
        if item.event_id:
            address, kind = site.page("event", item.event.slug, language="en"), "schema:Event"
        else:
            address, kind = site.page("claim", item.claim_id, language="en"), "schema:Claim"
        source = {"id": address, "type": kind}
        return {"type": "SpecificResource", "source": source, "purpose": "linking"}

    def _target(self, item: Evidence) -> JsonObject:
        """Return the passage as a target: its position, its hash, and the quoted words in it.

        Its source is the address of the original article. For a digest, or an article without an
        address, it is our page. There is no context, and no words that readers do not see.
        """
        page = self._article(item)
        is_original = item.snapshot.kind == "original"
        position: JsonObject = {
            "type": "TextPositionSelector",
            "start": item.start,
            "end": item.end,
            "schema:sha256": item.sha256,
        }
        words = quotation_of(item) if is_original else summary_of(item)
        if words:
            position["refinedBy"] = {"type": "TextQuoteSelector", "exact": words}
        return {
            "type": "SpecificResource",
            "source": (item.source.url if is_original else "") or page,
            "scope": page,
            "selector": position,
        }

    def _article(self, item: Evidence) -> str:
        return self.metadata.site.page("source", item.source.slug, language="en")


def stance(item: Evidence) -> JsonObject:
    """Return a body with the stance of the evidence."""
    return {
        "type": "TextualBody",
        "value": item.stance,
        "language": "en",
        "purpose": "classifying",
    }


def open_object(value: JsonObject) -> str:
    """Return the JSON of an object without its closing brace."""
    return compact_json(value)[:-1]
