"""Database constraints, violated without forms and `clean()`: each raises by its own name."""

import datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from sources.models import Figure, IngestItem, IngestRun, Outlet, Passage, Snapshot, Source
from tests.factories import SourceFactory, snapshot_of

pytestmark = pytest.mark.django_db


def violates(rule):
    return pytest.raises(IntegrityError, match=rule)


def test_outlet_has_a_name():
    with violates("outlet_has_a_name"):
        Outlet.objects.bulk_create([Outlet(slug="nameless")])


def test_source_is_no_repost_of_itself():
    source = SourceFactory()
    with violates("source_is_no_repost_of_itself"):
        Source.objects.filter(pk=source.pk).update(repost_of=source)


def test_source_bounds_in_order():
    source = SourceFactory()
    with violates("source_published_bounds_in_order"):
        Source.objects.filter(pk=source.pk).update(
            published_earliest=datetime.date(2020, 2, 1), published_latest=datetime.date(2020, 1, 1)
        )


def copy_of(row, **fields):
    """Return an unsaved copy of a row with a new id."""
    names = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    return type(row)(**{**{name: getattr(row, name) for name in names}, **fields})


def test_snapshot_number_once():
    snapshot = snapshot_of(SourceFactory())
    with violates("snapshot_number_once_in_a_source"):
        Snapshot.objects.bulk_create([copy_of(snapshot, is_current=False)])


def test_snapshot_one_current_of_a_kind():
    snapshot = snapshot_of(SourceFactory())
    with violates("snapshot_one_current_of_a_kind"):
        Snapshot.objects.bulk_create([copy_of(snapshot, number=2)])


def test_snapshot_current_once_per_kind():
    source = SourceFactory()
    snapshot_of(source)
    snapshot_of(source, kind="digest")
    assert source.snapshots.current().count() == 2


@pytest.mark.parametrize("field", ["text", "content", "sha256", "text_sha256", "kind"])
def test_snapshot_never_edited(field):
    snapshot = snapshot_of(SourceFactory())
    value = {"content": b"other", "kind": "digest"}.get(field, "other")
    with pytest.raises(DatabaseError, match="snapshot_never_edited"), transaction.atomic():
        Snapshot.objects.filter(pk=snapshot.pk).update(**{field: value})
    with pytest.raises(DatabaseError, match="snapshot_never_edited"), connection.cursor() as cursor:
        cursor.execute(f"UPDATE sources_snapshot SET {field} = {field} || 'x'" if field == "text"
                       else "UPDATE sources_snapshot SET text = 'x'")  # fmt: skip


def test_snapshot_is_current_can_change():
    snapshot = snapshot_of(SourceFactory())
    Snapshot.objects.filter(pk=snapshot.pk).update(is_current=False)
    assert not Snapshot.objects.current().exists()


def test_passage_position_once():
    passage = snapshot_of(SourceFactory()).passages.first()
    with violates("passage_position_once_in_a_snapshot"):
        Passage.objects.bulk_create([copy_of(passage)])


def test_passage_starts_before_it_ends():
    passage = snapshot_of(SourceFactory()).passages.first()
    with violates("passage_starts_before_it_ends"):
        Passage.objects.filter(pk=passage.pk).update(end=passage.start)


def test_figure_number_once():
    snapshot = snapshot_of(SourceFactory())
    figures = [Figure(snapshot=snapshot, number=1, after=0, address="a") for _ in range(2)]
    with violates("figure_number_once_in_a_snapshot"):
        Figure.objects.bulk_create(figures)


def test_ingest_failure_says_why():
    run = IngestRun.objects.create()
    with violates("ingest_failure_says_why"):
        IngestItem.objects.bulk_create([IngestItem(run=run, input="a", status="failed")])


def test_outlet_of_a_source_cannot_be_deleted():
    source = SourceFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        source.outlet.delete()
    assert Outlet.objects.filter(pk=source.outlet_id).exists()


def test_snapshot_bytes_are_loaded_only_on_access():
    snapshot_of(SourceFactory(), data=b"as they came")
    snapshot = Snapshot.objects.get()
    assert "content" in snapshot.get_deferred_fields()
    assert bytes(snapshot.content) == b"as they came"
