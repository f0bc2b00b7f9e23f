"""The life cycles of the platforms in the lanes, for the table and the labels of the chart."""

from __future__ import annotations

from collections.abc import Iterable

from events.index import EventIndex
from events.index.lives import NONE, lives_of
from events.models import Event
from events.models.lifecycle import Life
from events.timeline.chart.lanes import Lane


def lives_of_lanes(event_index: EventIndex, lanes: Iterable[Lane]) -> dict[int, Life]:
    """Return the life cycle of each lane by platform code; omit platforms without one."""
    lives = lives_of(event_index)
    ends = {lane.code: (int(lives.born[lane.code]), int(lives.ended[lane.code])) for lane in lanes}
    rows = {row for pair in ends.values() for row in pair if row != NONE}
    events = Event.objects.in_bulk([int(event_index.pk[row]) for row in rows])
    by_row = {row: events.get(int(event_index.pk[row])) for row in rows}
    return {
        code: Life(by_row.get(born), by_row.get(ended), _outcome(int(lives.outcome[code])))
        for code, (born, ended) in ends.items()
        if born != NONE or ended != NONE
    }


def _outcome(code: int) -> str:
    return Event.Outcome.values[code - 1] if code else ""
