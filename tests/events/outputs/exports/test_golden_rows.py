"""One row of every export as a whole, with a distinct value in every field.

A field that holds the value of another one, or a value that is off by one, changes a row.
"""

import csv
import io
import json
import re

import pytest
from django.conf import settings
from lxml import etree

from events.models import Event, Evidence
from events.web.absolute_urls import site_name
from tests.events.outputs.exports.golden import (
    ARTICLE_THING,
    CLAIM_ID,
    CLAIM_URL,
    EVENT_URL,
    QUAY_THING,
    SHOP,
    SHOP_THING,
    SITE,
    SOURCE,
    SOURCE_URL,
    TAG,
    TAG_THING,
    annotation,
    create_golden_rows,
    named,
    term,
)


@pytest.fixture
def rows(db):
    return create_golden_rows()


@pytest.fixture
def text(rows, reader):
    """Fetch an output and return its text."""
    return lambda address: reader.get(address).getvalue().decode()


def table_row(content):
    (row,) = csv.DictReader(io.StringIO(content.removeprefix("\ufeff")))
    return row


def calendar_entry(content):
    """Return the unfolded lines of the only entry."""
    lines = content.replace("\r\n ", "").split("\r\n")
    return lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("END:VEVENT")]


def feed_entry(content):
    """Return each element of the only entry as (name, text or attributes)."""
    (entry,) = etree.fromstring(content.encode()).iter("{*}entry")
    return [(etree.QName(part).localname, part.text or dict(part.attrib)) for part in entry]


def test_event_in_csv(text):
    assert table_row(text("/export/events.csv")) == {
        "slug": "harbour-closes", "title_en": "Harbour closes", "title_zh": "港湾关闭",
        "when": "2019-06", "when_earliest": "2019-06-01", "when_latest": "2019-06-30",
        "when_en": "June 2019", "when_zh": "2019年6月", "kind": "shutdown", "outcome": "failed",
        "is_failure": "true", "platforms": "harbour: subject; quay: operator",
        "markets": "US; europe", "importance": "5", "summary_en": "Nobody came.",
        "summary_zh": "没有人来。", "date_note_en": "The Gazette says so.",
        "date_note_zh": "公报如此说。", "url_en": EVENT_URL,
        "url_zh": f"{SITE}/zh-hans/events/harbour-closes/", "tags": "early", "sources": "gazette",
        "is_disputed": "false", "version": "7", "created_at": "2021-03-04T05:06:11+00:00",
        "updated_at": "2022-03-04T05:06:12+00:00",
    }  # fmt: skip


def test_claim_in_csv(text):
    assert table_row(text("/export/claims.csv")) == {
        "key": "harbour-loss", "statement_en": "Harbour lost money.", "statement_zh": "港湾亏了钱。",
        "kind": "statistic", "claimant": "ann", "claimant_name_en": "Ann Mole",
        "claimant_name_zh": "安", "value": "30.5", "value_to": "31.25", "metric": "loss",
        "unit": "money", "currency": "USD", "period": "2018", "period_earliest": "2018-01-01",
        "period_latest": "2018-12-31", "period_en": "2018", "period_zh": "2018年",
        "asserted": "2020-06", "asserted_earliest": "2020-06-01", "asserted_latest": "2020-06-30",
        "asserted_en": "June 2020", "asserted_zh": "2020年6月", "rank": "preferred",
        "rank_reason": "It is first hand.", "platforms": "harbour", "events": "harbour-closes",
        "url_en": CLAIM_URL, "url_zh": f"{SITE}/zh-hans/claims/{CLAIM_ID}/", "tags": "early",
        "sources": "gazette", "is_disputed": "true", "version": "9",
        "created_at": "2023-03-04T05:06:13+00:00", "updated_at": "2024-03-04T05:06:14+00:00",
    }  # fmt: skip


