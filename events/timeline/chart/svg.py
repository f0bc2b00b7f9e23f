"""The drawing of a window as SVG: a string, which takes a quarter of the time of a template.

All places along time are per cent, so that the picture fits any width, and a browser that zooms
need only make it wider; which way time goes is the pen's affair. Text comes from the database:
everything is escaped here.
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
"""About how many pixels a character of a name takes, Latin or Chinese."""
MIN_NAME_WIDTH = 46
# How low a cell of a band may be, as shares of its height; the second up to so many events a cell.
MIN_HEIGHT_SHARE, MIN_HEIGHT_SHARE_OF_FEW, FEW_EVENTS = 0.22, 0.8, 50


# What no XML document may hold, not even escaped: XML 1.0, section 2.2.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escape(text: object) -> str:
    """Text as it stands in XML, without the characters that cannot stand there."""
    return html.escape(NOT_XML.sub("", str(text)))


def height_of(lanes: Sequence[Lane]) -> int:
    """The height in pixels of the drawing in which time goes across."""
    return HORIZONTAL.breadth(len(lanes))


def drawing(
    window: Window,
    lanes: Sequence[Lane],
    titles: Mapping[int, Title],
    event_index: EventIndex,
    language: str,
    link: Callable[[int, int], str],
    marked: tuple[int, int] | None = None,
    pen: Horizontal = HORIZONTAL,
) -> SafeString:
    """The window's picture. `titles` are those of the marks by id; `link` gives the address that
    shows the days from one to another; `marked` are the days that were asked for, if any."""
    breadth = pen.breadth(len(lanes))
    ticks = window.scale.ticks(language, pen.room_for_a_tick)
    parts = [
        f'<svg class="plot__window" {pen.frame(breadth)} overflow="visible" '
        f'data-first="{window.scale.first}" data-last="{window.scale.last}">',
        *(pen.tick(tick, breadth) for tick in ticks),
        *_asked(window, breadth, marked, pen),
        *(piece for bar in window.bars for piece in _bar(bar, pen)),
        *(_band(band, window, lanes, link, pen, language) for band in window.bands),
        *(_fade(mark.lane, mark.fade, "mark", pen) for mark in window.marks if mark.fade),
        *_marks(window.marks, titles, event_index, pen),
        "</svg>",
    ]
    return mark_safe("".join(parts))  # noqa: S308 - every text is escaped where it is put in


def _asked(
    window: Window, breadth: int, marked: tuple[int, int] | None, pen: Horizontal
) -> Iterator[str]:
    """The days on which something had to be alive, across all lanes."""
    if marked:
        start, end = window.scale.place(marked[0]), window.scale.place(marked[1] + 1)
        end = max(end, round(start + 0.1, 3))
        yield f'<rect class="asked" {pen.box(start, end, breadth / 2, breadth)}/>'


def _bar(bar: Bar, pen: Horizontal) -> Iterator[str]:
    middle = pen.middle(bar.lane)
    failed = " life--failure" if bar.is_failure else ""
    yield f'<rect class="life{failed}" {pen.box(bar.start, bar.end, middle, pen.life)}/>'
    for fade in bar.fades:
        yield _fade(bar.lane, fade, "failure" if bar.is_failure else "life", pen)
    if bar.is_ended:
        end = max([bar.end, *(fade.end for fade in bar.fades if fade.kind == "end")])
        shape = pen.end_of_life(bar.is_failure)
        yield f'<use class="life__end{failed}" href="#{shape}" {pen.point(end, middle)}/>'


def _fade(lane: int, fade: Fade, colour: str, pen: Horizontal) -> str:
    thickness = pen.whisker if colour == "mark" else pen.life
    box = pen.box(fade.start, fade.end, pen.middle(lane), thickness)
    return f'<rect class="fade" fill="url(#{pen.fade(colour, fade.kind)})" {box}/>'


def _band(
    band: Band,
    window: Window,
    lanes: Sequence[Lane],
    link: Callable[[int, int], str],
    pen: Horizontal,
    language: str,
) -> str:
    middle, count = pen.middle(band.lane), band.count
    words = ngettext("%(count)s event", "%(count)s events", count) % {"count": count}
    name = escape(f"{lanes[band.lane].platform.name}: {words}")
    length = window.scale.pixels(window.scale.drawn_days) * (band.end - band.start) / 100
    heights = skyline(band.counts, window.most, pen)
    return (
        f'<a class="band" href="{escape(link(band.first, band.last))}" tabindex="-1" '
        f'aria-label="{name}" data-lane="{band.lane}" data-first="{band.first}" '
        f'data-last="{band.last}">{pen.skyline(band.start, band.end, middle, heights)}'
        f"{pen.count(band.middle, length, middle, short_count(count, language))}</a>"
    )


def skyline(counts: Sequence[int], most: int, pen: Horizontal) -> list[int]:
    """How high each cell of a band is drawn, in pixels: by the root of its count.

    Where counts differ little, all are high enough for a number.
    """
    lowest = pen.band * (MIN_HEIGHT_SHARE_OF_FEW if most <= FEW_EVENTS else MIN_HEIGHT_SHARE)
    return [max(round(lowest), round(pen.band * (count / most) ** 0.5)) for count in counts]


def _marks(
    marks: Sequence[Marker], titles: Mapping[int, Title], event_index: EventIndex, pen: Horizontal
) -> Iterator[str]:
    # In the order in which a keyboard walks them: lane by lane, along time.
    for mark in sorted(marks, key=lambda mark: (mark.lane, mark.at)):
        if title := titles.get(int(event_index.pk[mark.row])):
            yield _mark(mark, title, pen)


def _mark(mark: Marker, title: Title, pen: Horizontal) -> str:
    middle = pen.middle(mark.lane)
    failed = " mark--failure" if mark.is_failure else ""
    vague = " mark--vague" if mark.fade else ""
    name = _name(title, mark.room) if pen.has_names else ""
    return (
        f'<a class="mark mark--{title.group}{failed}{vague}" href="{escape(title.address)}" '
        f'tabindex="-1" aria-label="{escape(title.sentence)}" data-event="{title.pk}" '
        f'data-lane="{mark.lane}"><use href="#shape-{title.group}" '
        f"{pen.point(mark.at, middle)}/>{name and _text(mark, middle, name, title.language)}</a>"
    )


def _text(mark: Marker, y: float, name: str, language: str) -> str:
    return (
        f'<text class="mark__name" x="{mark.at}%" dx="11" y="{y + 4.5:g}" lang="{language}">'
        f"{escape(name)}</text>"
    )


def _name(title: Title, room: float) -> str:
    """The title as far as there is room for it; nothing where that would say too little."""
    if room < MIN_NAME_WIDTH:
        return ""
    used, kept = 0.0, []
    for character in title.title:
        used += CHINESE_WIDTH if east_asian_width(character) in "WF" else LATIN_WIDTH
        if used > room - CHINESE_WIDTH:
            return "".join(kept).rstrip(" ,.:;，。：；") + "…"
        kept.append(character)
    return title.title
