"""Triggers: published rows need evidence from an accepted article that supports them."""

from contextlib import closing

import pytest
from django.db import OperationalError, connection, transaction

from events.models import Event, Evidence
from sources.models import Source
from tests.events.models.rejections import check_now, rejected_by
from tests.factories import (
    ClaimFactory,
    EventFactory,
    SourceFactory,
    evidence_for,
    published_claim,
    published_event,
    snapshot_of,
)

pytestmark = pytest.mark.django_db

OWNERS = {"event": (EventFactory, published_event), "claim": (ClaimFactory, published_claim)}


@pytest.fixture(params=OWNERS)
def owner(request):
    return request.param


def name_of(row):
    """Return what messages of the database name a row by."""
    return row.slug if isinstance(row, Event) else row.key


def test_published_needs_evidence_when_inserted(owner):
    OWNERS[owner][0](state="published")
    with rejected_by(f"A published {owner} needs evidence"):
        check_now()


@pytest.mark.parametrize("stance", ["disputes", "mentions"])
def test_published_needs_evidence_that_supports(owner, stance):
    row = OWNERS[owner][0]()
    evidence_for(row, stance=stance)
    type(row).objects.filter(pk=row.pk).update(state="published")
    with rejected_by(f"A published {owner} needs evidence"):
        check_now()


def test_published_row_and_evidence_may_be_written_in_either_order(owner):
    row = OWNERS[owner][0](state="published")
    evidence_for(row)
    check_now()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_published_without_evidence_never_commits(owner):
    with rejected_by(f"A published {owner} needs evidence"), transaction.atomic():
        row = OWNERS[owner][0](state="published")
    assert not type(row).objects.exists()


def test_last_evidence_cannot_be_deleted(owner):
    row = OWNERS[owner][1]()
    row.evidence.all().delete()
    with rejected_by(f"A published {owner} needs evidence"):
        check_now()


def test_last_evidence_cannot_be_moved_to_another_row(owner):
    row = OWNERS[owner][1]()
    row.evidence.update(**{owner: OWNERS[owner][0]()})
    with rejected_by(f"A published {owner} needs evidence"):
        check_now()


def test_last_evidence_cannot_be_moved_to_a_row_of_the_other_model(owner):
    row = OWNERS[owner][1]()
    other = "claim" if owner == "event" else "event"
    row.evidence.update(**{owner: None, other: OWNERS[other][0]()})
    with rejected_by(f"A published {owner} needs evidence"):
        check_now()


def test_last_evidence_cannot_change_its_stance(owner):
    row = OWNERS[owner][1]()
    row.evidence.update(stance="disputes")
    with rejected_by(f"A published {owner} needs evidence"):
        check_now()


def test_evidence_may_be_deleted_if_other_evidence_remains(owner):
    row = OWNERS[owner][1]()
    evidence_for(row)
    row.evidence.first().delete()
    check_now()


def test_evidence_of_a_retracted_row_may_be_deleted(owner):
    row = OWNERS[owner][1]()
    type(row).objects.filter(pk=row.pk).update(state="retracted")
    row.evidence.all().delete()
    check_now()


def test_published_row_may_be_deleted_with_its_evidence(owner):
    OWNERS[owner][1]().delete()
    check_now()
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("state", ["new", "rejected"])
def test_published_needs_an_accepted_article(owner, state):
    row = OWNERS[owner][0]()
    evidence_for(row, snapshot_of(SourceFactory(state=state)))
    type(row).objects.filter(pk=row.pk).update(state="published")
    with rejected_by(f"A published {owner} needs evidence"):
        check_now()


def test_published_needs_evidence_that_is_found(owner):
    row = OWNERS[owner][0]()
    evidence_for(row, anchor="orphan")
    type(row).objects.filter(pk=row.pk).update(state="published")
    with rejected_by(f"A published {owner} needs evidence"):
        check_now()


def test_last_evidence_cannot_become_an_orphan(owner):
    row = OWNERS[owner][1]()
    row.evidence.update(anchor="changed")
    check_now()
    row.evidence.update(anchor="orphan")
    with rejected_by(f"A published {owner} needs evidence.*: {name_of(row)}"):
        check_now()


def test_last_evidence_cannot_move_to_an_article_that_is_not_accepted(owner):
    row = OWNERS[owner][1]()
    row.evidence.update(snapshot=snapshot_of(SourceFactory(state="new")))
    with rejected_by(f"A published {owner} needs evidence"):
        check_now()


@pytest.mark.parametrize("state", ["new", "rejected"])
def test_article_stays_accepted_while_a_row_rests_on_it(owner, state):
    row = OWNERS[owner][1]()
    Source.objects.update(state=state)
    with rejected_by(f"A published {owner} needs evidence.*: {name_of(row)}"):
        check_now()


def test_article_may_be_rejected_if_other_evidence_remains(owner):
    row = OWNERS[owner][1]()
    evidence_for(row)
    Source.objects.filter(pk=row.evidence.first().source.pk).update(state="rejected")
    check_now()
    Source.objects.update(state="rejected")
    with rejected_by(f"A published {owner} needs evidence"):
        check_now()


def test_support_may_go_in_the_transaction_that_retracts(owner):
    row = OWNERS[owner][1]()
    Source.objects.update(state="rejected")
    row.evidence.update(anchor="orphan")
    type(row).objects.update(state="retracted")
    check_now()
    type(row).objects.update(state="published")
    with rejected_by(f"A published {owner} needs evidence"):
        check_now()


def test_row_without_support_from_before_can_still_be_edited(owner):
    """A database may hold such rows from before the triggers: they check only what changes."""
    row = OWNERS[owner][1]()
    check_now()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # without triggers
        Source.objects.update(state="rejected")
        cursor.execute("SET session_replication_role = origin")
    row.refresh_from_db()
    row.save()
    row.evidence.update(anchor_note="looked at")
    Source.objects.update(title="Another")
    check_now()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_transactions_cannot_each_remove_one_half_of_the_support(owner):
    row = OWNERS[owner][1]()
    second = evidence_for(row)
    half = Source.objects.filter(pk=row.evidence.exclude(pk=second.pk).get().source.pk)
    with closing(connection.copy()) as other:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("DELETE FROM events_evidence WHERE id = %s", [second.pk])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # checked, but not committed
        with pytest.raises(OperationalError, match="lock timeout"):
            reject_at_once(half)
        other.commit()
    with rejected_by(f"A published {owner} needs evidence"):
        reject_at_once(half)


@pytest.mark.slow
@pytest.mark.parametrize("step", ["publish", "move the evidence"])
@pytest.mark.django_db(transaction=True)
def test_article_is_not_rejected_while_another_transaction_rests_on_it(owner, step):
    article = snapshot_of(SourceFactory(state="accepted"))
    if step == "publish":
        row = OWNERS[owner][0]()
        evidence_for(row, snapshot=article)
        written = f"UPDATE events_{owner} SET state = 'published' WHERE id = {row.pk}"
    else:
        evidence = OWNERS[owner][1]().evidence.get()
        written = f"UPDATE events_evidence SET snapshot_id = {article.pk} WHERE id = {evidence.pk}"
    with closing(connection.copy()) as other:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(written)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # checked, but not committed
        rejected = Source.objects.filter(pk=article.source_id)
        with pytest.raises(OperationalError, match="lock timeout"):
            reject_at_once(rejected)
        other.commit()
    with rejected_by(f"A published {owner} needs evidence"):
        reject_at_once(rejected)


@transaction.atomic
def reject_at_once(sources):
    """Reject articles, without waiting for another transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '300ms'")
    sources.update(state="rejected")
