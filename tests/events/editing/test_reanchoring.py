"""Evidence is re-anchored to each new text of its article and is never lost."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from events.editing.reanchoring import lost_support, objections, preview
from events.editing.sources import make_snapshot_current, reanchor
from events.models import Event, Evidence
from sources.adapters.base import Block, Draft
from sources.intake.snapshots import make_current, store_aside
from sources.models import Snapshot
from tests.factories import (
    ClaimFactory,
    EventFactory,
    SourceFactory,
    evidence_for,
    published_event,
    snapshot_of,
)

pytestmark = pytest.mark.django_db

ORIGINAL = (
    "Harbour Lane opened its doors in the spring of 2018, says the founder.\n\n"
    "By June it had 300 visitors a day, and the company decided to close it.\n\n"
    "The former manager blames the prices, which were higher than elsewhere."
)
QUOTATION = "300 visitors a day"
GONE = "None of the earlier text is left.\n\nThe page was rewritten."


def state_of(evidence):
    evidence.refresh_from_db()
    assert evidence.snapshot.text[evidence.start : evidence.end] == evidence.quotation
    return evidence.anchor


def on_digest(source, block=2, start=16, end=None, quotation=QUOTATION, sha256=None):
    """Create evidence on a block of a digest, with a locator into the original."""
    digest = snapshot_of(source, "One.\n\nTwo.\n\nThree.", "digest")
    passage = digest.passages.get(position=block)
    return evidence_for(
        EventFactory(), digest, passage.text, anchor="paragraph", block=block, block_start=start,
        block_end=end or start + len(quotation), span_sha256=sha256 or Snapshot.digest_of(quotation),
    )  # fmt: skip


def test_locator_resolves_to_the_quotation_in_the_original():
    source = SourceFactory()
    evidence = on_digest(source, start=ORIGINAL.split("\n\n")[1].index(QUOTATION))
    original = snapshot_of(source, ORIGINAL)
    assert state_of(evidence) == "exact"
    assert (evidence.snapshot, evidence.quotation) == (original, QUOTATION)
    assert evidence.sha256 == Snapshot.digest_of(QUOTATION)
    assert ORIGINAL[: evidence.start].endswith(evidence.prefix)
    assert len(evidence.prefix) == len(evidence.suffix) == 32


def test_locator_at_the_wrong_place_is_resolved_as_moved():
    source = SourceFactory()
    evidence = on_digest(source, block=3, start=0)
    snapshot_of(source, ORIGINAL)
    assert state_of(evidence) == "moved"
    assert (evidence.quotation, evidence.block) == (QUOTATION, 2)


def test_locator_without_its_quotation_stays_on_the_digest_as_orphan():
    source = SourceFactory()
    evidence = on_digest(source, sha256=Snapshot.digest_of("quite other words"))
    digest = evidence.snapshot
    snapshot_of(source, ORIGINAL)
    assert state_of(evidence) == "orphan"
    assert evidence.snapshot == digest
    assert evidence.anchor_note


@pytest.fixture
def evidence():
    source = SourceFactory()
    return evidence_for(EventFactory(), snapshot_of(source, ORIGINAL), QUOTATION)


def test_text_inserted_before_the_quotation_moves_it(evidence):
    new = snapshot_of(evidence.source, "A new first paragraph came in.\n\n" + ORIGINAL)
    assert state_of(evidence) == "moved"
    assert (evidence.snapshot, evidence.block) == (new, 3)


def test_text_added_after_the_quotation_leaves_it_exact(evidence):
    new = snapshot_of(evidence.source, ORIGINAL + "\n\nA new last paragraph came in.")
    assert state_of(evidence) == "exact"
    assert evidence.snapshot == new


@pytest.mark.parametrize(
    "text", ["900 visitors a day", "hardly 300 visitors a day", "300 visitors a week"]
)
def test_changed_quotation_stays_on_the_old_text_and_is_flagged(evidence, text):
    old = evidence.snapshot
    snapshot_of(evidence.source, ORIGINAL.replace(QUOTATION, text))
    state = state_of(evidence)
    assert (
        state in ("changed", "moved", "exact") if text.endswith(QUOTATION) else state == "changed"
    )
    if state == "changed":
        assert evidence.snapshot == old
        assert evidence.anchor_note
        assert evidence in Evidence.objects.in_doubt()


def test_missing_quotation_is_an_orphan_on_the_old_text(evidence):
    old = evidence.snapshot
    snapshot_of(evidence.source, GONE)
    assert state_of(evidence) == "orphan"
    assert (evidence.snapshot, evidence.quotation) == (old, QUOTATION)


def test_quotation_that_occurs_twice_is_never_guessed():
    source = SourceFactory()
    line = "It was closed."
    evidence = evidence_for(EventFactory(), snapshot_of(source, line), line)
    snapshot_of(source, "\n\n".join(["Other.", line, "Other.", line, "Other."]))
    assert state_of(evidence) in ("ambiguous", "orphan")
    assert evidence.snapshot.number == 1


@pytest.mark.parametrize("block", [1, 9], ids=["at another block", "beyond the last block"])
def test_locator_of_a_quotation_that_occurs_twice_elsewhere_is_never_guessed(block):
    source = SourceFactory()
    evidence = on_digest(source, quotation="It was closed.", start=0)
    Evidence.objects.update(block=block)
    snapshot_of(source, "\n\n".join(["Other.", "It was closed.", "Other.", "It was closed."]))
    assert state_of(evidence) == "orphan"
    assert evidence.snapshot.kind == Snapshot.Kind.DIGEST


def test_orphan_is_exact_again_when_its_quotation_returns(evidence):
    snapshot_of(evidence.source, GONE)
    again = snapshot_of(evidence.source, ORIGINAL)
    assert state_of(evidence) == "exact"
    assert (evidence.snapshot, evidence.anchor_note) == (again, "")


def test_evidence_of_a_published_event_is_kept_with_every_text():
    source = SourceFactory()
    event = published_event(snapshot=snapshot_of(source))
    for text in ("Other.\n\nText.", "Harbour closed in June 2020.", "Harbour closed in June 2019."):
        snapshot_of(source, text)
        assert event.evidence.count() == 1
        state_of(event.evidence.get())


def test_evidence_of_other_articles_does_not_change(evidence):
    before = Evidence.objects.values().get()
    snapshot_of(SourceFactory(), ORIGINAL)
    assert Evidence.objects.values().get() == before


def test_new_digest_moves_evidence_by_block_and_flags_a_missing_block():
    source = SourceFactory()
    first, third = on_digest(source, block=1), None
    third = evidence_for(
        EventFactory(), first.snapshot, "Three.", anchor="paragraph", block=3, block_start=0,
        block_end=4, span_sha256=Snapshot.digest_of("more"),
    )  # fmt: skip
    new = snapshot_of(source, "One, better.\n\nTwo.", "digest")
    assert state_of(first) == "paragraph"
    assert (first.snapshot, first.quotation) == (new, "One, better.")
    assert state_of(third) == "orphan"
    assert third.snapshot != new
    assert (first.block_start, first.span_sha256) == (16, Snapshot.digest_of(QUOTATION))


def test_new_digest_does_not_change_evidence_on_the_original(evidence):
    before = Evidence.objects.values().get()
    snapshot_of(evidence.source, "One.\n\nTwo.\n\nThree.", "digest")
    assert Evidence.objects.values().get() == before


def test_quotation_that_now_spans_two_blocks_is_flagged(evidence):
    snapshot_of(evidence.source, ORIGINAL.replace("300 visitors a day", "300 visitors\n\na day"))
    assert state_of(evidence) in ("changed", "orphan")
    assert evidence.snapshot.number == 1


BARE = ORIGINAL.replace(QUOTATION, "many visitors")


def stored(source, text):
    """Store a text that is not current, as ingest does with one that it doubts."""
    current = source.snapshots.current().get()
    snapshot = snapshot_of(source, text)
    make_current(current)
    snapshot.refresh_from_db()
    assert not snapshot.is_current
    return snapshot


@pytest.mark.parametrize(("text", "flag"), [(GONE, "orphan"), (BARE, "changed")])
def test_flagged_evidence_is_exact_again_when_its_own_text_gets_current(evidence, text, flag):
    old = evidence.snapshot
    snapshot_of(evidence.source, text)
    assert state_of(evidence) == flag
    make_current(old)
    assert state_of(evidence) == "exact"
    assert (evidence.snapshot, evidence.anchor_note) == (old, "")
    assert evidence.source.snapshots.current().get() == old


def test_flagged_evidence_of_a_digest_is_a_paragraph_again():
    source = SourceFactory()
    evidence = on_digest(source, block=3)
    digest = evidence.snapshot
    snapshot_of(source, "One.", "digest")
    assert state_of(evidence) == "orphan"
    make_current(digest)
    assert state_of(evidence) == "paragraph"


def test_evidence_on_another_text_is_found_in_the_text_that_gets_current(evidence):
    first = evidence.snapshot
    second = snapshot_of(evidence.source, "A line.\n\n" + ORIGINAL)
    assert (state_of(evidence), evidence.snapshot) == ("moved", second)
    make_current(first)
    assert (state_of(evidence), evidence.snapshot) == ("moved", first)


def test_words_quoted_twice_for_a_record_do_not_collide(evidence):
    """An editor quoted the words again on the text in between."""
    first, fields = evidence.snapshot, Evidence.objects.values().get()
    second = snapshot_of(evidence.source, GONE + "\n\n" + ORIGINAL.split("\n\n")[1])
    Evidence.objects.filter(pk=evidence.pk).update(**fields | {"anchor": "orphan"})
    again = evidence_for(evidence.event, second, QUOTATION)
    make_current(first)
    state_of(evidence)
    assert (evidence.snapshot, evidence.anchor) == (first, "exact")
    state_of(again)
    assert (again.snapshot, again.anchor) == (second, "ambiguous")
    assert "already" in again.anchor_note


@pytest.mark.parametrize("text", [ORIGINAL + "\n\nMore.", "A line.\n\n" + ORIGINAL, BARE, GONE])
def test_preview_is_what_happens_and_saves_nothing(evidence, text):
    snapshot = stored(evidence.source, text)
    before = list(Evidence.objects.values())
    expected = [(row.pk, anchor, note) for row, anchor, note in preview(snapshot)]
    assert list(Evidence.objects.values()) == before
    make_current(snapshot)
    assert list(Evidence.objects.values_list("pk", "anchor", "anchor_note")) == expected


def test_preview_lists_evidence_that_stays(evidence):
    snapshot = evidence.snapshot
    assert [(row.evidence, row.anchor) for row in preview(snapshot)] == [(evidence, "exact")]


@pytest.fixture
def two_published():
    """Return an article whose original supports an event and a claim by the same words."""
    snapshot = snapshot_of(SourceFactory(), ORIGINAL)
    rows = EventFactory(), ClaimFactory()
    for row in rows:
        evidence_for(row, snapshot, QUOTATION)
        row.state = "published"
        row.save()
    return snapshot.source, rows


@pytest.mark.slow
def test_objections_count_the_quotations_of_published_records_that_are_lost(two_published):
    source, (event, _claim) = two_published
    evidence_for(EventFactory(), source.snapshots.get(), "300 visitors")
    snapshot = stored(source, GONE)
    assert objections(snapshot) == [
        "2 quotations that support published records are not in the new text."
    ]
    Event.objects.filter(pk=event.pk).update(state="draft")
    assert objections(snapshot) == [
        "1 quotation that supports a published record is not in the new text."
    ]
    assert objections(stored(source, "A line.\n\n" + ORIGINAL)) == []


def test_first_original_replaces_a_digest_as_long_as_every_record_keeps_support():
    source = SourceFactory()
    lost = on_digest(source, sha256=Snapshot.digest_of("quite other words"))
    event = lost.event
    Event.objects.filter(pk=event.pk).update(state="published")
    blocks = tuple(Block("paragraph", text) for text in ORIGINAL.split("\n\n"))
    draft = Draft("test", 1, "utf-8", "A title", "en", blocks)
    original = store_aside(source, draft, ORIGINAL.encode(), Snapshot.Kind.ORIGINAL)
    assert objections(original) == [
        "1 quotation that supports a published record is not in the new text."
    ]
    evidence_for(event, lost.snapshot, "Three.", anchor="paragraph", block=3, block_start=0,
                 block_end=len(QUOTATION), span_sha256=Snapshot.digest_of(QUOTATION))  # fmt: skip
    assert objections(original) == []


@pytest.mark.slow
def test_text_without_the_last_support_is_not_made_current(curator_user, two_published):
    source, rows = two_published
    snapshot = stored(source, GONE)
    with pytest.raises(ValidationError, match="2 published records would lose their last support"):
        make_snapshot_current(snapshot=snapshot, by=curator_user, reason="It is newer.")
    snapshot.refresh_from_db()
    assert not snapshot.is_current
    assert [row.anchor for row in Evidence.objects.all()] == ["exact", "exact"]
    retracted = make_snapshot_current(
        snapshot=snapshot, by=curator_user, reason="It is newer.", retract=True
    )
    assert retracted == list(rows)
    assert source.snapshots.current().get() == snapshot
    for row in rows:
        row.refresh_from_db()
        assert row.state == "retracted"
        assert row.history.last().pgh_context.metadata["reason"] == "It is newer."


def test_evidence_that_heals_counts_as_support(two_published):
    source, (event, claim) = two_published
    snapshot = stored(source, GONE)
    evidence_for(event, snapshot, "The page was rewritten", anchor="orphan")
    assert lost_support(snapshot) == [claim]


def test_text_is_made_current_with_a_reason_and_once(curator_user, evidence):
    snapshot = stored(evidence.source, ORIGINAL + "\n\nMore.")
    with pytest.raises(ValidationError, match="Give a reason"):
        make_snapshot_current(snapshot=snapshot, by=curator_user, reason=" ")
    assert make_snapshot_current(snapshot=snapshot, by=curator_user, reason="Newer.") == []
    with pytest.raises(ValidationError, match="current already"):
        make_snapshot_current(snapshot=snapshot, by=curator_user, reason="Again.")


@pytest.mark.slow
def test_reanchor_refuses_to_lose_the_last_support(curator_user, editor_user, two_published):
    source, _rows = two_published
    lost = stored(source, GONE)
    source.snapshots.current().update(is_current=False)
    source.snapshots.filter(pk=lost.pk).update(is_current=True)
    with pytest.raises(ValidationError, match="2 published records"):
        reanchor(source=source, by=curator_user)
    with pytest.raises(PermissionDenied, match="2 published records"):
        reanchor(source=source, by=editor_user)
    assert not Evidence.objects.in_doubt().exists()
