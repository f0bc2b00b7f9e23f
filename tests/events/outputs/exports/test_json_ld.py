"""The JSON-LD, parsed with rdflib: triples of schema.org, without network access."""

import json

import pytest
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDF

from events.outputs.exports.json_ld import data_block

# rdflib 7's JSON-LD parser uses a class that rdflib itself deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

SCHEMA = Namespace("https://schema.org/")
SITE = "http://testserver/en/"


def graph_of(text):
    return Graph().parse(data=text, format="json-ld")


def values(graph, subject, *path):
    """Return the values at the end of a chain of properties."""
    nodes = {subject}
    for name in path:
        nodes = {item for node in nodes for item in graph.objects(node, SCHEMA[name])}
    return {str(item) for item in nodes}


class TestExports:
    @pytest.mark.slow
    def test_event_has_its_dates_texts_and_articles(self, exported):
        graph = graph_of(exported("events.jsonld"))
        event = URIRef(f"{SITE}events/harbour-closes/")
        assert (event, RDF.type, SCHEMA.Event) in graph
        assert values(graph, event, "startDate") == {"2019-06-14"}
        assert values(graph, event, "endDate") == {"2019-06-14"}
        assert (event, SCHEMA.name, Literal("Harbour closes", lang="en")) in graph
        assert values(graph, event, "about") == {f"{SITE}platforms/harbour/"}
        assert values(graph, event, "subjectOf", "headline") == {"港湾的一年"}
        assert values(graph, event, "keywords", "termCode") == {"shutdown", "shut_down"}

    @pytest.mark.slow
    def test_uncertain_event_states_its_precision_and_edtf(self, exported):
        graph = graph_of(exported("events.jsonld"))
        event = URIRef(f"{SITE}events/harbour-opens/")
        assert (event, SCHEMA.name, Literal("港湾开放", lang="zh-Hans")) in graph
        assert values(graph, event, "temporalCoverage") == {"2017-37"}
        assert values(graph, event, "startDate") == {"2017-01-01"}
        assert "Known date: early 2017." in values(graph, event, "description").pop()

    def test_open_end_has_no_date(self, base, exported):
        base.launch.when = "2020/.."
        base.launch.save()
        graph = graph_of(exported("events.jsonld"))
        assert values(graph, URIRef(f"{SITE}events/harbour-opens/"), "endDate") == set()

    def test_ranked_claim_has_a_review_without_a_number(self, base, exported):
        graph = graph_of(exported("claims.jsonld"))
        claim = URIRef(f"{SITE}claims/{base.ranked.pk}/")
        review = URIRef(f"{claim}#review")
        assert (claim, RDF.type, SCHEMA.Claim) in graph
        assert (review, RDF.type, SCHEMA.ClaimReview) in graph
        assert (review, SCHEMA.itemReviewed, claim) in graph
        assert values(graph, review, "reviewRating", "ratingExplanation") == {
            "The report was withdrawn."
        }
        assert values(graph, review, "reviewRating", "ratingValue") == set()
        assert values(graph, claim, "subjectOf", "name") == {"For how much?"}
        assert values(graph, claim, "variableMeasured", "value") == {"-30000000000"}
        assert f"{SITE}events/harbour-closes/" in values(graph, claim, "about")

    def test_claim_in_an_open_dispute_has_no_review(self, base, exported):
        graph = graph_of(exported("claims.jsonld"))
        claim = URIRef(f"{SITE}claims/{base.plain.pk}/")
        assert (claim, RDF.type, SCHEMA.Claim) in graph
        assert list(graph.subjects(SCHEMA.itemReviewed, claim)) == []

    def test_resolved_dispute_has_an_answer(self, base, exported):
        base.ranked.positions.first().dispute.__class__.objects.update(
            state="resolved", resolution_en="For 3."
        )
        graph = graph_of(exported("claims.jsonld"))
        claim = URIRef(f"{SITE}claims/{base.ranked.pk}/")
        assert values(graph, claim, "subjectOf", "acceptedAnswer", "text") == {"For 3."}

    @pytest.mark.parametrize("name", ["events.jsonld", "claims.jsonld"])
    def test_empty_result_is_a_valid_document(self, exported, name):
        assert len(graph_of(exported(name, "?q=zzzz"))) == 0

    def test_data_block_of_a_page_matches_the_export(self, base, exported, reader):
        html = reader.get("/en/events/harbour-opens/").content.decode()
        block = html.split('<script type="application/ld+json">')[1].split("</script>")[0]
        data = json.loads(block)
        assert data.pop("@context") == "https://schema.org"
        events = json.loads(exported("events.jsonld"))["@graph"]
        assert data == next(item for item in events if item["identifier"] == "harbour-opens")
        assert "</script><b>" in data["description"]


def test_text_cannot_close_the_data_block():
    block = data_block({"name": "</script><!--<script>&"})
    inside = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert "<" not in inside
    assert json.loads(inside)["name"] == "</script><!--<script>&"
