"""The life of a platform, read off its events: never typed by anybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from events.models import Event, PlatformLife

BEGINNINGS = (Event.Kind.LAUNCH, Event.Kind.PILOT)
ENDINGS = (Event.Kind.SHUTDOWN, Event.Kind.CANCELLATION, Event.Kind.MARKET_EXIT)
# Outcomes that end a life whatever kind of event states them. To be called failed is a verdict:
# the thing may well live on.
ENDED = (
    Event.Outcome.SHUT_DOWN,
    Event.Outcome.CANCELLED,
    Event.Outcome.NEVER_SHIPPED,
    Event.Outcome.SHELVED,
)


@dataclass(frozen=True)
class Life:
    """From when to when a platform lived, as far as its events tell, and how it went.

    `born` and `ended` are the events that say so. `outcome` is the last failing one stated, else
    the last; `last` is the end, else the event that states the outcome.
    """

    born: Event | None
    ended: Event | None
    outcome: str
    last: Event | None = None

    @property
    def is_failure(self) -> bool:
        return self.outcome in Event.Outcome.failures()

    @property
    def fell_short(self) -> bool:
        """Whether it lives on, as far as is known, without what was hoped of it."""
        return self.outcome == Event.Outcome.UNDERPERFORMED

    @property
    def never_began(self) -> bool:
        """Whether it ended before anybody could use it."""
        return self.born is None and self.outcome in (
            Event.Outcome.NEVER_SHIPPED,
            Event.Outcome.CANCELLED,
            Event.Outcome.SHELVED,
        )

    @property
    def outcome_label(self) -> str:
        return Event.Outcome(self.outcome).label if self.outcome else ""

    @property
    def months(self) -> tuple[int, int] | None:
        """The fewest and the most whole months between birth and end, where both are known."""
        if not (self.born and self.ended):
            return None
        born, ended = self.born.date, self.ended.date
        if None in (born.earliest, born.latest, ended.earliest, ended.latest):
            return None
        fewest = max(0, _months(born.latest, ended.earliest))
        return fewest, max(fewest, _months(born.earliest, ended.latest))


def kept_life(row: PlatformLife) -> Life:
    """The life as the database keeps it, told by the same rules as `life_of`."""
    return Life(row.born, row.ended, row.outcome, row.last)


def life_of(events: Iterable[Event]) -> Life:
    """The life that the events of one platform tell. Order does not matter."""
    ordered = sorted(events, key=lambda event: (event.date.sort_key, event.pk))
    born = next((event for event in ordered if event.kind in BEGINNINGS), None)
    ended = next((row for row in reversed(ordered) if _ends(row)), None)
    stating = [event for event in ordered if event.outcome]
    verdicts = [event for event in stating if event.is_failure] or stating
    outcome = verdicts[-1].outcome if verdicts else ""
    last = ended or (verdicts or ordered or [None])[-1]
    return Life(born, ended, outcome, last)


def lives_by_market(events: Iterable[Event]) -> dict[str, Life]:
    """The life in each market that an event names.

    An end that names no market ends it in all of them.
    """
    rows = list(events)
    return {
        market: life_of(
            row for row in rows if market in row.markets or (not row.markets and _ends(row))
        )
        for market in sorted({market for row in rows for market in row.markets})
    }


def _ends(event: Event) -> bool:
    return event.kind in ENDINGS or event.outcome in ENDED


def _months(start: object, end: object) -> int:
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
