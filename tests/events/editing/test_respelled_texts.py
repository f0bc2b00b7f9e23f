"""A new text of an article in another spelling moves its evidence."""

import pytest

from events.models import Evidence
from sources.models import Snapshot
from tests.events.annotation.respelled import CHINESE, ENGLISH, RESPELLED
from tests.factories import EventFactory, SourceFactory, evidence_for, snapshot_of

pytestmark = pytest.mark.django_db

NAMES = ["NFD", "straight quotes", "no-break spaces", "soft hyphens", "wrapped", "full width"]


@pytest.mark.parametrize("name", NAMES)
def test_evidence_moves_and_has_the_characters_of_the_new_text(name):
    source = SourceFactory()
    first = snapshot_of(source, f"{ENGLISH}\n\n{CHINESE}")
    words = ["said Zoë’s brother", "able to pay", "“had been shut down”", "“海港直播”在2019年6月"]
    rows = [evidence_for(EventFactory(), first, quotation) for quotation in words]
    change = RESPELLED[name]
    blocks = [change(block) for block in first.text.split("\n\n")]
    new = snapshot_of(source, "\n\n".join(["A new first paragraph.", *blocks]))
    for row in rows:
        row.refresh_from_db()
        assert (row.snapshot, row.anchor) == (new, Evidence.Anchor.MOVED), row.anchor_note
        assert row.quotation == new.text[row.start : row.end]
        assert row.quotation in change(new.text) or name == "soft hyphens"
        assert row.sha256 == row.span_sha256 == Snapshot.digest_of(row.quotation)
        passage = new.passages.get(position=row.block)
        assert passage.text[row.block_start : row.block_end] == row.quotation


def test_other_figure_in_another_spelling_stays_on_the_old_text():
    source = SourceFactory()
    first = snapshot_of(source, CHINESE)
    row = evidence_for(EventFactory(), first, "首月收入17亿元")
    snapshot_of(source, RESPELLED["full width"](CHINESE.replace("17亿", "19亿")))
    row.refresh_from_db()
    assert (row.snapshot, row.anchor) == (first, Evidence.Anchor.CHANGED)
