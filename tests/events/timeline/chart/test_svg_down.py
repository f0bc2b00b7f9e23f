"""The drawing of the rail has the same items as the horizontal one, along the other axis."""

from __future__ import annotations

import datetime
import re
from types import SimpleNamespace
from xml.etree import ElementTree

import numpy as np
import pytest
from django.http import QueryDict
from django.test import Client

from events.timeline.chart.chart import Viewport, WindowError
from events.timeline.chart.lanes import Lane, foremost
from events.timeline.chart.orientation import HORIZONTAL, Horizontal, Vertical
from events.timeline.chart.scale import Scale
from events.timeline.chart.svg import drawing
from events.timeline.chart.titles import Title
from events.timeline.chart.window import Band, Bar, Fade, Marker, Window
from tests.factories import PlatformFactory, published_event

FIRST = datetime.date(2016, 1, 1).toordinal()
LAST = datetime.date(2019, 12, 31).toordinal()
SCALE = Scale.of(FIRST, LAST, 500)
LANES = [Lane(code, SimpleNamespace(name=name), 0, 1, 0, False) for code, name in enumerate("AB")]
TITLE = Title(7, "/en/events/a/", "A <begins>", "en", "2017", "launch", "begin", "")
FORWARDS, BACKWARDS = Vertical(lanes=2), Vertical(lanes=2, is_backwards=True)


def drawn(orientation: Horizontal) -> ElementTree.Element:
    window = Window(
        SCALE,
        (Bar(0, 30.0, 60.0, (Fade(60.0, 62.0, "end"),), is_failure=True, is_ended=True),),
        (Band(1, 40.0, 45.0, FIRST + 100, FIRST + 200, 120, (20, 100), 42.5),),
        (Marker(1, 0, 70.0, Fade(69.0, 71.0, "start"), is_failure=False, room=500.0),),
    )
    event_index = SimpleNamespace(pk=np.array([7]))
    link = "?from={}&to={}".format
    text = drawing(window, LANES, {7: TITLE}, event_index, "en", link, None, orientation)
    return ElementTree.fromstring(text)


def box(root: ElementTree.Element, name: str, orientation: Horizontal) -> tuple[float, float]:
    """Return start and length of a rectangle along the time axis, in per cent."""
    rect = next(item for item in root.iter("rect") if name in item.get("class", ""))
    names = ("x", "width") if orientation is HORIZONTAL else ("y", "height")
    return tuple(float(rect.get(name).rstrip("%")) for name in names)


def test_orientation_decides_the_direction_of_time() -> None:
    assert box(drawn(HORIZONTAL), "life", HORIZONTAL) == (30, 30)
    assert box(drawn(FORWARDS), "life", FORWARDS) == (30, 30)
    assert box(drawn(BACKWARDS), "life", BACKWARDS) == (40, 30)


@pytest.mark.parametrize("orientation", [FORWARDS, BACKWARDS])
def test_vertical_drawing_has_the_items_of_the_horizontal_one(orientation: Horizontal) -> None:
    def kinds(root: ElementTree.Element) -> list[str]:
        names = ("life", "life__end", "fade", "band", "mark")
        classes = [item.get("class", "").split(" ")[0] for item in root.iter()]
        return sorted(name for name in classes if name in names)

    assert kinds(drawn(orientation)) == kinds(drawn(HORIZONTAL))


def test_vertical_frame_extends_beyond_its_window_along_time() -> None:
    root = drawn(BACKWARDS)
    assert (root.get("y"), root.get("height"), root.get("x")) == ("-50%", "200%", None)
    assert float(root.get("width")) == 105


def test_vertical_end_of_a_failed_life_is_the_same_cross() -> None:
    for orientation, at in ((FORWARDS, "62.0%"), (BACKWARDS, "38.0%")):
        end = next(
            item for item in drawn(orientation).iter("use") if "life__end" in item.get("class", "")
        )
        assert (end.get("href"), end.get("y"), end.get("x")) == ("#life-end-failure", at, "51")


def test_fades_turn_with_the_direction_of_time() -> None:
    def fades(orientation: Horizontal) -> list[str]:
        return [item.get("fill") for item in drawn(orientation).iter("rect") if item.get("fill")]

    assert fades(HORIZONTAL) == ["url(#fade-failure-end)", "url(#fade-mark-start)"]
    assert fades(FORWARDS) == ["url(#fade-down-failure-end)", "url(#fade-down-mark-start)"]
    assert fades(BACKWARDS) == ["url(#fade-down-failure-start)", "url(#fade-down-mark-end)"]


