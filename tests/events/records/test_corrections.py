"""The public list of corrections and retractions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.editing.actions import propose_retraction, retract
from events.editing.proposals.changes import changing
from events.editing.sources import set_source_state
from events.models import Claimant, Dispute, Event, Proposal
from events.records.views import corrections
from tests.events.editing.reviewing import approve_now
from tests.factories import (
    ClaimantFactory,
    DisputeFactory,
    EventFactory,
    PlatformFactory,
    SourceFactory,
    TagFactory,
    published_claim,
    published_event,
    user_in,
)

pytestmark = pytest.mark.django_db


def correct(row, reason="", **values):
    """Change a public record through a proposal of an editor that a curator approves."""
    with changing(row, by=user_in("editor"), reason=reason) as edit:
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    if edit.proposal:
        approve_now(edit.proposal, user_in("curator"))


def shown(client):
    response = client.get(reverse("corrections"))
    assert response.status_code == 200
    return response.context["corrections"], response.content.decode()


def texts(change):
    return tuple("".join(part.text for part in side) for side in (change.before, change.after))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "values", "expected"),
    [
        (published_event, {"when": "2019-07"}, ("2019-06", "2019-07")),
        (published_event, {"outcome": "failed"}, ("", "failed")),
        (
            lambda: published_claim(value=86_000_000, unit="people", statement_en="So many."),
            {"value": 8_600_000},
            ("86,000,000", "8,600,000"),
        ),
        (lambda: PlatformFactory(kind="product"), {"kind": "feature"}, ("product", "feature")),
        (SourceFactory, {"published": "2020-07"}, ("2020-06-01", "2020-07")),
        (
            DisputeFactory,
            {"state": Dispute.State.RESOLVED, "resolution_en": "By a notice."},
            ("open", "resolved"),
        ),
    ],
)
def test_change_of_a_fact_shows_both_values_and_the_reason(reader, make, values, expected):
    row = make()
    correct(row, "The article <was> corrected.", **values)
    (entry,), page = shown(reader)
    assert (entry.record, entry.is_public, entry.is_retraction) == (row, True, False)
    assert texts(entry.changes[0]) == expected
    assert "The article &lt;was&gt; corrected." in page
    assert row.get_absolute_url() in page


@pytest.mark.slow
def test_what_is_no_fact_and_what_was_no_public_record_is_not_listed(reader):
    correct(published_event(), summary_en="Longer.")
    correct(EventFactory(), when="2019-07")
    event, tag = published_event(), TagFactory()
    with changing(event, by=user_in("editor")):
        event.tags.add(tag)
    approve_now(Proposal.objects.open().get(), user_in("curator"))
    assert shown(reader)[0] == []


def test_change_that_is_not_approved_is_not_listed(reader):
    event = published_event()
    with changing(event, by=user_in("editor")):
        event.when = "2019-07"
        event.save()
    assert Proposal.objects.open().exists()
    assert shown(reader)[0] == []


@pytest.mark.parametrize("make", [published_event, published_claim])
@pytest.mark.parametrize("way", ["at once", "proposed", "article rejected"])
def test_retraction_is_listed_without_the_words(reader, make, way):
    row, curator = make(), user_in("curator")
    words = str(row)
    if way == "at once":
        retract(row=row, by=curator, reason="Another company.")
    elif way == "proposed":
        editor = user_in("editor")
        proposal = propose_retraction(row=row, by=editor, reason="Another company.")
        approve_now(proposal, curator)
    else:
        source = row.evidence.get().source
        set_source_state(
            source=source, state="rejected", by=curator, reason="Another company.", retract=True
        )
    (entry,), page = shown(reader)
    assert (entry.is_retraction, entry.is_public) == (True, False)
    assert "Another company." in page
    assert words not in page


@pytest.mark.slow
def test_correction_of_a_record_that_was_retracted_later_is_not_repeated(reader):
    event = published_event(title_en="First words")
    correct(event, title_en="Second words", reason="Words about it.")
    assert "Second words" in shown(reader)[1]
    retract(row=event, by=user_in("curator"), reason="Wrong.")
    _entries, page = shown(reader)
    for hidden in ("First words", "Second words", "Words about it."):
        assert hidden not in page


@pytest.mark.slow
def test_record_that_readers_do_not_see_is_not_named(reader):
    claim = published_claim(claimant=ClaimantFactory(name_en="Former name"))
    former = claim.claimant
    correct(claim, claimant=ClaimantFactory(name_en="New name"))
    assert "Former name" in shown(reader)[1]
    Claimant.objects.filter(pk=former.pk).update(is_approved=False)
    page = shown(reader)[1]
    assert "Former name" not in page
    assert "a record that is not public" in page


@pytest.mark.slow
def test_deleted_record_leaves_its_retraction_only(reader):
    event = published_event()
    correct(event, when="2019-07")
    retract(row=event, by=user_in("curator"), reason="Wrong.")
    Event.objects.all().delete()
    entries, page = shown(reader)
    assert [entry.is_retraction for entry in entries if entry.reason] == [True]
    assert "Wrong." in page


@pytest.mark.slow
def test_newest_come_first_in_pages(reader, monkeypatch):
    monkeypatch.setattr(corrections, "CORRECTIONS_SHOWN", 2)
    for number in range(5):
        correct(PlatformFactory(name_en=f"Platform {number}"), kind="feature")
    pages = [reader.get(reverse("corrections"))]
    while pages[-1].context["next_query"]:
        pages.append(reader.get(f"{reverse('corrections')}?{pages[-1].context['next_query']}"))
    names = [str(entry.record) for page in pages for entry in page.context["corrections"]]
    assert names == [f"Platform {number}" for number in (4, 3, 2, 1, 0)]


@pytest.mark.slow
def test_number_of_queries_is_fixed(reader):
    def count():
        with CaptureQueriesContext(connection) as queries:
            reader.get(reverse("corrections"), headers={"cache-control": "no-cache"})
        return len(queries)

    def add():
        claim = published_claim()
        correct(claim, claimant=ClaimantFactory())
        correct(PlatformFactory(), kind="feature")

    add()
    count()
    few = count()
    for _ in range(5):
        add()
    assert count() == few
