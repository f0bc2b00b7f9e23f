"""What a check finds beyond mistakes: duplicates, idle platforms, passages nobody looked at."""

import json

import pytest
from django.core.management import CommandError, call_command

from events.seeding.check import check
from events.seeding.doubts import likeness, pairs_of
from events.seeding.records import SeedError


def findings(seeds):
    with pytest.raises(SeedError) as raised:
        check(seeds)
    return [str(finding) for finding in raised.value.findings]


def test_check_finds_the_written_seeds_sound_without_a_database(seeds):
    assert check(seeds).startswith("Sound: ")


def test_check_finds_an_event_told_twice(seeds):
    path = seeds / "events/2019.yaml"
    text = path.read_text()
    path.write_text(
        text + text.replace("slug: harbour-lane-closes", "slug: harbour-lane-is-closed")
    )
    (found,) = findings(seeds)
    assert "title_en: Nearly the same as “harbour-lane-closes” (events/2019.yaml:1)" in found


def test_check_lets_events_of_different_dates_be_alike(seeds):
    path = seeds / "events/2019.yaml"
    text = path.read_text()
    again = text.replace("slug: harbour-lane-closes", "slug: harbour-lane-closes-again")
    path.write_text(text + again.replace("2019-06-30", "2020-06-30"))
    assert check(seeds).startswith("Sound: ")


def test_check_finds_a_platform_that_nothing_is_about(seeds):
    with (seeds / "platforms.yaml").open("a") as file:
        file.write(
            "- slug: idle\n  kind: product\n  name_en: Idle\n  summary_en: Nobody uses it.\n"
        )
    (found,) = findings(seeds)
    assert found.endswith("slug: No event or claim is about it or about any part of it.")


def test_check_finds_a_passage_nobody_looked_at(seeds):
    (seeds / "coverage.yaml").write_text("")
    assert any("has no evidence, nor a word in coverage.yaml" in found for found in findings(seeds))


def test_check_names_a_coverage_file_that_is_no_such_thing(seeds):
    (seeds / "coverage.yaml").write_text("- source: harbour-lane-again\n  block: one\n  why: x\n")
    assert findings(seeds) == ["coverage.yaml:1: Give source, block and why."]


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [("Spark closed", "Spark closed", 1.0), ("", "", 0.0), ("ab", "cd", 0.0), ("abc", "abd", 0.5)],
)
def test_likeness(one, other, share):
    assert likeness(pairs_of(one), pairs_of(other)) == share


def test_coverage_lists_what_no_evidence_touches(seeds, capsys):
    call_command("coverage", str(seeds), "--json")
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {(row["source"], row["block"], row["why"]) for row in rows} >= {
        ("harbour-lane-again", 1, "heading")
    }
    assert all(row["digest"] for row in rows)


def test_coverage_of_bad_seeds_says_what_is_wrong(seeds):
    (seeds / "tags.yaml").write_text("- slug: [")
    with pytest.raises(CommandError, match=r"tags\.yaml:"):
        call_command("coverage", str(seeds))
