"""An event index made of plain values, for tests without a database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from hypothesis import strategies as st

from events.filters.events import EventFilter
from events.filters.selection import Selection
from events.index import OPEN_END, OPEN_START, EventIndex, Postings
from events.index.dictionary import Dictionary
from events.index.event_index import ROW_DTYPE
from events.index.loading import platform_closure
from events.models import Event, Platform, State
from events.timeline.chart.lanes import Lane, lanes_of

PUBLISHED = State.values.index(State.PUBLISHED) + 1
LAUNCH = Event.Kind.values.index(Event.Kind.LAUNCH) + 1
SHUTDOWN = Event.Kind.values.index(Event.Kind.SHUTDOWN) + 1
SHUT_DOWN = Event.Outcome.values.index(Event.Outcome.SHUT_DOWN) + 1


@dataclass(frozen=True)
class FakeEvent:
    """One event: its bounds as ordinals (or OPEN_START, OPEN_END) and the codes of its platforms."""

    earliest: int
    latest: int
    platforms: tuple[int, ...] = (0,)
    importance: int = 3
    kind: int = 1
    outcome: int = 0


def index_of(events: Sequence[FakeEvent], parents: Sequence[int] = (-1,)) -> EventIndex:
    """Return an index of published events with ids from 1. `parents` are codes; -1 means none."""
    platforms = tuple(
        Platform(
            pk=code + 1,
            slug=f"p{code}",
            name_en=f"Platform {code}",
            parent_id=parent + 1 if parent >= 0 else None,
            is_approved=True,
        )
        for code, parent in enumerate(parents)
    )
    rows = np.array(
        [
            (pk, item.latest if item.earliest == OPEN_START else item.earliest, item.earliest,
             item.latest, item.kind, item.outcome, item.importance, PUBLISHED)
            for pk, item in enumerate(events, 1)
        ],
        dtype=ROW_DTYPE,
    )  # fmt: skip
    rows = rows[np.lexsort((rows["pk"], rows["sort"]))]
    pairs = [
        (row, code)
        for row, pk in enumerate(rows["pk"].tolist())
        for code in events[pk - 1].platforms
    ]
    of_rows, codes = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    links = Postings.of(of_rows, codes, len(rows), len(platforms))
    none = Postings.of(of_rows[:0], codes[:0], len(rows), 0)
    dictionary = Dictionary(platforms=platforms)
    return EventIndex(
        rows, dictionary, links, links, platform_closure(links, dictionary), none, none, none
    )


def selection_of(event_index: EventIndex) -> Selection:
    """Return the selection of all rows, without a filter that would query the database."""
    return Selection(EventFilter(QueryDict(), user=AnonymousUser()), event_index)


def selection_and_lanes(
    events: Sequence[FakeEvent], parents: Sequence[int] = (-1,)
) -> tuple[Selection, tuple[Lane, ...]]:
    selection = selection_of(index_of(events, parents))
    return selection, lanes_of(selection)


@st.composite
def trees(draw: st.DrawFn, max_platforms: int = 8) -> list[int]:
    """Draw the parent of each platform, without cycles."""
    count = draw(st.integers(1, max_platforms))
    return [draw(st.integers(-1, code - 1)) for code in range(count)]


@st.composite
def worlds(
    draw: st.DrawFn, max_events: int = 60, days: int = 4_000
) -> tuple[list[FakeEvent], list[int]]:
    """Draw events with all sorts of dates over some years, on the platforms of a tree."""
    parents = draw(trees())
    first = draw(st.integers(1, 3_652_059 - days))
    codes = st.lists(st.integers(0, len(parents) - 1), max_size=3, unique=True).map(tuple)

    def fake_event(
        day: int, length: int, side: str, platforms: tuple, importance: int
    ) -> FakeEvent:
        start, end = first + day, min(first + day + length, 3_652_059)
        start = OPEN_START if side == "start" else start
        return FakeEvent(start, OPEN_END if side == "end" else end, platforms, importance)

    fake_events = st.builds(
        fake_event,
        st.integers(0, days),
        st.sampled_from([0, 0, 0, 30, 364, 730]),
        st.sampled_from(["", "", "", "start", "end"]),
        codes,
        st.integers(1, 5),
    )
    return draw(st.lists(fake_events, max_size=max_events)), parents
