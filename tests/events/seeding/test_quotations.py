"""What seed files say of quotations: outlets that allow none, and the words of each passage."""

import pytest

from events.seeding.fields import Reading
from events.seeding.record_types.evidence import EvidenceLoadSession, read_evidence
from events.seeding.record_types.vocabulary import Outlets
from events.seeding.records import Record
from tests.factories import OutletFactory


def outlet_values(**values):
    return {"slug": "gazette", "name_en": "Gazette", "name_zh": "", "url": "", "aliases": [],
            "quotations": "", **values}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("said", ["", "no"])
@pytest.mark.parametrize("allowed", [True, False])
def test_seeds_forbid_quotations_and_never_allow_what_somebody_forbade(said, allowed):
    OutletFactory(slug="gazette", name_en="Gazette", allows_quotations=allowed)
    row = Outlets().save(outlet_values(quotations=said), EvidenceLoadSession())
    row.refresh_from_db()
    assert row.allows_quotations == (allowed and said == "")
    assert Outlets().values_of(row)["quotations"] == ("" if row.allows_quotations else "no")


@pytest.mark.parametrize(
    ("quote", "message"),
    [
        ({}, None),
        ({"quote_start": "3", "quote_end": "9"}, None),
        ({"quote_start": "5", "quote_end": "7"}, None),
        ({"quote_start": "3"}, "go together"),
        ({"quote_end": "7"}, "go together"),
        ({"quote_start": "2", "quote_end": "7"}, "inside the passage"),
        ({"quote_start": "5", "quote_end": "10"}, "inside the passage"),
        ({"quote_start": "7", "quote_end": "7"}, "inside the passage"),
        ({"quote_start": "x", "quote_end": "7"}, "whole number"),
    ],
)
def test_quoted_words_are_a_part_of_the_passage(quote, message):
    record = Record("claims/x.yaml", 1)
    record.update(source="article", block="1", start="3", end="9", sha256="0" * 64, **quote)
    reading = Reading({"evidence": [record]})
    read_evidence(reading)
    assert bool(reading.findings) == (message is not None)
    assert all(message in str(finding) for finding in reading.findings)
