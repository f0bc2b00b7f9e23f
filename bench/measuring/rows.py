"""The lines of a bench's table."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

__all__ = ["Row", "at_least", "at_most", "median", "missing", "percentile", "show"]


@dataclass(frozen=True)
class Row:
    """One figure beside its goal; `is_reached` is true of what has none."""

    what: str
    measured: str
    goal: str = ""
    is_reached: bool = True


def at_most(what: str, value: float, goal: float, unit: str = "", digits: int = 0) -> Row:
    """A figure that should not be above its goal."""
    return Row(what, _said(value, unit, digits), f"≤ {_said(goal, unit, digits)}", value <= goal)


def at_least(what: str, value: float, goal: float, unit: str = "", digits: int = 1) -> Row:
    """A figure that should not be below its goal."""
    return Row(what, _said(value, unit, digits), f"≥ {_said(goal, unit, digits)}", value >= goal)


def missing(what: str, goal: str = "") -> Row:
    """A figure whose feature the site does not have, which counts as missed."""
    return Row(what, "not there", goal, is_reached=False)


def percentile(values: list[float], share: float) -> float:
    """The value below which this share of the values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def show(rows: list[Row]) -> int:
    """Print the table; the exit code: 1 if a goal was missed."""
    width = max(len(row.what) for row in rows)
    print(f"{'what':<{width}}  {'measured':>12}  {'goal':>10}")
    for row in rows:
        mark = "" if row.is_reached else "  MISSED"
        print(f"{row.what:<{width}}  {row.measured:>12}  {row.goal:>10}{mark}")
    missed = sum(not row.is_reached for row in rows)
    print(f"{len(rows)} figures, {missed} goals missed.")
    return 1 if missed else 0


def _said(value: float, unit: str, digits: int) -> str:
    return f"{value:,.{digits}f} {unit}".strip()
