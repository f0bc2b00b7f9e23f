"""`manage.py makecurrent` shows what becomes of evidence, and makes a text current."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from events.models import Event, Evidence
from sources.intake.snapshots import make_current
from tests.factories import SourceFactory, published_event, snapshot_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored():
    """Return a stored text without the words that support a published event."""
    source = SourceFactory()
    current = snapshot_of(source)
    published_event(snapshot=current, title_en="Harbour closes")
    snapshot = snapshot_of(source, "Other.\n\nWords.")
    make_current(current)
    return snapshot


def run(*arguments, **options):
    out = StringIO()
    call_command("makecurrent", *arguments, stdout=out, **options)
    return out.getvalue()


@pytest.mark.slow
def test_dry_run_shows_the_effect_and_writes_nothing(stored):
    text = run(stored.pk, dry_run=True)
    assert "exact -> orphan: closed in June 2019" in text
    assert "1 published record would lose its last support." in text
    assert "Harbour closes" in text
    stored.refresh_from_db()
    assert not stored.is_current
    assert Evidence.objects.get().anchor == "exact"


@pytest.mark.slow
def test_last_support_is_lost_only_with_retract(stored):
    with pytest.raises(CommandError, match="1 published record would lose its last support"):
        run(stored.pk, reason="Newer.")
    assert "Records retracted: 1." in run(stored.pk, reason="Newer.", retract=True)
    stored.refresh_from_db()
    assert stored.is_current
    event = Event.objects.get()
    assert event.state == "retracted"
    last = event.history.order_by("-pgh_id").first()
    assert last.pgh_context.metadata["reason"] == "Newer."


@pytest.mark.parametrize(
    ("which", "reason", "message"),
    [
        ("unknown", "x", "no snapshot"),
        ("stored", "", "Give a reason"),
        ("current", "x", "current already"),
    ],
)
def test_refusals(stored, which, reason, message):
    current = stored.source.snapshots.current().get()
    key = {"unknown": 10**6, "stored": stored.pk, "current": current.pk}[which]
    with pytest.raises(CommandError, match=message):
        run(key, reason=reason)
