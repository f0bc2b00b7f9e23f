"""The calendar, parsed with the icalendar library."""

import datetime

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.outputs.exports.icalendar import MAX_LINE_OCTETS, escape_text, fold
from tests.events.outputs.exports.conftest import UNSAFE_TEXT


def events_of(calendar):
    return {str(item["SUMMARY"]): item for item in calendar.walk("VEVENT")}


def test_certain_event_is_one_day(exported):
    calendar = icalendar.Calendar.from_ical(exported("events.ics"))
    item = events_of(calendar)["Harbour closes"]
    assert item["DTSTART"].dt == datetime.date(2019, 6, 14)
    assert item["DTEND"].dt == datetime.date(2019, 6, 15)
    assert str(item["UID"]) == "harbour-closes@social-commerce-timeline.example"
    assert (item["STATUS"], item["TRANSP"]) == ("CONFIRMED", "TRANSPARENT")
    assert [str(word) for word in item["CATEGORIES"].cats] == ["shutdown", "shut down"]
    assert item["DTSTAMP"].dt.tzinfo is not None
    assert item["URL"] == "http://testserver/en/events/harbour-closes/"
    assert not calendar.errors
    assert not item.errors


def test_uncertain_event_is_tentative_and_its_texts_round_trip(exported):
    calendar = icalendar.Calendar.from_ical(exported("events.ics"))
    item = events_of(calendar)["Harbour opens (date: early 2017)"]
    assert item["DTSTART"].dt == datetime.date(2017, 1, 1)
    assert item["DTEND"].dt == datetime.date(2017, 5, 1)
    assert item["STATUS"] == "TENTATIVE"
    assert str(item["DESCRIPTION"]).startswith(UNSAFE_TEXT)
    assert "early 2017" in str(item["DESCRIPTION"])


def test_language_is_chosen(exported):
    calendar = icalendar.Calendar.from_ical(exported("events.ics", "?lang=zh-hans"))
    assert any(title.startswith("港湾开放") for title in events_of(calendar))


@pytest.mark.parametrize(
    ("when", "days"),
    [
        ("2020/..", ("20200101", "20210101")),
        ("[..2018]", ("20181231", "20190101")),
        ("2020-06~", None),
    ],
)
def test_open_and_approximate_dates_are_tentative(base, exported, when, days):
    base.launch.when = when
    base.launch.save()
    (item,) = icalendar.Calendar.from_ical(exported("events.ics", "?kind=launch")).walk("VEVENT")
    assert item["STATUS"] == "TENTATIVE"
    assert item["DTSTART"].dt < item["DTEND"].dt


@given(st.text(max_size=400))
def test_folded_lines_are_short_and_unfold_to_the_line(value):
    line = f"SUMMARY:{escape_text(value)}"
    pieces = fold(line).removesuffix("\r\n").split("\r\n")
    assert all(len(piece.encode()) <= MAX_LINE_OCTETS for piece in pieces)
    assert (
        "".join(piece.removeprefix(" ") if n else piece for n, piece in enumerate(pieces)) == line
    )


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_texts_round_trip_through_the_library(value):
    raw = f"BEGIN:VEVENT\r\n{fold(f'SUMMARY:{escape_text(value)}')}END:VEVENT\r\n"
    assert str(icalendar.Event.from_ical(raw)["SUMMARY"]) == value
