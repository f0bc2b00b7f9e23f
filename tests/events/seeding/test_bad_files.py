"""Every fault is reported with its file, line and field, and nothing is loaded."""

import io

import pytest
from django.core.management import CommandError, call_command

from events.models import Event, Platform, SeedRecord, Tag
from events.seeding.load import load
from events.seeding.records import SeedError
from sources.models import Outlet, Source

pytestmark = pytest.mark.django_db

# File, old text, new text, expected message.
FAULTS = {
    "invalid yaml": ("tags.yaml", "- slug: prices", "- slug: [prices", "tags.yaml:2: The file is not valid YAML"),
    "not a list": ("tags.yaml", "- slug: high-prices", "high: prices\n- slug: high-prices", "tags.yaml:"),
    "unknown field": ("tags.yaml", "  aliases:", "  colour: red\n  aliases:", "tags.yaml:7: colour: There is no such field."),
    "missing field": ("events/2019.yaml", "  kind: shutdown\n", "", "events/2019.yaml:1: kind: This field is required."),
    "bad choice": ("events/2019.yaml", "kind: shutdown", "kind: parade", "events/2019.yaml:6: kind: “parade” is not one of"),
    "bad slug": ("platforms.yaml", "slug: quay\n", "slug: Quay 1\n", "platforms.yaml:25: slug: “Quay 1” is not a slug"),
    "bad date": ("events/2018.yaml", "when: 2018-21", "when: soon", "events/2018.yaml:8: when: "),
    "bad number": ("claims/harbour-lane-again.yaml", "30000000000", "lots", "claims/harbour-lane-again.yaml:8: value: “lots” is not a number"),
    "bad importance": ("events/2019.yaml", "importance: 5", "importance: 6", "events/2019.yaml:8: importance: Must be a whole number from 1 to 5."),
    "bad market": ("events/2018.yaml", "[GB, europe]", "[GB, moon]", "events/2018.yaml:6: markets: “moon” is neither"),
    "text expected": ("events/2018.yaml", "title_en: Harbour Lane opens", "title_en: [a]", "events/2018.yaml:2: title_en: Text is expected."),
    "list expected": ("platforms.yaml", "aliases: [Harbor, 港湾公司]", "aliases: Harbor", "platforms.yaml:5: aliases: A list is expected."),
    "too long": ("events/2018.yaml", "title_en: Harbour Lane opens", "title_en: " + "x" * 201, "events/2018.yaml:2: title_en: Has 201 characters; the limit is 200."),
    "white space": ("events/2018.yaml", "title_en: Harbour Lane opens", "title_en: 'x '", "events/2018.yaml:2: title_en: Has leading or trailing white space"),
    "reversed range": ("claims/harbour-lane-closes.yaml", "value_to: 300", "value_to: 200", "value_to: Must be greater than value."),
    "money without currency": ("claims/harbour-lane-again.yaml", "  currency: CNY\n", "", "claims/harbour-lane-again.yaml:9: unit: Money needs a currency."),
    "figure without unit": ("claims/harbour-lane-closes.yaml", "  unit: people\n", "", "value: A value needs a unit."),
    "rank without reason": ("claims/harbour-lane-again.yaml", "  rank_reason: The founder's own figure.\n", "", "rank: Give the reason in rank_reason."),
    "missing platform": ("events/2018.yaml", "platform: harbour-lane", "platform: nowhere", "platforms: There is no platform “nowhere”."),
    "missing tag": ("events/2019.yaml", "[high-prices, prices]", "[nothing]", "events/2019.yaml:13: tags: There is no tag “nothing”."),
    "missing source": ("events/2018.yaml", "source: harbour-lane-closes", "source: nowhere", "events/2018.yaml:19: source: There is no article “nowhere”."),
    "missing block": ("events/2018.yaml", "block: 2", "block: 9", "events/2018.yaml:20: block: harbour-lane-closes has no block 9."),
    "missing claimant": ("claims/harbour-lane-again.yaml", "claimant: founder", "claimant: nobody", "claimant: There is no claimant “nobody”."),
    "missing claim": ("disputes.yaml", "[closed-for-prices, visitors]", "[nothing]", "claims: There is no claim “nothing”."),
    "missing predecessor": ("platforms.yaml", "platform: harbour-lane", "platform: nowhere", "predecessors: There is no platform “nowhere”."),
    "missing outlet": ("articles/harbour-lane-again.md", "outlet: quay-daily", "outlet: nowhere", "articles/harbour-lane-again.md:4: outlet: There is no outlet “nowhere”."),
    "missing repost": ("articles/harbour-lane-again.md", "repost_of: harbour-lane-closes", "repost_of: nowhere", "articles/harbour-lane-again.md:6: repost_of: There is no article “nowhere”."),
    "repost cycle": ("articles/harbour-lane-closes.md", "url: ", "repost_of: harbour-lane-again\nurl: ", "repost_of: "),
    "repost of itself": ("articles/harbour-lane-again.md", "repost_of: harbour-lane-closes", "repost_of: harbour-lane-again", "repost_of: "),
    "bad hash": ("events/2018.yaml", "sha256: 3", "sha256: x", "events/2018.yaml:23: sha256: Must be a SHA-256"),
    "end before start": ("events/2018.yaml", "end: 4", "end: 0", "events/2018.yaml:22: end: "),
    "same evidence twice": ("claims/harbour-lane-again.yaml", "start: 44\n      end: 49", "start: 6\n      end: 12", "claims/harbour-lane-again.yaml:"),
    "no supporting evidence": ("events/2018.yaml", "stance: supports", "stance: mentions", "events/2018.yaml:18: evidence: "),
    "platform twice": ("events/2018.yaml", "platform: harbour\n", "platform: harbour-lane\n", "platforms: Contains a platform twice."),
    "parent after its part": ("tags.yaml", "  name_en: Prices", "  parent: high-prices\n  name_en: Prices", "parent: “high-prices” must come before its parts."),
    "own parent": ("platforms.yaml", "parent: harbour\n", "parent: harbour-lane\n", "parent: “harbour-lane” must come before its parts."),
    "duplicate": ("platforms.yaml", "slug: quay\n", "slug: harbour\n", "platforms.yaml:25: slug: “harbour” is already defined at platforms.yaml:1."),
    "same tag name": ("tags.yaml", "name_en: Live shopping", "name_en: Prices", "tags.yaml:"),
    "field twice": ("tags.yaml", "  aliases:", "  name_zh: 又\n  aliases:", "tags.yaml:7: name_zh: "),
    "front matter": ("articles/harbour-lane-again.md", "---\ntitle", "title", "articles/harbour-lane-again.md:1: The file must begin with front matter"),
    "article field": ("articles/harbour-lane-again.md", "language: en", "colour: red", "articles/harbour-lane-again.md:3: colour: there is no such field."),
    "article language": ("articles/harbour-lane-again.md", "language: en", "language: xx", "articles/harbour-lane-again.md:3: language: "),
    "control character": ("tags.yaml", "  description_en: 'yes'", '  description_en: "y\\0es"', "description_en: Contains a control character."),
    "article date": ("articles/harbour-lane-again.md", "'2020-11-02'", "soon", "articles/harbour-lane-again.md:5: published: "),
    "block number": ("articles/harbour-lane-again.md", "[3 list_item 1]", "[4 list_item 1]", "articles/harbour-lane-again.md:14: Block 3 is numbered 4."),
    "block kind": ("articles/harbour-lane-again.md", "[2 paragraph]", "[2 verse]", "articles/harbour-lane-again.md:12: Block 2: “verse” is no kind of block."),
    "one position": ("disputes.yaml", "    - statement_en: On the 29th.\n      statement_zh: 二十九日。\n      basis: sources\n      claims: [visitors]\n", "", "disputes.yaml:10: positions: A dispute needs at least two positions."),
    "position without sources": ("disputes.yaml", "      claims: [visitors]\n", "", "basis: A position from the sources needs claims or events."),
    "resolved without a resolution": ("disputes.yaml", "  resolution_en: The notice says the 30th.\n", "", "disputes.yaml:8: state: "),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_reported_with_its_place_and_nothing_is_loaded(seeds, fault):
    name, old, new, message = FAULTS[fault]
    text = (seeds / name).read_text()
    assert old in text
    (seeds / name).write_text(text.replace(old, new, 1))
    with pytest.raises(SeedError) as error:
        load(seeds)
    findings = list(map(str, error.value.findings))
    assert any(message in finding for finding in findings), findings
    for model in (Outlet, Source, Platform, Tag, Event, SeedRecord):
        assert not model.objects.exists()


def test_file_that_is_not_utf8(seeds):
    for name in ("tags.yaml", "articles/harbour-lane-again.md"):
        path = seeds / name
        path.write_bytes(path.read_bytes() + b"\xff")
    with pytest.raises(SeedError) as error:
        load(seeds)
    findings = list(map(str, error.value.findings))
    assert any(item.startswith("tags.yaml:1: The file is not UTF-8") for item in findings)
    assert any(item.startswith("articles/harbour-lane-again.md:1: The file") for item in findings)


def test_missing_folder(tmp_path):
    with pytest.raises(SeedError, match="There is no such folder"):
        load(tmp_path / "nowhere")


def test_all_faults_are_reported_together(seeds):
    for name, old, new, _message in (FAULTS["bad choice"], FAULTS["bad market"]):
        (seeds / name).write_text((seeds / name).read_text().replace(old, new, 1))
    err = io.StringIO()
    with pytest.raises(CommandError, match="2 errors in the seeds. Nothing was loaded."):
        call_command("loadseeds", seeds, stderr=err, no_color=True)
    assert len(err.getvalue().splitlines()) == 2


def test_command_with_check_fails_too(seeds):
    name, old, new, _message = FAULTS["bad choice"]
    (seeds / name).write_text((seeds / name).read_text().replace(old, new, 1))
    with pytest.raises(CommandError, match="1 errors in the seeds"):
        call_command("loadseeds", seeds, "--check", stderr=io.StringIO())
