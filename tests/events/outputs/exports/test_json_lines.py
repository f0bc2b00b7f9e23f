import json

import pytest


def records(text):
    return [json.loads(line) for line in text.splitlines()]


class TestExports:
    @pytest.mark.slow
    def test_events_are_one_per_line(self, exported):
        closes, opens = records(exported("events.jsonl"))
        assert opens["title"] == {"en": "Harbour opens", "zh": "港湾开放"}
        assert opens["when"]["edtf"] == "2017-37"
        assert [item["slug"] for item in opens["platforms"]] == ["harbour", "quay"]
        assert opens["sources"] == [
            {"slug": "gazette", "title": "港湾的一年", "url": "https://gazette.example/1"}
        ]
        assert closes["title"]["zh"] is None
        assert closes["outcome"] == "shut_down"

    def test_order_is_that_of_the_filter(self, exported):
        slugs = [row["slug"] for row in records(exported("events.jsonl", "?sort=oldest"))]
        assert slugs == ["harbour-opens", "harbour-closes"]

    def test_claims_are_one_per_line(self, exported):
        ranked = {row["key"]: row for row in records(exported("claims.jsonl"))}["sold-much"]
        assert ranked["value"] == "-30000000000"
        assert ranked["period"]["edtf"] == "2018"
        assert ranked["events"] == [{"slug": "harbour-closes"}]
        assert ranked["rank_reason"] == "The report was withdrawn."

    def test_empty_result_is_an_empty_file(self, exported):
        assert exported("events.jsonl", "?q=zzzz") == ""
