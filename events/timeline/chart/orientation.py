"""Where things lie in a drawing: time goes across, or down a slim rail. Pure.

Places along time are per cent of what is drawn, places across it are pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.html import escape

from events.timeline.chart.scale import MARGIN, ROOM_FOR_A_TICK, Tick


@dataclass(frozen=True)
class Horizontal:
    """Time goes from left to right, lanes lie below one another: as style sheets know it, too."""

    axis: ClassVar[int] = 28
    lane: ClassVar[int] = 30
    life: ClassVar[int] = 8
    whisker: ClassVar[int] = 3
    band: ClassVar[int] = 22
    """Pixels: of the axis and of a lane, thickness of a life, of an uncertain date, of a band."""
    room_for_a_tick: ClassVar[int] = ROOM_FOR_A_TICK
    has_names: ClassVar[bool] = True

    def breadth(self, lanes: int) -> int:
        """Pixels that so many lanes take across time."""
        return self.axis + self.lane * lanes

    def middle(self, lane: int) -> float:
        return self.axis + self.lane * lane + self.lane / 2

    def frame(self, breadth: int) -> str:
        """Attributes of the whole drawing, which reaches beyond its window by MARGIN."""
        start, length = f"{-100 * MARGIN:g}%", f"{100 + 200 * MARGIN:g}%"
        return f'x="{start}" width="{length}" height="{breadth}"'

    def point(self, at: float, across: float) -> str:
        return f'x="{at}%" y="{across:g}"'

    def box(self, start: float, end: float, across: float, thickness: float) -> str:
        """Attributes of a rectangle; `across` is its middle."""
        length = f"{max(end - start, 0):.3f}"
        y = across - thickness / 2
        return f'x="{start}%" y="{y:g}" width="{length}%" height="{thickness:g}"'

    def skyline(self, start: float, end: float, across: float, heights: Sequence[int]) -> str:
        """A band as the outline of its cells, which are all as long; heights in pixels."""
        top = self.band
        steps = "".join(f"V{top - height}h1" for height in heights)
        return (
            f'<svg {self.box(start, end, across, top)} preserveAspectRatio="none" '
            f'viewBox="0 0 {len(heights)} {top}"><path d="M0 {top}{steps}V{top}z"/></svg>'
        )

    def fade(self, colour: str, kind: str) -> str:
        """The name of the gradient for a fade of this kind."""
        return f"fade-{colour}-{kind}"

    def end_of_life(self, is_failure: bool) -> str:
        """The name of the shape at the end of a life."""
        return "life-end-failure" if is_failure else "life-end"

    def tick(self, tick: Tick, breadth: int) -> str:
        main = " tick--main" if tick.is_main else ""
        return (
            f'<line class="tick{main}" x1="{tick.at}%" x2="{tick.at}%" y1="{self.axis - 6}" '
            f'y2="{breadth}"/><text class="tick__label" x="{tick.at}%" dx="4" '
            f'y="{self.axis - 12}">{escape(tick.label)}</text>'
        )

    def count(self, middle: float, length: float, across: float, words: str) -> str:
        """The number of a band in it; `length` is the band's in pixels."""
        return f'<text x="{middle:.3f}%" y="{across + 5:g}">{words}</text>'


@dataclass(frozen=True)
class Vertical(Horizontal):
    """Time goes down, from the newest day if `is_backwards`; so many lanes share its breadth."""

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
        return self.room / max(self.lanes, 1)

    @property
    def edges(self) -> list[str]:
        """Where lanes meet, in pixels."""
        return [f"{self.axis + self.lane * number:g}" for number in range(self.lanes + 1)]

    def breadth(self, lanes: int) -> int:
        return self.axis + self.room

    def frame(self, breadth: int) -> str:
        start, length = f"{-100 * MARGIN:g}%", f"{100 + 200 * MARGIN:g}%"
        return f'y="{start}" height="{length}" width="{breadth}"'

    def point(self, at: float, across: float) -> str:
        return f'x="{across:g}" y="{self._at(at)}%"'

    def box(self, start: float, end: float, across: float, thickness: float) -> str:
        length = f"{max(end - start, 0):.3f}"
        x, y = across - thickness / 2, self._at(end if self.is_backwards else start)
        return f'x="{x:g}" y="{y}%" width="{thickness:g}" height="{length}%"'

    def skyline(self, start: float, end: float, across: float, heights: Sequence[int]) -> str:
        along = reversed(heights) if self.is_backwards else heights
        steps = "".join(f"H{height}v1" for height in along)
        return (
            f'<svg {self.box(start, end, across, self.band)} preserveAspectRatio="none" '
            f'viewBox="0 0 {self.band} {len(heights)}"><path d="M0 0{steps}H0z"/></svg>'
        )

    def fade(self, colour: str, kind: str) -> str:
        # A gradient knows its box alone: from the newest day on, a faint start is at its foot.
        turned = {"start": "end", "end": "start"} if self.is_backwards else {}
        return f"fade-down-{colour}-{turned.get(kind, kind)}"

    def end_of_life(self, is_failure: bool) -> str:
        return "life-end-failure" if is_failure else "life-end-down"

    def tick(self, tick: Tick, breadth: int) -> str:
        main = " tick--main" if tick.is_main else ""
        at, x = self._at(tick.at), self.axis - 5
        lines = [escape(words) for words in tick.short]
        first = 0.35 - 0.5 * (len(lines) - 1)
        spans = "".join(
            f'<tspan x="{x}" dy="{1 if number else first:g}em">{words}</tspan>'
            for number, words in enumerate(lines)
        )
        return (
            f'<line class="tick{main}" x1="{self.axis - 3}" x2="{breadth}" y1="{at}%" y2="{at}%"/>'
            f'<text class="tick__label" y="{at}%">{spans}</text>'
        )

    def count(self, middle: float, length: float, across: float, words: str) -> str:
        if len(words) <= 2:
            return f'<text {self.point(round(middle, 3), across)} dy=".35em">{words}</text>'
        if length < 8 * len(words):
            return ""
        return f'<text class="turned" {self.point(round(middle, 3), across)}>{words}</text>'

    def _at(self, at: float) -> float:
        return round(100 - at, 3) if self.is_backwards else at


HORIZONTAL = Horizontal()
