"""The icon of each kind of event and outcome. Templates always print a label next to it."""

from __future__ import annotations

from events.models import Event

KIND_ICONS = {
    "begin": (Event.Kind.ANNOUNCEMENT, Event.Kind.LAUNCH, Event.Kind.PILOT),
    "grow": (Event.Kind.EXPANSION, Event.Kind.MILESTONE),
    "deal": (Event.Kind.PARTNERSHIP, Event.Kind.ACQUISITION, Event.Kind.BID, Event.Kind.MERGER),
    "result": (Event.Kind.RESULT, Event.Kind.POLICY, Event.Kind.RENAME),
    "trouble": (Event.Kind.CONTROVERSY, Event.Kind.PAUSE),
    "end": (Event.Kind.MARKET_EXIT, Event.Kind.CANCELLATION, Event.Kind.SHUTDOWN),
}
ICON_OF_KIND = {kind.value: group for group, kinds in KIND_ICONS.items() for kind in kinds}
OUTCOME_ICONS = {
    Event.Outcome.ONGOING.value: "ongoing",
    Event.Outcome.SUCCEEDED.value: "success",
    Event.Outcome.MIXED.value: "mixed",
    Event.Outcome.UNDERPERFORMED.value: "short",
}


def kind_icon(kind: str) -> str:
    """Return the icon group of a kind of event: begin, grow, deal, result, trouble or end."""
    return ICON_OF_KIND[kind]


def outcome_icon(outcome: str) -> str:
    """Return the icon group of an outcome: ongoing, success, mixed, short or failure."""
    return OUTCOME_ICONS.get(outcome, "failure")
