"""Probable mistakes that a check finds: duplicates, unused platforms, uncovered blocks."""

import json

import pytest
from django.core.management import CommandError, call_command

from events.seeding.check import check
from events.seeding.doubts import character_pairs, similarity
from events.seeding.records import SeedError


def findings(seeds):
    with pytest.raises(SeedError) as raised:
        check(seeds)
    return [str(finding) for finding in raised.value.findings]


def test_check_of_valid_seeds_needs_no_database(seeds):
    assert check(seeds).startswith("Valid: ")


def test_check_reports_a_duplicate_event(seeds):
    path = seeds / "events/2019.yaml"
    text = path.read_text()
    path.write_text(
        text + text.replace("slug: harbour-lane-closes", "slug: harbour-lane-is-closed")
    )
    (finding,) = findings(seeds)
    assert "title_en: Nearly the same as “harbour-lane-closes” (events/2019.yaml:1)" in finding


def test_check_accepts_similar_events_of_different_dates(seeds):
    path = seeds / "events/2019.yaml"
    text = path.read_text()
    again = text.replace("slug: harbour-lane-closes", "slug: harbour-lane-closes-again")
    path.write_text(text + again.replace("2019-06-30", "2020-06-30"))
    assert check(seeds).startswith("Valid: ")


def test_check_reports_an_unused_platform(seeds):
    with (seeds / "platforms.yaml").open("a") as file:
        file.write(
            "- slug: idle\n  kind: product\n  name_en: Idle\n  summary_en: Nobody uses it.\n"
        )
    (finding,) = findings(seeds)
    assert finding.endswith("slug: No event or claim refers to it or to any part of it.")


def test_check_reports_an_uncovered_block(seeds):
    (seeds / "coverage.yaml").write_text("")
    assert any(
        "has no evidence and no entry in coverage.yaml" in finding for finding in findings(seeds)
    )


def test_check_reports_an_invalid_coverage_file(seeds):
    (seeds / "coverage.yaml").write_text("- source: harbour-lane-again\n  block: one\n  why: x\n")
    assert findings(seeds) == ["coverage.yaml:1: Give source, block and why."]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [("Spark closed", "Spark closed", 1.0), ("", "", 0.0), ("ab", "cd", 0.0), ("abc", "abd", 0.5)],
)
def test_likeness(first, second, expected):
    assert similarity(character_pairs(first), character_pairs(second)) == expected


def test_coverage_lists_blocks_without_evidence(seeds, capsys):
    call_command("coverage", str(seeds), "--json")
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {(row["source"], row["block"], row["why"]) for row in rows} >= {
        ("harbour-lane-again", 1, "heading")
    }
    assert all(row["digest"] for row in rows)


def test_coverage_of_invalid_seeds_reports_the_error(seeds):
    (seeds / "tags.yaml").write_text("- slug: [")
    with pytest.raises(CommandError, match=r"tags\.yaml:"):
        call_command("coverage", str(seeds))
