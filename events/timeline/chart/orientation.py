"""The two orientations of the drawing: horizontal, or vertical in a narrow rail. Pure functions.

Positions along the time axis are per cent of the drawing, positions across it are pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.html import escape

from events.timeline.chart.scale import MARGIN, ROOM_FOR_A_TICK, Tick


@dataclass(frozen=True)
class Horizontal:
    """Time runs from left to right, lanes are stacked. The style sheets use the same sizes."""

    axis: ClassVar[int] = 28
    life: ClassVar[int] = 8
    whisker: ClassVar[int] = 3
    band: ClassVar[int] = 22
    """Pixels: size of the axis, thickness of a life, an uncertain date and a band."""
    room_for_a_tick: ClassVar[int] = ROOM_FOR_A_TICK
    has_names: ClassVar[bool] = True

    @property
    def lane(self) -> float:
        """The breadth of one lane in pixels."""
        return 30

    def breadth(self, lanes: int) -> int:
        """Return the size across the time axis in pixels, of the axis and a number of lanes."""
        return round(self.axis + self.lane * lanes)

    def middle(self, lane: int) -> float:
        """Return the centre of a lane across the time axis, in pixels."""
        return self.axis + self.lane * lane + self.lane / 2

    def frame(self, breadth: int) -> str:
        """Return the attributes of the whole drawing, which extends beyond the window by MARGIN."""
        start, length = f"{-100 * MARGIN:g}%", f"{100 + 200 * MARGIN:g}%"
        return f'x="{start}" width="{length}" height="{breadth}"'

    def point(self, at: float, across: float) -> str:
        """Return the attributes of a point: `at` in per cent, `across` in pixels."""
        return f'x="{at}%" y="{across:g}"'

    def box(self, start: float, end: float, across: float, thickness: float) -> str:
        """Return the attributes of a rectangle from `start` to `end`; `across` is its centre."""
        length = f"{max(end - start, 0):.3f}"
        y = across - thickness / 2
        return f'x="{start}%" y="{y:g}" width="{length}%" height="{thickness:g}"'

    def skyline(self, start: float, end: float, across: float, heights: Sequence[int]) -> str:
        """Return a band as the outline of its equally long cells; heights are in pixels."""
        top = self.band
        steps = "".join(f"V{top - height}h1" for height in heights)
        return (
            f'<svg {self.box(start, end, across, top)} preserveAspectRatio="none" '
            f'viewBox="0 0 {len(heights)} {top}"><path d="M0 {top}{steps}V{top}z"/></svg>'
        )

    def fade(self, colour: str, kind: str) -> str:
        """Return the id of the gradient for a fade of this kind."""
        return f"fade-{colour}-{kind}"

    def end_of_life(self, is_failure: bool) -> str:
        """Return the id of the shape at the end of a life."""
        return "life-end-failure" if is_failure else "life-end"

    def tick(self, tick: Tick, breadth: int) -> str:
        """Return the grid line and label of a tick."""
        main = " tick--main" if tick.is_main else ""
        return (
            f'<line class="tick{main}" x1="{tick.at}%" x2="{tick.at}%" y1="{self.axis - 6}" '
            f'y2="{breadth}"/><text class="tick__label" x="{tick.at}%" dx="4" '
            f'y="{self.axis - 12}">{escape(tick.label)}</text>'
        )

    def count(self, middle: float, length: float, across: float, label: str) -> str:
        """Return the text of a band's count; `length` is the length of the band in pixels."""
        return f'<text x="{middle:.3f}%" y="{across + 5:g}">{label}</text>'


@dataclass(frozen=True)
class Vertical(Horizontal):
    """Time runs down, newest first if `is_backwards`; `lanes` lanes share the fixed breadth."""

    lanes: int = 1
    is_backwards: bool = False

    axis: ClassVar[int] = 33
    room: ClassVar[int] = 72
    life: ClassVar[int] = 5
    whisker: ClassVar[int] = 2
    band: ClassVar[int] = 12
    room_for_a_tick: ClassVar[int] = 44
    has_names: ClassVar[bool] = False

    @property
    def lane(self) -> float:
        """The breadth of one lane in pixels."""
        return self.room / max(self.lanes, 1)

    @property
    def edges(self) -> list[str]:
        """The borders of the lanes, in pixels."""
        return [f"{self.axis + self.lane * number:g}" for number in range(self.lanes + 1)]

    def breadth(self, lanes: int) -> int:
        """Return the fixed breadth of the rail in pixels, independent of the lanes."""
        return self.axis + self.room

    def frame(self, breadth: int) -> str:
        """Return the attributes of the whole drawing, which extends above and below the window."""
        start, length = f"{-100 * MARGIN:g}%", f"{100 + 200 * MARGIN:g}%"
        return f'y="{start}" height="{length}" width="{breadth}"'

    def point(self, at: float, across: float) -> str:
        """Return the attributes of a point, with time along y."""
        return f'x="{across:g}" y="{self._at(at)}%"'

    def box(self, start: float, end: float, across: float, thickness: float) -> str:
        """Return the attributes of a rectangle, with time along y."""
        length = f"{max(end - start, 0):.3f}"
        x, y = across - thickness / 2, self._at(end if self.is_backwards else start)
        return f'x="{x:g}" y="{y}%" width="{thickness:g}" height="{length}%"'

    def skyline(self, start: float, end: float, across: float, heights: Sequence[int]) -> str:
        """Return a band as the outline of its cells, which grow to the right."""
        along = reversed(heights) if self.is_backwards else heights
        steps = "".join(f"H{height}v1" for height in along)
        return (
            f'<svg {self.box(start, end, across, self.band)} preserveAspectRatio="none" '
            f'viewBox="0 0 {self.band} {len(heights)}"><path d="M0 0{steps}H0z"/></svg>'
        )

    def fade(self, colour: str, kind: str) -> str:
        """Return the id of the gradient; newest first, start and end are swapped."""
        # A gradient is relative to its box: with the newest day first, the start is at the bottom.
        swapped = {"start": "end", "end": "start"} if self.is_backwards else {}
        return f"fade-down-{colour}-{swapped.get(kind, kind)}"

    def end_of_life(self, is_failure: bool) -> str:
        """Return the id of the shape at the end of a life."""
        return "life-end-failure" if is_failure else "life-end-down"

    def tick(self, tick: Tick, breadth: int) -> str:
        """Return the grid line and the label of a tick, in short lines."""
        main = " tick--main" if tick.is_main else ""
        at, x = self._at(tick.at), self.axis - 5
        lines = [escape(line) for line in tick.short]
        first = 0.35 - 0.5 * (len(lines) - 1)
        spans = "".join(
            f'<tspan x="{x}" dy="{1 if number else first:g}em">{line}</tspan>'
            for number, line in enumerate(lines)
        )
        return (
            f'<line class="tick{main}" x1="{self.axis - 3}" x2="{breadth}" y1="{at}%" y2="{at}%"/>'
            f'<text class="tick__label" y="{at}%">{spans}</text>'
        )

    def count(self, middle: float, length: float, across: float, label: str) -> str:
        """Return the text of a count: rotated if long, nothing if the band is too short for it."""
        if len(label) <= 2:
            return f'<text {self.point(round(middle, 3), across)} dy=".35em">{label}</text>'
        if length < 8 * len(label):
            return ""
        return f'<text class="turned" {self.point(round(middle, 3), across)}>{label}</text>'

    def _at(self, at: float) -> float:
        return round(100 - at, 3) if self.is_backwards else at


HORIZONTAL = Horizontal()
