"""The annotations validated by the W3C model, and as triples.

The model requires its context by address. Offline, the terms used here replace it, as defined in
https://www.w3.org/TR/annotation-vocab/.
"""

import hashlib
import json

import pytest
from rdflib import RDF, Graph, Namespace, URIRef

from events.models import Evidence
from tests.factories import evidence_for, snapshot_of

# rdflib 7's JSON-LD parser uses a class that rdflib itself deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

OA = Namespace("http://www.w3.org/ns/oa#")
AS = Namespace("http://www.w3.org/ns/activitystreams#")
CONTEXT = {
    "@vocab": str(OA),
    "schema": "http://schema.org/",
    "id": "@id",
    "type": "@type",
    "AnnotationCollection": f"{AS}OrderedCollection",
    "AnnotationPage": f"{AS}OrderedCollectionPage",
    "first": {"@id": f"{AS}first", "@type": "@id"},
    "items": {"@id": f"{AS}items", "@type": "@id", "@container": "@list"},
    "total": f"{AS}totalItems",
    "body": {"@id": f"{OA}hasBody", "@type": "@id"},
    "target": {"@id": f"{OA}hasTarget", "@type": "@id"},
    "source": {"@id": f"{OA}hasSource", "@type": "@id"},
    "selector": {"@id": f"{OA}hasSelector", "@type": "@id"},
    "motivation": {"@id": f"{OA}motivatedBy", "@type": "@vocab"},
    "scope": {"@id": f"{OA}hasScope", "@type": "@id"},
}


class TestExports:
    @pytest.mark.slow
    def test_collection_counts_its_items(self, exported):
        document = json.loads(exported("annotations.jsonld"))
        assert document["@context"] == "http://www.w3.org/ns/anno.jsonld"
        assert document["type"] == "AnnotationCollection"
        assert document["total"] == len(document["first"]["items"]) == 4

    def test_selectors_match_the_text(self, exported):
        for item in json.loads(exported("annotations.jsonld"))["first"]["items"]:
            position = item["target"]["selector"]
            evidence = Evidence.objects.get(pk=item["id"].rpartition("-")[2])
            passage = evidence.snapshot.text[position["start"] : position["end"]]
            assert passage == evidence.quotation
            assert position["schema:sha256"] == hashlib.sha256(passage.encode()).hexdigest()
            assert position["refinedBy"]["exact"] in passage
            assert item["target"]["source"] == "https://gazette.example/1"
            assert item["target"]["scope"] == "http://testserver/en/sources/gazette/"

    def test_passage_of_a_digest_is_on_our_page(self, base, exported):
        digest = snapshot_of(base.source, "Our words. They close.", "digest")
        evidence_for(base.launch, digest, words="They close")
        items = json.loads(exported("annotations.jsonld", "?kind=launch"))["first"]["items"]
        sources = {item["target"]["source"] for item in items}
        assert "http://testserver/en/sources/gazette/" in sources

    def test_filter_selects_evidence_of_its_events_and_their_claims(self, base, exported):
        items = json.loads(exported("annotations.jsonld", "?kind=shutdown"))["first"]["items"]
        assert {item["body"][0]["source"]["id"] for item in items} == {
            "http://testserver/en/events/harbour-closes/",
            f"http://testserver/en/claims/{base.ranked.pk}/",
        }

    def test_triples_match_the_model(self, exported):
        document = json.loads(exported("annotations.jsonld")) | {"@context": CONTEXT}
        graph = Graph().parse(data=json.dumps(document), format="json-ld")
        annotations = list(graph.subjects(RDF.type, OA.Annotation))
        assert len(annotations) == 4
        for annotation in annotations:
            assert graph.value(annotation, OA.motivatedBy) == OA.linking
            target = graph.value(annotation, OA.hasTarget)
            selector = graph.value(target, OA.hasSelector)
            assert graph.value(selector, RDF.type) == OA.TextPositionSelector
            quote = graph.value(selector, OA.refinedBy)
            assert graph.value(quote, RDF.type) == OA.TextQuoteSelector
        event = URIRef("http://testserver/en/events/harbour-closes/")
        assert (event, RDF.type, URIRef("http://schema.org/Event")) in graph