@pytest.mark.slow
def test_event_in_json_lines(text):
    assert json.loads(text("/export/events.jsonl")) == {
        "slug": "harbour-closes",
        "url": {"en": EVENT_URL, "zh": f"{SITE}/zh-hans/events/harbour-closes/"},
        "title": {"en": "Harbour closes", "zh": "港湾关闭"},
        "summary": {"en": "Nobody came.", "zh": "没有人来。"},
        "kind": "shutdown", "outcome": "failed", "is_failure": True, "markets": ["US", "europe"],
        "importance": 5,
        "when": {
            "edtf": "2019-06", "earliest": "2019-06-01", "latest": "2019-06-30", "en": "June 2019",
            "zh": "2019年6月",
        },
        "date_note": {"en": "The Gazette says so.", "zh": "公报如此说。"},
        "platforms": [
            {**SHOP, "role": "subject"},
            {"slug": "quay", "name": {"en": "Quay", "zh": "码头"}, "role": "operator"},
        ],
        "tags": [TAG], "sources": [SOURCE], "version": 7, "is_disputed": False,
        "created_at": "2021-03-04T05:06:11+00:00", "updated_at": "2022-03-04T05:06:12+00:00",
    }  # fmt: skip


@pytest.mark.slow
def test_claim_in_json_lines(text):
    assert json.loads(text("/export/claims.jsonl")) == {
        "key": "harbour-loss",
        "url": {"en": CLAIM_URL, "zh": f"{SITE}/zh-hans/claims/{CLAIM_ID}/"},
        "statement": {"en": "Harbour lost money.", "zh": "港湾亏了钱。"},
        "kind": "statistic",
        "claimant": {"slug": "ann", "name": {"en": "Ann Mole", "zh": "安"}, "kind": "person"},
        "metric": "loss", "value": "30.5", "value_to": "31.25", "unit": "money", "currency": "USD",
        "period": {
            "edtf": "2018", "earliest": "2018-01-01", "latest": "2018-12-31", "en": "2018",
            "zh": "2018年",
        },
        "asserted": {
            "edtf": "2020-06", "earliest": "2020-06-01", "latest": "2020-06-30", "en": "June 2020",
            "zh": "2020年6月",
        },
        "rank": "preferred", "rank_reason": "It is first hand.", "platforms": [SHOP],
        "events": [{"slug": "harbour-closes"}], "tags": [TAG], "sources": [SOURCE], "version": 9,
        "is_disputed": True, "created_at": "2023-03-04T05:06:13+00:00",
        "updated_at": "2024-03-04T05:06:14+00:00",
    }  # fmt: skip


def test_event_in_json_ld(text):
    assert json.loads(text("/export/events.jsonld"))["@graph"] == [
        named("Event", "Harbour closes", "港湾关闭") | {
            "@id": EVENT_URL, "identifier": "harbour-closes", "url": EVENT_URL,
            "description": "Nobody came. Known date: June 2019. The start and end dates are the "
            "first and last possible days.",
            "startDate": "2019-06-01", "endDate": "2019-06-30", "temporalCoverage": "2019-06",
            "keywords": [term("shutdown", "kind"), term("failed", "outcome"), TAG_THING],
            "about": [SHOP_THING, QUAY_THING],
            "location": [{"@type": "Country", "name": "US"}, {"@type": "Place", "name": "europe"}],
            "subjectOf": [ARTICLE_THING],
        }
    ]  # fmt: skip


@pytest.mark.slow
def test_claim_in_json_ld(text):
    statement = named("Claim", "Harbour lost money.", "港湾亏了钱。")
    claim = {
        "@type": "Claim", "@id": CLAIM_URL, "identifier": "harbour-loss", "url": CLAIM_URL,
        "text": statement["name"],
        "author": {
            "@type": "Person", "name": "Ann Mole", "url": "https://ann.example/",
            "description": "Quay Bank",
        },
        "datePublished": "2020-06", "temporalCoverage": "2018",
        "keywords": [term("statistic", "kind"), TAG_THING],
        "about": [SHOP_THING, {"@id": EVENT_URL}], "appearance": [ARTICLE_THING],
        "variableMeasured": {
            "@type": "PropertyValue", "name": "loss", "minValue": "30.5", "maxValue": "31.25",
            "unitText": "USD",
        },
        "subjectOf": [
            {
                "@type": "Question", "name": "How much did it lose?",
                "url": f"{SITE}/en/disputes/#how-much",
            }
        ],
    }  # fmt: skip
    assert json.loads(text("/export/claims.jsonld"))["@graph"] == [
        {
            "@type": "ClaimReview", "@id": f"{CLAIM_URL}#review", "url": CLAIM_URL,
            "claimReviewed": "Harbour lost money.", "itemReviewed": claim,
            "reviewRating": {
                "@type": "Rating", "ratingExplanation": "It is first hand.",
                "alternateName": "Preferred over the claims that contradict it",
            },
            "author": {"@type": "Organization", "name": site_name(), "url": f"{SITE}/"},
            "dateModified": "2024-03-04",
        }
    ]  # fmt: skip


