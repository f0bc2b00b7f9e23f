"""Synthetic events satisfy every rule of the models, as if editors had written them."""

import datetime

import pytest
from django.db import connection

from bench.generate import NotEmptyError, generate
from events.fulltext import vector_text
from events.models import Claim, Dispute, Event, EventPlatform, Evidence, Platform, Tag
from sources.models import Passage, Snapshot, Source
from tests.factories import EventFactory

# One worker generates the rows for all tests of this module.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("generated")]

COUNT = 300


@pytest.fixture(scope="module")
def generated(django_db_setup, django_db_blocker):
    """Generate a knowledge base for all tests of this module; roll it back afterwards."""
    from django.db import transaction

    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            generate(events=COUNT)
            yield
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)


def same_vector(text, stored):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector = %s::tsvector", [text, stored])
        return cursor.fetchone()[0]


@pytest.mark.usefixtures("generated")
class TestGenerated:
    def test_counts(self):
        assert Event.objects.published().count() == COUNT
        assert Claim.objects.published().count() == COUNT // 5
        assert (Platform.objects.count(), Tag.objects.count()) == (400, 50)
        assert Source.objects.for_readers().count() == 1000
        assert Dispute.objects.count() == 1

    def test_every_row_is_valid(self):
        models = (Platform, Tag, Source, Event, EventPlatform, Claim, Evidence, Dispute)
        for model in models:
            for row in model.objects.all()[:COUNT]:
                row.full_clean(validate_unique=False, validate_constraints=False)

    def test_dates_are_those_that_save_computes(self):
        columns = ("when", "earliest", "latest", "sort_on")
        before = list(Event.objects.order_by("pk").values_list(*columns))
        for event in Event.objects.all():
            event.save()
        assert list(Event.objects.order_by("pk").values_list(*columns)) == before
        days = [day for row in before for day in row[1:] if day]
        assert min(days) >= datetime.date(2003, 1, 1)
        assert max(days) <= datetime.date(2026, 12, 31)
        assert {len(text) for text, *_ in before} >= {
            len("2019"),
            len("2019-04"),
            len("2019-04-01"),
        }

    def test_search_vectors_are_those_that_index_writes(self):
        for model in (Event, Claim):
            before = dict(model.objects.values_list("pk", "search_vector"))
            assert model.objects.index() == len(before)
            for pk, vector in model.objects.values_list("pk", "search_vector"):
                assert same_vector(vector, before[pk]), (model, pk)

    def test_search_vectors_contain_the_texts(self):
        event = Event.objects.prefetch_related("platforms__aliases", "tags").last()
        assert same_vector(vector_text(event.search_parts()), event.search_vector)
        assert event in Event.objects.search(event.title_zh)
        assert event in Event.objects.search(event.title_en)

    def test_published_needs_evidence_holds(self):
        for model, owner in ((Event, "event_id"), (Claim, "claim_id")):
            supported = Evidence.objects.filter(stance="supports").values_list(owner, flat=True)
            assert set(model.objects.values_list("pk", flat=True)) <= set(supported)

    def test_evidence_quotes_its_snapshot(self):
        for evidence in Evidence.objects.select_related("snapshot"):
            text = evidence.snapshot.text
            assert text[evidence.start : evidence.end] == evidence.quotation
            assert text[: evidence.start].endswith(evidence.prefix)
            assert text[evidence.end :].startswith(evidence.suffix)
            assert evidence.sha256 == Snapshot.digest_of(evidence.quotation)
            passage = evidence.snapshot.passages.get(position=evidence.block)
            inside = passage.text[evidence.block_start : evidence.block_end]
            assert inside == evidence.quotation

    def test_passages_are_spans_of_their_snapshot(self):
        for passage in Passage.objects.select_related("snapshot")[:COUNT]:
            assert passage.snapshot.text[passage.start : passage.end] == passage.text

    def test_first_platform_is_the_subject(self):
        rows = EventPlatform.objects.filter(position=0)
        assert set(rows.values_list("role", flat=True)) == {"subject"}
        assert rows.count() == COUNT

    def test_ids_continue_and_triggers_and_indexes_are_restored(self):
        event = EventFactory()
        assert event.pk == COUNT + 1
        assert event.history.exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexname = ANY (%s)", [
                ["event_search", "event_published_by_date", "events_of_a_platform", "tagged_rows"]
            ])  # fmt: skip
            assert cursor.fetchone() == (4,)

    def test_second_run_is_refused(self):
        with pytest.raises(NotEmptyError):
            generate(events=COUNT)
        assert Event.objects.count() >= COUNT


@pytest.mark.django_db
def test_database_with_events_is_refused():
    EventFactory()
    with pytest.raises(NotEmptyError, match="already holds events"):
        generate(events=10)
    assert Event.objects.count() == 1


@pytest.mark.django_db
def test_same_seed_gives_the_same_events():
    from django.db import transaction

    def titles(seed):
        with transaction.atomic():
            generate(events=50, seed=seed)
            rows = list(Event.objects.order_by("pk").values_list("title_zh", "when", "slug"))
            transaction.set_rollback(True)
        return rows

    first = titles(1)
    assert titles(1) == first
    assert titles(2) != first
