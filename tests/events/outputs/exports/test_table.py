import csv
import io

import pytest

from events.outputs.exports.table import Number, cell
from tests.events.outputs.exports.conftest import UNSAFE_TEXT


def rows_of(text):
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


class TestExports:
    @pytest.mark.slow
    def test_events_round_trip_in_both_languages(self, exported):
        rows = rows_of(exported("events.csv"))
        assert [row["slug"] for row in rows] == ["harbour-closes", "harbour-opens"]
        opens = rows[1]
        assert (opens["title_en"], opens["title_zh"]) == ("Harbour opens", "港湾开放")
        assert (opens["when"], opens["when_en"]) == ("2017-37", "early 2017")
        assert (opens["when_earliest"], opens["when_latest"]) == ("2017-01-01", "2017-04-30")
        assert opens["platforms"] == "harbour: subject; quay: subject"
        assert (opens["markets"], opens["tags"], opens["sources"]) == (
            "US; europe",
            "early",
            "gazette",
        )
        assert rows[0]["is_failure"] == "true"
        assert opens["url_zh"] == "http://testserver/zh-hans/events/harbour-opens/"

    @pytest.mark.slow
    def test_formula_in_a_text_gets_an_apostrophe(self, exported):
        assert rows_of(exported("events.csv"))[1]["summary_en"] == "'" + UNSAFE_TEXT

    def test_claims_round_trip_with_exact_figures(self, exported):
        rows = {row["key"]: row for row in rows_of(exported("claims.csv"))}
        assert rows["sold-much"]["value"] == "-30000000000"
        assert rows["sold-much"]["currency"] == "USD"
        assert rows["sold-much"]["events"] == "harbour-closes"
        assert rows["sold-much"]["is_disputed"] == "true"
        assert rows["nobody-asked"]["value"] == ""

    def test_claims_of_a_filter_are_those_about_its_events(self, exported):
        assert [row["key"] for row in rows_of(exported("claims.csv", "?kind=shutdown"))] == [
            "sold-much"
        ]
        assert rows_of(exported("claims.csv", "?kind=pilot")) == []


@pytest.mark.parametrize("sign", ["=1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(sign):
    assert cell(sign) == f"'{sign}"


@pytest.mark.parametrize("value", ["1-2", "a=b", "'", Number("-5")])
def test_other_cells_are_unchanged(value):
    assert cell(value) == value


@pytest.mark.slow
def test_lines_end_with_crlf(exported):
    assert exported("events.csv").count("\r\n") == 3
