"""A small knowledge base with everything that exports show, and everything they must not."""

import copy
from types import SimpleNamespace

import pytest

from events.models import Evidence
from tests.factories import (
    ClaimFactory,
    DisputeFactory,
    EventFactory,
    PlatformFactory,
    PositionFactory,
    SourceFactory,
    TagFactory,
    evidence_for,
    published_claim,
    published_event,
    snapshot_of,
)

HIDDEN_TEXTS = ("hidden-", "Hidden", "Unaccepted")
"""Rows that only editors may see have one of these in their names."""
UNSAFE_TEXT = '=cmd|"/C calc"!A0, </script><b>港湾</b>; 一\n二\\'


@pytest.fixture
def base(db, class_base):
    """Return two published events and two published claims, with hidden rows related to each."""
    return copy.deepcopy(class_base)


@pytest.fixture(scope="class")
def class_base(shared_rows):
    with shared_rows():
        company = PlatformFactory(slug="quay", name_en="Quay", name_zh="码头", kind="company")
        product = PlatformFactory(slug="harbour", name_en="Harbour", name_zh="港湾", parent=company)
        tag = TagFactory(slug="early", name="Too early", name_zh="过早")
        source = SourceFactory(slug="gazette", title="港湾的一年", url="https://gazette.example/1")
        original, unaccepted_snapshot = snapshot_of(source), snapshot_of(unaccepted_source())
        launch = published_event(
            slug="harbour-opens", title_en="Harbour opens", title_zh="港湾开放", when="2017-37",
            summary_en=UNSAFE_TEXT, platforms=[product, company], tags=[tag], snapshot=original,
            markets=["US", "europe"],
        )  # fmt: skip
        closing = published_event(
            slug="harbour-closes", title_en="Harbour closes", kind="shutdown", outcome="shut_down",
            when="2019-06-14", platforms=[product], snapshot=original,
        )  # fmt: skip
        ranked = published_claim(
            key="sold-much", statement_en="Harbour sold for $30 billion.", kind="statistic",
            metric="revenue", value=-30_000_000_000, unit="money", currency="USD", period="2018",
            asserted="2020-06-01", rank="deprecated", rank_reason="The report was withdrawn.",
            platforms=[product], snapshot=original,
        )  # fmt: skip
        plain = published_claim(key="nobody-asked", statement_en="Nobody asked.", snapshot=original)
        ranked.events.add(closing)
        ranked.tags.add(tag)
        for row in (launch, closing, ranked, plain):
            evidence_for(row, unaccepted_snapshot)
        Evidence.objects.update(quoted=True)
        add_hidden_rows(product, closing, ranked, original)
        add_dispute(ranked, plain)
        yield SimpleNamespace(
            launch=launch, closing=closing, ranked=ranked, plain=plain, product=product,
            company=company, tag=tag, source=source,
        )  # fmt: skip


def unaccepted_source():
    return SourceFactory(slug="hidden-source", title="Unaccepted article", state="new")


def add_hidden_rows(platform, event, claim, snapshot):
    """Create a draft and a retracted event and claim, related to the published rows."""
    for state in ("draft", "retracted"):
        hidden_event = EventFactory(slug=f"hidden-{state}", title_en=f"Hidden {state}")
        hidden_event.event_platforms.create(platform=platform)
        evidence_for(hidden_event, snapshot)
        hidden_claim = ClaimFactory(key=f"hidden-{state}", statement_en=f"Hidden {state}")
        evidence_for(hidden_claim, snapshot)
        hidden_event.state = hidden_claim.state = state
        hidden_event.save()
        hidden_claim.save()
        claim.events.add(hidden_event)
        hidden_claim.events.add(event)


def add_dispute(*claims):
    row = DisputeFactory(slug="how-much", question_en="For how much?")
    for claim in claims:
        PositionFactory(dispute=row).claims.add(claim)


@pytest.fixture
def exported(base, reader):
    """Fetch an export; return its text, which must not contain hidden data."""

    def fetch(name, query="", client=reader):
        response = client.get(f"/export/{name}{query}")
        assert response.status_code == 200, response.content
        text = response.getvalue().decode()
        assert [word for word in HIDDEN_TEXTS if word in text] == []
        return text

    return fetch
