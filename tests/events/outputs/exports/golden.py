"""An event and a claim in which no two fields have the same value, and parts of their exports."""

import datetime
import hashlib

from events.models import Claim, Event
from tests.factories import (
    ClaimantFactory,
    DisputeFactory,
    OutletFactory,
    PlatformFactory,
    PositionFactory,
    SourceFactory,
    TagFactory,
    evidence_for,
    published_claim,
    published_event,
    snapshot_of,
)

SITE = "http://testserver"
CLAIM_ID = 4711
EVENT_URL, CLAIM_URL = f"{SITE}/en/events/harbour-closes/", f"{SITE}/en/claims/{CLAIM_ID}/"
SOURCE_URL = f"{SITE}/en/sources/gazette/"
TAG = {"slug": "early", "name": {"en": "Too early", "zh": "过早"}}
SHOP = {"slug": "harbour", "name": {"en": "Harbour", "zh": "港湾"}}
SOURCE = {"slug": "gazette", "title": "港湾的一年", "url": "https://gazette.example/1"}


def moment(year, second):
    return datetime.datetime(year, 3, 4, 5, 6, second, tzinfo=datetime.UTC)


def create_golden_rows():
    """Create an event and a claim in which no two fields have the same value."""
    company = PlatformFactory(slug="quay", name_en="Quay", name_zh="码头", kind="company")
    shop = PlatformFactory(slug="harbour", name_en="Harbour", name_zh="港湾")
    tag = TagFactory(slug="early", name="Too early", name_zh="过早", facet="cause")
    outlet = OutletFactory(slug="gazette-press", name_en="Gazette Press", name_zh="公报")
    source = SourceFactory(
        slug="gazette", title="港湾的一年", title_en="A year of Harbour", language="zh-Hans",
        url="https://gazette.example/1", published="2020-07-08", outlet=outlet,
    )  # fmt: skip
    snapshot = snapshot_of(source)
    event = published_event(
        pk=815, slug="harbour-closes", title_en="Harbour closes", title_zh="港湾关闭",
        summary_en="Nobody came.", summary_zh="没有人来。", kind="shutdown", outcome="failed",
        markets=["US", "europe"], importance=5, when="2019-06", date_note_en="The Gazette says so.",
        date_note_zh="公报如此说。", tags=[tag], snapshot=snapshot,
    )  # fmt: skip
    event.event_platforms.create(platform=shop, role="subject", position=1)
    event.event_platforms.create(platform=company, role="operator", position=2)
    claim = published_claim(
        pk=CLAIM_ID, key="harbour-loss", statement_en="Harbour lost money.",
        statement_zh="港湾亏了钱。", kind="statistic", metric="loss", value="30.5", value_to="31.25",
        unit="money", currency="USD", period="2018", asserted="2020-06", rank="preferred",
        rank_reason="It is first hand.", platforms=[shop], snapshot=snapshot,
        claimant=ClaimantFactory(
            slug="ann", name_en="Ann Mole", name_zh="安", kind="person", affiliation_en="Quay Bank",
            url="https://ann.example/",
        ),
    )  # fmt: skip
    claim.tags.add(tag)
    claim.events.add(event)
    PositionFactory(
        dispute=DisputeFactory(slug="how-much", question_en="How much did it lose?")
    ).claims.add(claim)
    claim.evidence.all().delete()
    evidence_for(claim, snapshot, "Nobody used it")
    Event.objects.update(version=7, created_at=moment(2021, 11), updated_at=moment(2022, 12))
    Claim.objects.update(version=9, created_at=moment(2023, 13), updated_at=moment(2024, 14))
    return event, claim


def named(kind, english, chinese, **fields):
    names = {"en": english, "zh-Hans": chinese}
    values = [{"@language": code, "@value": name} for code, name in names.items()]
    return {"@type": kind, "name": values, **fields}


def term(code, vocabulary):
    return {
        "@type": "DefinedTerm", "termCode": code, "name": code, "inDefinedTermSet": vocabulary
    }  # fmt: skip


TAG_THING = named(
    "DefinedTerm", "Too early", "过早", termCode="early", inDefinedTermSet="cause",
    **{"@id": f"{SITE}/en/tags/early/"},
)  # fmt: skip
SHOP_THING = named("Thing", "Harbour", "港湾", **{"@id": f"{SITE}/en/platforms/harbour/"})
QUAY_THING = named("Organization", "Quay", "码头", **{"@id": f"{SITE}/en/platforms/quay/"})
ARTICLE_THING = {
    "@type": "Article", "@id": SOURCE_URL, "headline": "港湾的一年", "inLanguage": "zh-Hans",
    "url": "https://gazette.example/1", "datePublished": "2020-07-08",
    "publisher": {"@type": "Organization", "name": "Gazette Press"},
}  # fmt: skip


def annotation(evidence, owner, kind, start, end, *, passage, exact):
    return {
        "id": f"{SOURCE_URL}#evidence-{evidence.pk}", "type": "Annotation", "motivation": "linking",
        "body": [
            {
                "type": "SpecificResource", "purpose": "linking",
                "source": {"id": owner, "type": kind},
            },
            {
                "type": "TextualBody", "value": evidence.stance, "language": "en",
                "purpose": "classifying",
            },
        ],
        "target": {
            "type": "SpecificResource", "source": "https://gazette.example/1", "scope": SOURCE_URL,
            "selector": {
                "type": "TextPositionSelector", "start": start, "end": end,
                "schema:sha256": hashlib.sha256(passage.encode()).hexdigest(),
                "refinedBy": {"type": "TextQuoteSelector", "exact": exact},
            },
        },
    }  # fmt: skip
