"""The life cycle of a platform, derived from its events and never entered by hand.

`life_of` states the rules for the events of one platform. The SQL of the triggers
(`events.models.lifecycle_sql`) and the in-memory index apply the same rules; tests compare both
with `life_of`. Pages and outputs read the table `PlatformLife`, which the triggers write.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from events.models import Event, PlatformLife

BEGINNINGS = (Event.Kind.LAUNCH, Event.Kind.PILOT)
ENDINGS = (Event.Kind.SHUTDOWN, Event.Kind.CANCELLATION, Event.Kind.MARKET_EXIT)


@dataclass(frozen=True)
class Life:
    """The life cycle of a platform: how it began, how it ended and its outcome.

    `born` and `ended` are the events that began and ended it, None if not known. `outcome` is the
    last outcome stated that is a failure, else the last one stated. `last` is the end, else the
    event that states the outcome, else the last event.
    """

    born: Event | None
    ended: Event | None
    outcome: str
    last: Event | None = None

    @property
    def is_failure(self) -> bool:
        """Return whether the outcome counts as a failure."""
        return self.outcome in Event.Outcome.failures()

    @property
    def fell_short(self) -> bool:
        """Return whether it fell short of expectations and no event states a failure."""
        return self.outcome == Event.Outcome.UNDERPERFORMED

    @property
    def never_began(self) -> bool:
        """Return whether it ended before anybody could use it."""
        return self.born is None and self.outcome in (
            Event.Outcome.NEVER_SHIPPED,
            Event.Outcome.CANCELLED,
            Event.Outcome.SHELVED,
        )

    @property
    def outcome_label(self) -> str:
        """Return the translated outcome; empty if none is stated."""
        return str(Event.Outcome(self.outcome).label) if self.outcome else ""

    @property
    def months(self) -> tuple[int, int] | None:
        """Return the minimum and maximum of whole months between birth and end.

        None unless both are known with a first and a last possible day.
        """
        if not (self.born and self.ended):
            return None
        born, ended = self.born.date, self.ended.date
        if not (born.earliest and born.latest and ended.earliest and ended.latest):
            return None
        minimum = max(0, _months_between(born.latest, ended.earliest))
        return minimum, max(minimum, _months_between(born.earliest, ended.latest))


def lifecycle_from_row(row: PlatformLife | None) -> Life:
    """Return the life that a row stores; without a row, the life of a platform without events."""
    return Life(row.born, row.ended, row.outcome, row.last) if row else Life(None, None, "")


def life_of(events: Iterable[Event]) -> Life:
    """Return the life derived from the events of one platform, given in any order."""
    ordered = sorted(events, key=lambda event: (event.date.sort_key, event.pk))
    born = next((event for event in ordered if event.kind in BEGINNINGS), None)
    ended = next((event for event in reversed(ordered) if ends_life(event)), None)
    with_outcome = [event for event in ordered if event.outcome]
    decisive = [event for event in with_outcome if event.is_failure] or with_outcome
    outcome = decisive[-1].outcome if decisive else ""
    telling = decisive or ordered
    last = ended or (telling[-1] if telling else None)
    return Life(born, ended, outcome, last)


def ends_life(event: Event) -> bool:
    """Return whether the event ends the life of its platform."""
    return event.kind in ENDINGS or event.outcome in Event.Outcome.endings()


def _months_between(start: datetime.date, end: datetime.date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
