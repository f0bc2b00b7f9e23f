"""Evidence is re-anchored to each new text of its article and is never lost."""

import pytest

from events.models import Evidence
from sources.models import Snapshot
from tests.factories import (
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
    snapshot_of(evidence.source, "Nothing of all that is left.\n\nThe page was written anew.")
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
    snapshot_of(evidence.source, "Nothing of all that is left.\n\nThe page was written anew.")
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
