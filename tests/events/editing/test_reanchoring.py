"""Evidence follows its article from text to text and is never lost."""

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
WORDS = "300 visitors a day"


def state_of(evidence):
    evidence.refresh_from_db()
    assert evidence.snapshot.text[evidence.start : evidence.end] == evidence.quotation
    return evidence.anchor


def on_digest(source, block=2, start=16, end=None, words=WORDS, sha256=None):
    """Evidence on a digest's block, with a locator into the original."""
    digest = snapshot_of(source, "One.\n\nTwo.\n\nThree.", "digest")
    passage = digest.passages.get(position=block)
    return evidence_for(
        EventFactory(), digest, passage.text, anchor="paragraph", block=block, block_start=start,
        block_end=end or start + len(words), span_sha256=sha256 or Snapshot.digest_of(words),
    )  # fmt: skip


def test_locator_becomes_the_exact_words_of_the_original():
    source = SourceFactory()
    evidence = on_digest(source, start=ORIGINAL.split("\n\n")[1].index(WORDS))
    original = snapshot_of(source, ORIGINAL)
    assert state_of(evidence) == "exact"
    assert (evidence.snapshot, evidence.quotation) == (original, WORDS)
    assert evidence.sha256 == Snapshot.digest_of(WORDS)
    assert ORIGINAL[: evidence.start].endswith(evidence.prefix)
    assert len(evidence.prefix) == len(evidence.suffix) == 32


def test_locator_that_is_a_little_off_finds_its_words_and_says_so():
    source = SourceFactory()
    evidence = on_digest(source, block=3, start=0)
    snapshot_of(source, ORIGINAL)
    assert state_of(evidence) == "moved"
    assert (evidence.quotation, evidence.block) == (WORDS, 2)


def test_locator_of_words_that_are_not_there_stays_on_the_digest_flagged():
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
    return evidence_for(EventFactory(), snapshot_of(source, ORIGINAL), WORDS)


def test_new_text_before_it_moves_it(evidence):
    new = snapshot_of(evidence.source, "A new first paragraph came in.\n\n" + ORIGINAL)
    assert state_of(evidence) == "moved"
    assert (evidence.snapshot, evidence.block) == (new, 3)


def test_new_text_behind_it_leaves_it_exact_on_the_new_text(evidence):
    new = snapshot_of(evidence.source, ORIGINAL + "\n\nA new last paragraph came in.")
    assert state_of(evidence) == "exact"
    assert evidence.snapshot == new


@pytest.mark.parametrize(
    "words", ["900 visitors a day", "hardly 300 visitors a day", "300 visitors a week"]
)
def test_changed_words_keep_the_old_text_and_are_flagged(evidence, words):
    old = evidence.snapshot
    snapshot_of(evidence.source, ORIGINAL.replace(WORDS, words))
    state = state_of(evidence)
    assert state in ("changed", "moved", "exact") if words.endswith(WORDS) else state == "changed"
    if state == "changed":
        assert evidence.snapshot == old
        assert evidence.anchor_note
        assert evidence in Evidence.objects.in_doubt()


def test_words_that_are_gone_are_an_orphan_on_the_old_text(evidence):
    old = evidence.snapshot
    snapshot_of(evidence.source, "Nothing of all that is left.\n\nThe page was written anew.")
    assert state_of(evidence) == "orphan"
    assert (evidence.snapshot, evidence.quotation) == (old, WORDS)


def test_words_that_stand_twice_alike_are_never_guessed():
    source = SourceFactory()
    line = "It was closed."
    evidence = evidence_for(EventFactory(), snapshot_of(source, line), line)
    snapshot_of(source, "\n\n".join(["Other.", line, "Other.", line, "Other."]))
    assert state_of(evidence) in ("ambiguous", "orphan")
    assert evidence.snapshot.number == 1


def test_flagged_evidence_is_found_again_when_its_words_come_back(evidence):
    snapshot_of(evidence.source, "Nothing of all that is left.\n\nThe page was written anew.")
    again = snapshot_of(evidence.source, ORIGINAL)
    assert state_of(evidence) == "exact"
    assert (evidence.snapshot, evidence.anchor_note) == (again, "")


def test_evidence_of_a_published_event_survives_every_text():
    source = SourceFactory()
    event = published_event(snapshot=snapshot_of(source))
    for text in ("Other.\n\nText.", "Harbour closed in June 2020.", "Harbour closed in June 2019."):
        snapshot_of(source, text)
        assert event.evidence.count() == 1
        state_of(event.evidence.get())


def test_evidence_of_other_articles_is_left_alone(evidence):
    before = Evidence.objects.values().get()
    snapshot_of(SourceFactory(), ORIGINAL)
    assert Evidence.objects.values().get() == before


def test_new_digest_takes_evidence_by_its_block_and_flags_a_missing_one():
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
    assert (first.block_start, first.span_sha256) == (16, Snapshot.digest_of(WORDS))


def test_new_digest_leaves_evidence_on_the_original_alone(evidence):
    before = Evidence.objects.values().get()
    snapshot_of(evidence.source, "One.\n\nTwo.\n\nThree.", "digest")
    assert Evidence.objects.values().get() == before


def test_words_that_now_run_over_two_blocks_are_flagged(evidence):
    snapshot_of(evidence.source, ORIGINAL.replace("300 visitors a day", "300 visitors\n\na day"))
    assert state_of(evidence) in ("changed", "orphan")
    assert evidence.snapshot.number == 1