@pytest.mark.slow
def test_event_in_icalendar(text):
    assert calendar_entry(text("/export/events.ics")) == [
        f"UID:event-{Event.objects.get().pk}@{settings.AUTHORITY.split(',')[0]}",
        "DTSTAMP:20220304T050612Z",
        "CREATED:20210304T050611Z", "LAST-MODIFIED:20220304T050612Z", "SEQUENCE:6",
        "DTSTART;VALUE=DATE:20190601", "DTEND;VALUE=DATE:20190701",
        "SUMMARY:Harbour closes (date: June 2019)",
        "DESCRIPTION:Nobody came.\\nKnown date: June 2019. The entry covers the possible days.\\n"
        + EVENT_URL,
        f"URL:{EVENT_URL}", "CATEGORIES:shutdown,failed", "STATUS:TENTATIVE", "TRANSP:TRANSPARENT",
    ]  # fmt: skip


@pytest.mark.slow
def test_event_in_timelinejs(text):
    assert json.loads(text("/export/events.timelinejs.json"))["events"] == [
        {
            "unique_id": "harbour-closes", "start_date": {"year": 2019, "month": 6},
            "end_date": {"year": 2019, "month": 6, "day": 30}, "display_date": "June 2019",
            "text": {
                "headline": "Harbour closes",
                "text": f'<p>Nobody came.</p><p><a href="{EVENT_URL}">Sources</a></p>',
            },
            "group": "Harbour",
        }
    ]  # fmt: skip


@pytest.mark.slow
def test_evidence_in_web_annotations(text, rows):
    event, claim = (row.evidence.get() for row in rows)
    Evidence.objects.update(quoted=True)
    Evidence.objects.filter(pk=claim.pk).update(quote_start=0, quote_end=6)
    assert json.loads(text("/export/annotations.jsonld"))["first"]["items"] == [
        annotation(
            event, EVENT_URL, "schema:Event", 8, 27, passage="closed in June 2019",
            exact="closed in June 2019",
        ),
        annotation(
            claim, CLAIM_URL, "schema:Claim", 29, 43, passage="Nobody used it", exact="Nobody",
        ),
    ]  # fmt: skip


@pytest.mark.slow
def test_event_in_the_feed(text):
    scheme = f"tag:{settings.AUTHORITY}:"
    categories = {
        ("kind", "shutdown"): "shutdown", ("outcome", "failed"): "failed",
        ("platform", "harbour"): "Harbour", ("platform", "quay"): "Quay",
        ("tag", "early"): "Too early",
    }  # fmt: skip
    *entry, (last, content) = feed_entry(text("/feeds/events.atom"))
    assert entry == [
        ("title", "Harbour closes"), ("id", f"{scheme}en/events/{Event.objects.get().pk}"),
        ("published", "2021-03-04T05:06:11+00:00"), ("updated", "2022-03-04T05:06:12+00:00"),
        ("link", {"rel": "alternate", "type": "text/html", "href": EVENT_URL}),
        ("link", {"rel": "via", "type": "text/html", "href": SOURCE_URL}),
        *(
            ("category", {"term": code, "label": label, "scheme": scheme + of})
            for (of, code), label in categories.items()
        ),
        ("summary", "Nobody came."),
    ]  # fmt: skip
    assert last == "content"
    assert re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", content)).split(" Sources ") == [
        " Nobody came. When June 2019 (The Gazette says so.) Outcome failed Who Harbour Quay",
        "A year of Harbour ",
    ]
