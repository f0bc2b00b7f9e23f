"""Any text and figure is the same after a load and a dump."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from events.models import Claim, Event
from events.seeding.dump import dump
from events.seeding.load import load
from events.seeding.records import read_records, write_records
from tests.events.seeding.files import files_of

pytestmark = pytest.mark.django_db

field_texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], include_characters="\n",
                  exclude_characters="\ufeff"),
    min_size=1, max_size=60,
).map(str.strip).filter(bool)  # fmt: skip


def plain(value):
    """Return records as plain dictionaries, which the dumper takes."""
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


# Shrinking would need minutes of loads; failing examples are short enough.
@pytest.mark.slow
@settings(max_examples=12, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(
    summary=field_texts,
    note=field_texts,
    alias=field_texts,
    statement=field_texts,
    value=st.decimals(min_value=0, max_value=10**15, places=4),
)
def test_any_text_and_figure_round_trips(seeds, summary, note, alias, statement, value):
    records = read_records(seeds / "events/2019.yaml", seeds)
    records[0]["summary_en"], records[0]["date_note_en"] = summary, note.replace("\n", " ").strip()
    (seeds / "events/2019.yaml").write_text(write_records(plain(records)))
    claims = read_records(seeds / "claims/harbour-lane-again.yaml", seeds)
    claims[0]["statement_en"], claims[0]["value"] = statement, str(value)
    (seeds / "claims/harbour-lane-again.yaml").write_text(write_records(plain(claims)))
    platforms = read_records(seeds / "platforms.yaml", seeds)
    platforms[0]["aliases"] = [alias.replace("\n", " ")]
    (seeds / "platforms.yaml").write_text(write_records(plain(platforms)))
    load(seeds, overwrite=True)
    dump(seeds)
    first_dump = files_of(seeds)
    assert load(seeds, overwrite=True).counts == {"unchanged": 21}
    assert dump(seeds) == []
    assert files_of(seeds) == first_dump
    event = Event.objects.get(slug="harbour-lane-closes")
    assert event.summary_en == summary
    assert Claim.objects.get(key="sign-ups").value == value
    assert Claim.objects.get(key="sign-ups").statement_en == statement


@pytest.mark.slow
@given(st.lists(st.dictionaries(field_texts, field_texts | st.lists(field_texts), min_size=1)))
def test_records_round_trip(records):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.yaml"
        path.write_text(write_records(records), encoding="utf-8", newline="")
        assert read_records(path, path.parent) == records