def test_vertical_marks_have_labels_but_no_names() -> None:
    mark = next(item for item in drawn(BACKWARDS).iter("a") if "mark" in item.get("class"))
    assert mark.find("text") is None
    assert mark.get("aria-label") == "2017, launch: A <begins>"
    assert mark.find("use").get("y") == "30.0%"


def test_vertical_count_is_rotated_or_omitted_if_long() -> None:
    assert "turned" in FORWARDS.count(50.0, 40.0, 51, "120")
    assert FORWARDS.count(50.0, 14.0, 51, "120") == ""
    assert "turned" not in FORWARDS.count(50.0, 14.0, 51, "12")


def test_rail_divides_its_breadth_among_the_lanes() -> None:
    for lanes in (1, 2, 6):
        orientation = Vertical(lanes=lanes)
        middles = [orientation.middle(lane) for lane in range(lanes)]
        assert middles[0] - orientation.axis == pytest.approx(
            orientation.breadth(lanes) - middles[-1]
        )
        assert len(orientation.edges) == lanes + 1


@pytest.mark.parametrize(
    ("days", "language", "expected"),
    [
        (4000, "en", r"20\d\d"),
        (700, "en", r"[A-Z][a-z]{2,3} 20\d\d"),
        (700, "zh-hans", r"\d+月 20\d\d"),
        (40, "en", r"\d+ [A-Z][a-z]{2,3} 20\d\d"),
        (40, "zh-hans", r"\d+日 \d+月 20\d\d"),
    ],
)
def test_short_labels_always_name_the_year(days: int, language: str, expected: str) -> None:
    ticks = Scale.of(FIRST, FIRST + days, 500).ticks(language, Vertical.room_for_a_tick)
    assert len(ticks) > 5
    assert all(re.fullmatch(expected, " ".join(tick.short)) for tick in ticks)
    assert all(len(line) <= 4 for tick in ticks for line in tick.short)


def test_foremost_lanes_are_companies_then_parts_in_the_order_of_the_chart() -> None:
    lanes = [
        Lane(code, SimpleNamespace(name=""), depth, 1, 0, False)
        for code, depth in enumerate([0, 1, 2, 0, 1, 0])
    ]
    assert [lane.code for lane in foremost(lanes, 2)] == [0, 3]
    assert [lane.code for lane in foremost(lanes, 4)] == [0, 1, 3, 5]
    assert [lane.code for lane in foremost(lanes, 9)] == [0, 1, 2, 3, 4, 5]


def test_viewport_reads_the_direction() -> None:
    assert Viewport.of(QueryDict("down=1")).is_down
    assert not Viewport.of(QueryDict("")).is_down
    with pytest.raises(WindowError, match="sideways"):
        Viewport.of(QueryDict("down=sideways"))


@pytest.mark.django_db
def test_window_accepts_down_and_refuses_other_directions(client: Client) -> None:
    across, down = (client.get(f"/en/timeline/window/{query}") for query in ("", "?down=1"))
    assert across.status_code == down.status_code == 200
    assert b' x="-50%"' in across.content
    assert b' y="-50%"' in down.content
    refused = client.get("/en/timeline/window/?down=2")
    assert refused.status_code == 400
    assert "“2”" in " ".join(refused.json()["problems"])
    assert client.get("/en/timeline/window/?down=1&width=9").status_code == 400


@pytest.mark.django_db
def test_rail_follows_the_order_of_the_list(client: Client) -> None:
    rails = {
        sort: client.get(f"/en/timeline/window/?down=1&lanes=1&sort={sort}").content.decode()
        for sort in ("newest", "oldest")
    }
    assert all(f'data-down="{sort}"' in rail for sort, rail in rails.items())


@pytest.mark.slow
@pytest.mark.django_db
def test_page_requests_its_drawing_with_valid_parameters_only(client: Client) -> None:
    published_event(platforms=[PlatformFactory()])
    page = client.get("/en/?outcome=nonsense&sort=sideways&colour=1&down=1&open=a").content.decode()
    address = re.search(r'data-window-url="([^"]*)"', page).group(1)
    assert address == "/en/timeline/window/?open=a"
    assert client.get(f"{address}&down=1").status_code == 200
    assert 'class="plot__window" x="' in page
