"""The calendar, parsed with the icalendar library."""

import datetime

import icalendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from events.outputs.exports.icalendar import Text
from tests.events.outputs.exports.conftest import UNSAFE_TEXT


def events_of(calendar):
    return {str(item["SUMMARY"]): item for item in calendar.walk("VEVENT")}


class TestExports:
    @pytest.mark.slow
    def test_certain_event_is_one_day(self, base, exported):
        calendar = icalendar.Calendar.from_ical(exported("events.ics"))
        item = events_of(calendar)["Harbour closes"]
        assert item["DTSTART"].dt == datetime.date(2019, 6, 14)
        assert item["DTEND"].dt == datetime.date(2019, 6, 15)
        assert str(item["UID"]) == f"event-{base.closing.pk}@social-commerce-timeline.example"
        assert (item["STATUS"], item["TRANSP"]) == ("CONFIRMED", "TRANSPARENT")
        assert [str(word) for word in item["CATEGORIES"].cats] == ["shutdown", "shut down"]
        assert item["DTSTAMP"].dt.tzinfo is not None
        assert item["URL"] == "http://testserver/en/events/harbour-closes/"
        assert not calendar.errors
        assert not item.errors

    def test_uncertain_event_is_tentative_and_its_texts_round_trip(self, exported):
        calendar = icalendar.Calendar.from_ical(exported("events.ics"))
        item = events_of(calendar)["Harbour opens (date: early 2017)"]
        assert item["DTSTART"].dt == datetime.date(2017, 1, 1)
        assert item["DTEND"].dt == datetime.date(2017, 5, 1)
        assert item["STATUS"] == "TENTATIVE"
        assert str(item["DESCRIPTION"]).startswith(UNSAFE_TEXT)
        assert "early 2017" in str(item["DESCRIPTION"])

    def test_sequence_counts_the_changes_after_the_first_version(self, base, exported):
        type(base.launch).objects.filter(pk=base.launch.pk).update(version=1)
        type(base.closing).objects.filter(pk=base.closing.pk).update(version=5)
        items = events_of(icalendar.Calendar.from_ical(exported("events.ics")))
        sequences = {
            str(item["UID"]).partition("@")[0]: item["SEQUENCE"] for item in items.values()
        }
        assert sequences == {f"event-{base.launch.pk}": 0, f"event-{base.closing.pk}": 4}

    def test_language_is_chosen(self, exported):
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
    def test_open_and_approximate_dates_are_tentative(self, base, exported, when, days):
        base.launch.when = when
        base.launch.save()
        (item,) = icalendar.Calendar.from_ical(exported("events.ics", "?kind=launch")).walk(
            "VEVENT"
        )
        assert item["STATUS"] == "TENTATIVE"
        assert item["DTSTART"].dt < item["DTEND"].dt


def written(summary):
    """Return an entry with this text, as it is written."""
    event = icalendar.Event()
    event.add("summary", Text(summary))
    return event.to_ical().decode()


@pytest.mark.slow
@given(st.text(max_size=400))
def test_lines_are_short_and_end_in_crlf(value):
    *lines, last = written(value).split("\r\n")
    assert last == ""
    assert all(len(line.encode()) <= 75 for line in lines)
    assert not any(set(line) & set("\r\n\0\x7f") for line in lines)


@pytest.mark.slow
@given(
    st.text(
        st.one_of(
            st.sampled_from("\\\n;,Nn"),
            st.characters(exclude_categories=["Cs", "Cc"]),
        ),
        max_size=200,
    )
)
@example(r"C:\New, C:\\New\\N\n;")
def test_texts_round_trip(value):
    assert str(icalendar.Event.from_ical(written(value))["SUMMARY"]) == value


def test_every_kind_of_line_end_is_one_line_end_and_control_characters_are_dropped():
    entry = icalendar.Event.from_ical(written("a\r\nb\rc\nd\x00\x0b\x1f\te"))
    assert str(entry["SUMMARY"]) == "a\nb\nc\nd\te"


class TestFile:
    @pytest.mark.slow
    def test_file_is_lines_that_end_in_crlf_in_one_calendar(self, exported):
        text = exported("events.ics")
        assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
        assert text.endswith("END:VEVENT\r\nEND:VCALENDAR\r\n")
        assert text.count("\n") == text.count("\r\n") == text.count("\r")
        assert text.count(":VCALENDAR\r\n") == 2
        assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == 2

    @pytest.mark.slow
    def test_calendar_has_the_escaped_title_and_its_addresses(self, exported):
        calendar = icalendar.Calendar.from_ical(exported("events.ics", "?q=Harbour"))
        text = exported("events.ics", "?q=Harbour").replace("\r\n ", "")
        title = str(calendar["X-WR-CALNAME"])
        assert "\\," in title  # Unescaped by readers only: the library does not know its type.
        assert f"\r\nNAME:{title}\r\n" in text
        assert "SOURCE;VALUE=URI:http://testserver/export/events.ics?q=Harbour" in text
