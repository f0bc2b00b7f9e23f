import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from events.timeline.chart.counts import short_count
from events.timeline.chart.index import LaneIndex
from events.timeline.chart.orientation import HORIZONTAL
from events.timeline.chart.scale import Scale
from events.timeline.chart.svg import drawing, height_of
from events.timeline.chart.titles import Title
from events.timeline.chart.window import window_of
from tests.events.timeline.chart.made import (
    LAUNCH,
    SHUT_DOWN,
    SHUTDOWN,
    FakeEvent,
    selection_and_lanes,
)

START = 735_000
NASTY = ['<script>alert(1)</script>', '"><b onload=x>', "' onclick='", "]]>", "&lt;", "<![CDATA[", "-->", "\x0b\x1f\x07", "\ufffe", "直播电商"]  # fmt: skip


def title(pk, text="Harbour opens", **more):
    fields = {
        "pk": pk, "address": f"/en/events/e{pk}/", "title": text, "language": "en",
        "date": "2013", "kind": "launch", "group": "begin", "outcome": "",
    }  # fmt: skip
    return Title(**fields | more)


def picture(
    events,
    titles=None,
    *,
    parents=(-1,),
    days=2_000,
    width=960,
    alive_days=None,
    names=None,
    link=None,
):
    """Return the drawing, parsed as XML."""
    selection, lanes = selection_and_lanes(events, parents)
    for lane in lanes:
        lane.platform.name_en = (names or {}).get(lane.platform.slug, lane.platform.name_en)
    scale = Scale.of(START, START + days - 1, width)
    window = window_of(LaneIndex.of(selection, lanes), lanes, scale, scale.last)
    event_index = selection.index
    titles = titles or {int(pk): title(int(pk)) for pk in event_index.pk}
    link = link or (lambda first, last: f"?from={first}&to={last}")
    svg = drawing(window, lanes, titles, event_index, "en", link, alive_days)
    return etree.fromstring(svg)


def texts(elements):
    return ["".join(item.itertext()) for item in elements]


@pytest.mark.slow
@given(st.text(min_size=1, max_size=40).filter(lambda text: "\0" not in text))
def test_drawing_with_any_title_is_well_formed(text):
    svg = picture([FakeEvent(START, START)], {1: title(1, text, outcome=text, date=text)})
    assert len(svg.findall("a")) == 1


@pytest.mark.parametrize("text", NASTY)
def test_title_is_escaped(text):
    svg = picture([FakeEvent(START, START)], {1: title(1, text)})
    assert {item.tag for item in svg.iter()} <= {"svg", "line", "text", "a", "use", "rect"}
    (mark,) = svg.findall("a")
    assert set(mark.attrib) == {
        "class",
        "href",
        "tabindex",
        "aria-label",
        "data-event",
        "data-lane",
    }
    shown = "".join(char for char in text if char.isprintable() and char != "\ufffe")
    assert shown in mark.get("aria-label")


@pytest.mark.parametrize("text", NASTY)
def test_platform_name_is_escaped(text):
    svg = picture([FakeEvent(START, START)] * 3, {9: title(9)}, names={"p0": text})
    (band,) = svg.findall("a")
    assert band.get("aria-label").endswith(": 3 events")
    assert set(band.attrib) == {"class", "href", "tabindex", "aria-label", "data-lane", "data-first", "data-last"}  # fmt: skip


def test_band_url_is_escaped():
    svg = picture(
        [FakeEvent(START, START)] * 3, {9: title(9)}, link=lambda *_: '?q="><script>&to=1'
    )
    assert svg.find("a").get("href") == '?q="><script>&to=1'


def test_mark_is_a_link_with_a_complete_label():
    svg = picture([FakeEvent(START, START)], {1: title(1, outcome="shut down")})
    (mark,) = svg.findall("a")
    assert mark.get("href") == "/en/events/e1/"
    assert mark.get("aria-label") == "2013, launch: Harbour opens (shut down)"
    assert texts(mark.findall("text")) == ["Harbour opens"]
    assert mark.find("use").get("href") == "#shape-begin"


def test_event_deleted_after_the_index_was_read_is_not_drawn():
    assert picture([FakeEvent(START, START)], {2: title(2)}).findall("a") == []


def test_marks_are_in_the_order_of_keyboard_navigation():
    events = [
        FakeEvent(START + 1_500, START + 1_500, (1,)),
        FakeEvent(START, START, (1,)),
        FakeEvent(START + 700, START + 700),
    ]
    marks = picture(events, parents=[-1, -1]).findall("a")
    positions = [
        (int(mark.get("data-lane")), float(mark.find("use").get("x")[:-1])) for mark in marks
    ]
    assert positions == sorted(positions)
    assert len(positions) == 3


def test_failure_and_uncertain_date_have_their_own_classes():
    svg = picture([FakeEvent(START, START + 400, outcome=SHUT_DOWN)])
    assert svg.find("a").get("class") == "mark mark--begin mark--failure mark--vague"
    (fade,) = svg.findall("rect[@class='fade']")
    assert fade.get("fill") == "url(#fade-mark-both)"


def test_failed_life_ends_with_a_cross():
    svg = picture(
        [
            FakeEvent(START, START, kind=LAUNCH),
            FakeEvent(START + 900, START + 900, kind=SHUTDOWN, outcome=SHUT_DOWN),
        ]
    )
    end = next(item for item in svg.findall("use") if "life__end" in item.get("class"))
    assert end.get("href") == "#life-end-failure"
    assert svg.find("rect").get("class") == "life life--failure"


@pytest.mark.parametrize(
    ("count", "label"),
    [
        (999, "999"),
        (1_000, "1.0k"),
        (1_234, "1.2k"),
        (9_960, "10k"),
        (12_345, "12k"),
        (999_999, "1.0M"),
        (1_200_000, "1.2M"),
        (12_000_000, "12M"),
    ],
)
def test_short_count_has_at_most_four_characters(count, label):
    assert short_count(count, "en") == label


def test_name_is_cut_to_its_room():
    near = [FakeEvent(START, START), FakeEvent(START + 220, START + 220)]
    svg = picture(near, {1: title(1, "A long title, that does not fit"), 2: title(2)})
    (name,) = texts(svg.findall("a")[0].findall("text"))
    assert name.endswith("…")
    assert not name[:-1].endswith((",", " "))
    chinese = picture(near, {1: title(1, "平台关闭直播购物功能的消息"), 2: title(2)})
    (shorter,) = texts(chinese.findall("a")[0].findall("text"))
    assert len(shorter) < len(name)


def test_alive_days_are_marked_over_the_full_height():
    svg = picture([FakeEvent(START, START)], alive_days=(START + 500, START + 500))
    (days,) = svg.findall("rect[@class='asked']")
    assert days.get("height") == svg.get("height") == str(HORIZONTAL.axis + HORIZONTAL.lane)
    assert float(days.get("width")[:-1]) == 0.1


def test_everything_lies_within_the_height():
    _, lanes = selection_and_lanes([FakeEvent(START, START, (0, 1, 2))], [-1, -1, -1])
    svg = picture([FakeEvent(START, START, (0, 1, 2))] * 2, parents=[-1, -1, -1])
    assert int(svg.get("height")) == height_of(lanes)
    assert all(float(item.get("y", 0)) < height_of(lanes) for item in svg.iter())
