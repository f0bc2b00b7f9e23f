"""Decisions on quotations and the takedown of articles: who may, and what is refused."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError

from events.editing.merging.actions import merge_records, unmerge_record
from events.editing.quotations.actions import (
    choose_quotation,
    end_takedown,
    span_of,
    take_down,
)
from events.editing.sources import separate_text
from events.models import Evidence
from sources.models import Source
from tests.factories import (
    EventFactory,
    OutletFactory,
    SourceFactory,
    evidence_for,
    snapshot_of,
    user_in,
)

pytestmark = pytest.mark.django_db

TEXT = "店在六月关了，店很小。" + "字" * 70


@pytest.fixture
def evidence():
    snapshot = snapshot_of(SourceFactory(language="zh-Hans"), TEXT)
    return evidence_for(EventFactory(), snapshot, "店在六月关了，店很小")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", None),
        ("店在六月关了，店很小", None),
        ("六月关了", (2, 6)),
        (" 六月關了 ", (2, 6)),
        ("六月　关了", (2, 6)),
    ],
)
def test_part_is_found_however_it_is_spelled(evidence, words, expected):
    assert span_of(evidence, words) == expected


@pytest.mark.parametrize(
    ("words", "code"), [("七月", "not_found"), ("店", "several"), ("字" * 61, "too_long")]
)
def test_part_that_cannot_be_quoted_is_refused(evidence, words, code):
    with pytest.raises(ValidationError) as caught:
        span_of(evidence, words)
    assert caught.value.code == code


def test_whole_passage_may_be_too_long(evidence):
    long = evidence_for(EventFactory(), evidence.snapshot, "字" * 61)
    with pytest.raises(ValidationError, match="at most"):
        span_of(long, "")


def test_choice_is_stored_and_the_part_stays_when_it_is_withheld(evidence):
    editor = user_in("editor")
    choose_quotation(evidence=evidence, by=editor, quoted=True, words="六月关了")
    evidence.refresh_from_db()
    assert (evidence.quoted, evidence.quoted_words) == (True, "六月关了")
    choose_quotation(evidence=evidence, by=editor, quoted=False)
    evidence.refresh_from_db()
    assert (evidence.quoted, evidence.quoted_words) == (False, "")
    assert (evidence.quote_start, evidence.quote_end) == (2, 6)


def test_reader_may_choose_nothing(evidence):
    with pytest.raises(PermissionDenied):
        choose_quotation(evidence=evidence, by=AnonymousUser(), quoted=True)


@pytest.mark.parametrize("action", [take_down, end_takedown])
@pytest.mark.parametrize("role", [None, "editor"])
def test_only_curators_take_articles_down(action, role):
    with pytest.raises(PermissionDenied):
        action(
            source=SourceFactory(), by=user_in(role) if role else AnonymousUser(), reason="Asked."
        )


def test_takedown_needs_a_reason_and_happens_once():
    source, curator = SourceFactory(), user_in("curator")
    for action in (take_down, end_takedown):
        with pytest.raises(ValidationError, match="reason"):
            action(source=source, by=curator, reason="  ")
    with pytest.raises(ValidationError, match="not taken down"):
        end_takedown(source=source, by=curator, reason="A mistake.")
    take_down(source=source, by=curator, reason="The publisher asks.")
    source.refresh_from_db()
    assert source.is_taken_down
    with pytest.raises(ValidationError, match="already"):
        take_down(source=source, by=curator, reason="Again.")
    end_takedown(source=source, by=curator, reason="They agreed.")
    source.refresh_from_db()
    assert not source.is_taken_down
    reasons = [row.pgh_context.metadata["reason"] for row in source.history.order_by("pgh_id")[1:]]
    assert reasons == ["The publisher asks.", "They agreed."]


@pytest.mark.parametrize("into_is_closed", [True, False])
@pytest.mark.parametrize("kind", ["taken down", "outlet of the article", "outlet"])
def test_merge_shows_no_words_that_were_kept_back(kind, into_is_closed):
    curator = user_in("curator")

    def made(is_closed):
        if kind == "taken down":
            row = SourceFactory(state="new")
            if is_closed:
                take_down(source=row, by=curator, reason="The publisher asks.")
            return row
        outlet = OutletFactory(allows_quotations=not is_closed, is_approved=False)
        return SourceFactory(state="new", outlet=outlet) if "of" in kind else outlet

    record, into = made(True), made(into_is_closed)
    if into_is_closed:
        merge_records(record=record, into=into, by=curator)
        record.refresh_from_db()
        assert record.merged_into == into
    else:
        with pytest.raises(ValidationError, match="must not see words"):
            merge_records(record=record, into=into, by=curator)


def test_new_text_in_another_spelling_keeps_the_chosen_words(evidence):
    from events.editing.reanchoring import on_new_snapshot

    choose_quotation(evidence=evidence, by=user_in("editor"), quoted=True, words="六月关了")
    new = snapshot_of(evidence.source, "　店在 六月关了，店很小。" + "字" * 70)
    on_new_snapshot(new)
    moved = Evidence.objects.get(pk=evidence.pk)
    assert moved.snapshot == new
    assert moved.quotation != evidence.quotation
    assert moved.quoted_words == "六月关了"


def test_article_that_was_taken_down_is_not_merged_into_one_whose_outlet_only_forbids_words():
    curator = user_in("curator")
    record = SourceFactory(state="new")
    take_down(source=record, by=curator, reason="The publisher asks.")
    into = SourceFactory(state="new", outlet=OutletFactory(allows_quotations=False))
    with pytest.raises(ValidationError, match="must not see words"):
        merge_records(record=record, into=into, by=curator)


def test_article_that_is_unmerged_after_a_takedown_is_taken_down():
    curator = user_in("curator")
    record, into = SourceFactory(state="new"), SourceFactory(state="new")
    merge_records(record=record, into=into, by=curator)
    take_down(source=into, by=curator, reason="The publisher asks.")
    record.refresh_from_db()
    unmerge_record(record=record, by=curator)
    record.refresh_from_db()
    assert record.merged_into is None
    assert record.is_taken_down


def test_text_that_becomes_an_article_of_its_own_stays_taken_down(evidence):
    curator = user_in("curator")
    snapshot_of(evidence.source, "Another text of it.")
    take_down(source=evidence.source, by=curator, reason="The publisher asks.")
    assert separate_text(
        snapshot=evidence.snapshot, by=curator, reason="Not the same."
    ).is_taken_down


def test_merge_and_undoing_keep_the_words_that_were_chosen(evidence):
    """The words are spelled otherwise in the other article, where the passage moves to."""
    editor, curator = user_in("editor"), user_in("curator")
    choose_quotation(evidence=evidence, by=editor, quoted=True, words="六月关了")
    Source.objects.filter(pk=evidence.source.pk).update(state="new")
    into = SourceFactory(state="new", language="zh-Hans")
    snapshot_of(into, "店 在 六 月 关 了，店 很 小。" + "字" * 70)
    merge_records(record=evidence.source, into=into, by=curator)
    unmerge_record(record=Source.objects.get(pk=evidence.source.pk), by=curator)
    back = Evidence.objects.get(pk=evidence.pk)
    assert back.snapshot.source == evidence.source
    assert back.quoted_words == "六月关了"
