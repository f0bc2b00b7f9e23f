"""Template tags and filters for icons, figures and bars."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from events.charts import lifespans, positions
from events.charts.axis import Axis
from events.models import Claim, Dispute, Event
from events.models.figures import figure_label
from events.models.lifecycle import Life
from events.models.markets import market_label
from events.timeline import icons

register = template.Library()


@register.filter
def kind_icon(kind: str) -> str:
    """Return the name of the icon of a kind of event."""
    return icons.kind_icon(kind)


@register.filter
def outcome_icon(outcome: str) -> str:
    """Return the name of the icon of an outcome."""
    return icons.outcome_icon(outcome)


@register.filter
def outcome_label(outcome: str) -> str:
    """Return the label of an outcome."""
    return str(Event.Outcome(outcome).label)


@register.filter
def market(code: str) -> str:
    """Return the name of a market in the user's language."""
    return market_label(code, get_language())


@register.simple_tag
def position_axis(dispute: Dispute) -> positions.PositionAxis | None:
    """Return the axis that compares the positions of a dispute, if they are dates or figures."""
    return positions.position_axis(dispute, get_language())


@register.filter
def percent(place: float) -> str:
    """Return a coordinate or length for SVG, such as 12.34%, the same in every language."""
    return f"{place:g}%"


@register.simple_tag
def figure_of(claim: Claim) -> str:
    """Return a claim's figure with its unit and currency in the user's language."""
    return figure_label(claim.value, claim.value_to, claim.unit, claim.currency, get_language())


@register.simple_tag
def life_bar(life: Life, axis: Axis | None) -> lifespans.LifeBar | None:
    """Return the coordinates of a lifespan bar on an axis of years, or None without an axis."""
    return lifespans.life_bar(life, axis) if axis else None
