"""The TimelineJS file by its documentation; tests/browser/test_timelinejs.py renders it."""

import json

import pytest


class TestExports:
    @pytest.mark.slow
    def test_slides_have_dates_with_their_precision(self, exported):
        document = json.loads(exported("events.timelinejs.json"))
        closes, opens = document["events"]
        assert closes["unique_id"] == "harbour-closes"
        assert closes["start_date"] == {"year": 2019, "month": 6, "day": 14}
        assert "end_date" not in closes
        assert opens["display_date"] == "early 2017"
        assert opens["end_date"] == {"year": 2017, "month": 4, "day": 30}
        assert opens["group"] == "Harbour"
        assert document["title"]["text"]["headline"].startswith("2 events")

    def test_html_in_texts_is_escaped(self, exported):
        opens = json.loads(exported("events.timelinejs.json"))["events"][1]
        assert "&lt;/script&gt;&lt;b&gt;港湾" in opens["text"]["text"]
        assert "<b>" not in opens["text"]["text"]

    def test_year_has_no_month_or_day(self, base, exported):
        base.closing.when = "2019"
        base.closing.save()
        closes = json.loads(exported("events.timelinejs.json"))["events"][0]
        assert closes["start_date"] == {"year": 2019}

    def test_any_site_may_load_it(self, base, reader):
        response = reader.get("/export/events.timelinejs.json")
        assert response["Access-Control-Allow-Origin"] == "*"
