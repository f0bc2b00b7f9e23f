"""Whether a text may become current, and what a person reads if not."""

import pytest

from sources.adapters.base import Block, Draft
from sources.identity.containment import SHINGLE_TOKENS
from sources.intake.snapshots import objections, store, store_aside
from sources.models import Snapshot
from tests.factories import SourceFactory

pytestmark = pytest.mark.django_db


def draft_of(count):
    """Return a draft with this many shingles; a longer one begins with the same ones."""
    text = " ".join(f"w{number}" for number in range(count + SHINGLE_TOKENS - 1))
    return Draft("plain", 1, "utf-8", "A title", "en", (Block("paragraph", text),))


@pytest.mark.parametrize(
    ("kept", "percentage"), [(199, "79%"), (0, "0%"), (1, "0%"), (145, "58%"), (200, None)]
)
def test_share_of_the_current_text_is_rounded_down(kept, percentage):
    source = SourceFactory(state="new")
    store(source, draft_of(250), b"", Snapshot.Kind.ORIGINAL)
    draft = draft_of(kept) if kept else Draft("plain", 1, "", "", "en", (Block("paragraph", "x"),))
    stored = store_aside(source, draft, b"", Snapshot.Kind.ORIGINAL)
    expected = [f"It has {percentage} of the current text."] if percentage else []
    assert objections(stored, is_same_page=True) == expected
