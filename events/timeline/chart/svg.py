"""The drawing of a window as an SVG string, which takes a quarter of the time of a template.

All positions along the time axis are per cent, so that the drawing fits any width, and a browser
that zooms only has to widen it. `orientation` decides the direction of time. Texts come from the
database: everything is escaped here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from unicodedata import east_asian_width

from django.utils import html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from events.index import EventIndex
from events.timeline.chart.counts import short_count
from events.timeline.chart.lanes import Lane
from events.timeline.chart.orientation import HORIZONTAL, Horizontal
from events.timeline.chart.titles import Title
from events.timeline.chart.window import Band, Bar, Fade, Marker, Window

LATIN_WIDTH, CHINESE_WIDTH = 6.6, 12.6
"""Approximate width of a character of an event name in pixels, Latin or Chinese."""
MIN_NAME_WIDTH = 46
# Minimum height of a cell, as a share of the band's height. The second value applies if no cell of
# the window has more than FEW_EVENTS events.
MIN_HEIGHT_SHARE, MIN_HEIGHT_SHARE_OF_FEW, FEW_EVENTS = 0.22, 0.8, 50


# Characters that no XML document may contain, not even escaped: XML 1.0, section 2.2.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escape(text: str) -> str:
    """Escape text for XML and remove the characters that XML does not allow."""
    return html.escape(NOT_XML.sub("", text))


def height_of(lanes: Sequence[Lane]) -> int:
    """Return the height of the horizontal drawing in pixels."""
    return HORIZONTAL.breadth(len(lanes))


def drawing(
    window: Window,
    lanes: Sequence[Lane],
    titles: Mapping[int, Title],
    event_index: EventIndex,
    language: str,
    link: Callable[[int, int], str],
    alive_days: tuple[int, int] | None = None,
    orientation: Horizontal = HORIZONTAL,
) -> SafeString:
    """Return the drawing of a window as SVG.

    `titles` maps event ids to the titles of the marks; `link` returns the URL that shows the days
    from its first to its second argument; `alive_days` are the first and the last day of the
    `alive` filter, if it is set.
    """
    breadth = orientation.breadth(len(lanes))
    ticks = window.scale.ticks(language, orientation.room_for_a_tick)
    parts = [
        f'<svg class="plot__window" {orientation.frame(breadth)} overflow="visible" '
        f'data-first="{window.scale.first}" data-last="{window.scale.last}">',
        *(orientation.tick(tick, breadth) for tick in ticks),
        *_alive_days(window, breadth, alive_days, orientation),
        *(piece for bar in window.bars for piece in _bar(bar, orientation)),
        *(_band(band, window, lanes, link, orientation, language) for band in window.bands),
        *(_fade(mark.lane, mark.fade, "mark", orientation) for mark in window.marks if mark.fade),
        *_marks(window.marks, titles, event_index, orientation),
        "</svg>",
    ]
    return mark_safe("".join(parts))  # noqa: S308 - every text is escaped where it is inserted


def _alive_days(
    window: Window, breadth: int, days: tuple[int, int] | None, orientation: Horizontal
) -> Iterator[str]:
    """Yield a rectangle over all lanes for the days of the `alive` filter."""
    if days:
        start, end = window.scale.place(days[0]), window.scale.place(days[1] + 1)
        end = max(end, round(start + 0.1, 3))
        yield f'<rect class="asked" {orientation.box(start, end, breadth / 2, breadth)}/>'


def _bar(bar: Bar, orientation: Horizontal) -> Iterator[str]:
    middle = orientation.middle(bar.lane)
    failed = " life--failure" if bar.is_failure else ""
    box = orientation.box(bar.start, bar.end, middle, orientation.life)
    yield f'<rect class="life{failed}" {box}/>'
    for fade in bar.fades:
        yield _fade(bar.lane, fade, "failure" if bar.is_failure else "life", orientation)
    if bar.is_ended:
        end = max([bar.end, *(fade.end for fade in bar.fades if fade.kind == "end")])
        shape = orientation.end_of_life(bar.is_failure)
        yield f'<use class="life__end{failed}" href="#{shape}" {orientation.point(end, middle)}/>'


def _fade(lane: int, fade: Fade, colour: str, orientation: Horizontal) -> str:
    thickness = orientation.whisker if colour == "mark" else orientation.life
    box = orientation.box(fade.start, fade.end, orientation.middle(lane), thickness)
    return f'<rect class="fade" fill="url(#{orientation.fade(colour, fade.kind)})" {box}/>'


def _band(
    band: Band,
    window: Window,
    lanes: Sequence[Lane],
    link: Callable[[int, int], str],
    orientation: Horizontal,
    language: str,
) -> str:
    middle, count = orientation.middle(band.lane), band.count
    label = ngettext("%(count)s event", "%(count)s events", count) % {"count": count}
    name = escape(f"{lanes[band.lane].platform.name}: {label}")
    length = window.scale.pixels(window.scale.drawn_days) * (band.end - band.start) / 100
    heights = skyline(band.counts, window.max_cell_count, orientation)
    return (
        f'<a class="band" href="{escape(link(band.first, band.last))}" tabindex="-1" '
        f'aria-label="{name}" data-lane="{band.lane}" data-first="{band.first}" '
        f'data-last="{band.last}">{orientation.skyline(band.start, band.end, middle, heights)}'
        f"{orientation.count(band.middle, length, middle, short_count(count, language))}</a>"
    )


def skyline(counts: Sequence[int], max_count: int, orientation: Horizontal) -> list[int]:
    """Return the height of each cell of a band in pixels, by the square root of its count.

    If no cell has more than FEW_EVENTS events, all cells are high enough for a number.
    """
    min_height = orientation.band * (
        MIN_HEIGHT_SHARE_OF_FEW if max_count <= FEW_EVENTS else MIN_HEIGHT_SHARE
    )
    return [
        max(round(min_height), round(orientation.band * (count / max_count) ** 0.5))
        for count in counts
    ]


def _marks(
    marks: Sequence[Marker],
    titles: Mapping[int, Title],
    event_index: EventIndex,
    orientation: Horizontal,
) -> Iterator[str]:
    # In the order of keyboard navigation: lane by lane, along time.
    for mark in sorted(marks, key=lambda mark: (mark.lane, mark.at)):
        if title := titles.get(int(event_index.pk[mark.row])):
            yield _mark(mark, title, orientation)


def _mark(mark: Marker, title: Title, orientation: Horizontal) -> str:
    middle = orientation.middle(mark.lane)
    failed = " mark--failure" if mark.is_failure else ""
    vague = " mark--vague" if mark.fade else ""
    name = _name(title, mark.room) if orientation.has_names else ""
    return (
        f'<a class="mark mark--{title.group}{failed}{vague}" href="{escape(title.address)}" '
        f'tabindex="-1" aria-label="{escape(title.sentence)}" data-event="{title.pk}" '
        f'data-lane="{mark.lane}"><use href="#shape-{title.group}" '
        f"{orientation.point(mark.at, middle)}/>"
        f"{name and _text(mark, middle, name, title.language)}</a>"
    )


def _text(mark: Marker, y: float, name: str, language: str) -> str:
    return (
        f'<text class="mark__name" x="{mark.at}%" dx="11" y="{y + 4.5:g}" lang="{language}">'
        f"{escape(name)}</text>"
    )


def _name(title: Title, room: float) -> str:
    """Return the title, cut to `room` pixels; an empty string if that would be too short."""
    if room < MIN_NAME_WIDTH:
        return ""
    width = 0.0
    characters: list[str] = []
    for character in title.title:
        width += CHINESE_WIDTH if east_asian_width(character) in "WF" else LATIN_WIDTH
        if width > room - CHINESE_WIDTH:
            return "".join(characters).rstrip(" ,.:;，。：；") + "…"
        characters.append(character)
    return title.title
