"""The drawing of a window as SVG: a string, since a template takes thirty times as long for it.

All places along time are per cent, so that the picture fits any width, and a browser that zooms
need only make it wider. Text comes from the database: everything is escaped here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from unicodedata import east_asian_width

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from events.columns import Columns
from events.timeline.counts import short_count
from events.timeline.lanes import Lane
from events.timeline.scale import MARGIN, Scale
from events.timeline.titles import Title
from events.timeline.window import Band, Bar, Fade, Mark, Window

AXIS, LANE, BAR, WHISKER, BAND = 28, 30, 8, 3, 22
"""Pixels: heights of the axis and of a lane, thickness of a life, of an uncertain date, a band."""
# How low a cell of a band may be. Where counts differ little, all are high enough for a number.
LOWEST, LOWEST_OF_FEW, FEW = 5, 18, 50
NARROW, WIDE = 6.6, 12.6
"""About how many pixels a character of a name takes, Latin or Chinese."""
SHORTEST_NAME = 46


def height_of(lanes: Sequence[Lane]) -> int:
    """The height of the drawing in pixels."""
    return AXIS + LANE * len(lanes)


def drawing(
    window: Window,
    lanes: Sequence[Lane],
    titles: Mapping[int, Title],
    columns: Columns,
    language: str,
    link: Callable[[int, int], str],
    marked: tuple[int, int] | None = None,
) -> SafeString:
    """The window's picture. `titles` are those of the marks by id; `link` gives the address that
    shows the days from one to another; `marked` are the days that were asked for, if any."""
    height = height_of(lanes)
    most = max((max(band.counts) for band in window.bands), default=1)
    parts = [
        f'<svg class="plot__window" x="{-100 * MARGIN:g}%" width="{100 + 200 * MARGIN:g}%" '
        f'height="{height}" overflow="visible" '
        f'data-first="{window.scale.first}" data-last="{window.scale.last}">',
        *_axis(window.scale, height, language),
        *_asked(window.scale, height, marked),
        *(piece for bar in window.bars for piece in _bar(bar)),
        *(_band(band, lanes, link, most, language) for band in window.bands),
        *(_fade(mark.lane, mark.fade, "mark") for mark in window.marks if mark.fade),
        *_marks(window.marks, titles, columns, lanes),
        "</svg>",
    ]
    return mark_safe("".join(parts))  # noqa: S308 - every text is escaped where it is put in


def _axis(scale: Scale, height: int, language: str) -> Iterator[str]:
    for tick in scale.ticks(language):
        main = " tick--main" if tick.is_main else ""
        yield (
            f'<line class="tick{main}" x1="{tick.at}%" x2="{tick.at}%" y1="{AXIS - 6}" '
            f'y2="{height}"/>'
            f'<text class="tick__label" x="{tick.at}%" dx="4" y="{AXIS - 12}">{escape(tick.label)}'
            "</text>"
        )


def _asked(scale: Scale, height: int, marked: tuple[int, int] | None) -> Iterator[str]:
    """The days on which something had to be alive, from the top to the bottom."""
    if marked:
        start, end = scale.place(marked[0]), scale.place(marked[1] + 1)
        yield (
            f'<rect class="asked" x="{start}%" y="0" width="{max(end - start, 0.1):.3f}%" '
            f'height="{height}"/>'
        )


def _middle(lane: int) -> float:
    return AXIS + LANE * lane + LANE / 2


def _bar(bar: Bar) -> Iterator[str]:
    y = _middle(bar.lane) - BAR / 2
    failed = " life--failure" if bar.is_failure else ""
    yield (
        f'<rect class="life{failed}" x="{bar.start}%" y="{y:g}" '
        f'width="{_width(bar.start, bar.end)}%" height="{BAR}"/>'
    )
    for fade in bar.fades:
        yield _fade(bar.lane, fade, "failure" if bar.is_failure else "life")
    if bar.is_ended:
        end = max([bar.end, *(fade.end for fade in bar.fades if fade.kind == "end")])
        shape = "life-end-failure" if bar.is_failure else "life-end"
        yield (
            f'<use class="life__end{failed}" href="#{shape}" x="{end}%" y="{_middle(bar.lane):g}"/>'
        )


def _fade(lane: int, fade: Fade, colour: str) -> str:
    height = WHISKER if colour == "mark" else BAR
    y = _middle(lane) - height / 2
    return (
        f'<rect class="fade" fill="url(#fade-{colour}-{fade.kind})" x="{fade.start}%" y="{y:g}" '
        f'width="{_width(fade.start, fade.end)}%" height="{height}"/>'
    )


def _band(
    band: Band,
    lanes: Sequence[Lane],
    link: Callable[[int, int], str],
    most: int,
    language: str,
) -> str:
    y, count = _middle(band.lane) - BAND / 2, band.count
    words = ngettext("%(count)s event", "%(count)s events", count) % {"count": count}
    name = escape(f"{lanes[band.lane].platform.name}: {words}")
    return (
        f'<a class="band" href="{escape(link(band.first, band.last))}" tabindex="-1" '
        f'aria-label="{name}" data-lane="{band.lane}" data-first="{band.first}" '
        f'data-last="{band.last}"><svg x="{band.start}%" y="{y:g}" '
        f'width="{_width(band.start, band.end)}%" height="{BAND}" preserveAspectRatio="none" '
        f'viewBox="0 0 {len(band.counts)} {BAND}"><path d="{_skyline(band.counts, most)}"/></svg>'
        f'<text x="{band.middle}%" y="{y + 16:g}">{short_count(count, language)}</text></a>'
    )


def _skyline(counts: Sequence[int], most: int) -> str:
    """The outline of cells as high as the root of their counts, in cells and pixels."""
    lowest = LOWEST_OF_FEW if most <= FEW else LOWEST
    heights = [max(lowest, round(BAND * (count / most) ** 0.5)) for count in counts]
    steps = "".join(f"V{BAND - height}h1" for height in heights)
    return f"M0 {BAND}{steps}V{BAND}z"


def _marks(
    marks: Sequence[Mark], titles: Mapping[int, Title], columns: Columns, lanes: Sequence[Lane]
) -> Iterator[str]:
    # In the order in which a keyboard walks them: lane by lane, along time.
    for mark in sorted(marks, key=lambda mark: (mark.lane, mark.at)):
        if title := titles.get(int(columns.pk[mark.row])):
            yield _mark(mark, title)


def _mark(mark: Mark, title: Title) -> str:
    y = _middle(mark.lane)
    failed = " mark--failure" if mark.is_failure else ""
    vague = " mark--vague" if mark.fade else ""
    name = _name(title, mark.room)
    return (
        f'<a class="mark mark--{title.group}{failed}{vague}" href="{escape(title.address)}" '
        f'tabindex="-1" aria-label="{escape(title.sentence)}" data-event="{title.pk}" '
        f'data-lane="{mark.lane}"><use href="#shape-{title.group}" x="{mark.at}%" y="{y:g}"/>'
        f"{name and _text(mark, y, name, title.language)}</a>"
    )


def _text(mark: Mark, y: float, name: str, language: str) -> str:
    return (
        f'<text class="mark__name" x="{mark.at}%" dx="11" y="{y + 4.5:g}" lang="{language}">'
        f"{escape(name)}</text>"
    )


def _name(title: Title, room: float) -> str:
    """The title as far as there is room for it; nothing where that would say too little."""
    if room < SHORTEST_NAME:
        return ""
    used, kept = 0.0, []
    for character in title.title:
        used += WIDE if east_asian_width(character) in "WF" else NARROW
        if used > room - WIDE:
            return "".join(kept).rstrip(" ,.:;，。：；") + "…"
        kept.append(character)
    return title.title


def _width(start: float, end: float) -> str:
    return f"{max(end - start, 0):.3f}"
