"""Rows of the result table of a bench."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

__all__ = ["Row", "at_least", "at_most", "median", "missing", "percentile", "show"]


@dataclass(frozen=True)
class Row:
    """One figure and its goal; `is_reached` is True if there is no goal."""

    label: str
    measured: str
    goal: str = ""
    is_reached: bool = True


def at_most(label: str, value: float, goal: float, unit: str = "", digits: int = 0) -> Row:
    """Return the row of a figure that must not exceed its goal."""
    return Row(
        label, _format(value, unit, digits), f"≤ {_format(goal, unit, digits)}", value <= goal
    )


def at_least(label: str, value: float, goal: float, unit: str = "", digits: int = 1) -> Row:
    """Return the row of a figure that must not be below its goal."""
    return Row(
        label, _format(value, unit, digits), f"≥ {_format(goal, unit, digits)}", value >= goal
    )


def missing(label: str, goal: str = "") -> Row:
    """Return the row of a figure that cannot be measured, which counts as missed."""
    return Row(label, "not there", goal, is_reached=False)


def percentile(values: list[float], share: float) -> float:
    """Return the smallest value with more than this share of the values at or below it."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def show(rows: list[Row]) -> int:
    """Print the table; return the exit code, 1 if a goal is missed."""
    width = max(len(row.label) for row in rows)
    print(f"{'figure':<{width}}  {'measured':>12}  {'goal':>10}")
    for row in rows:
        mark = "" if row.is_reached else "  MISSED"
        print(f"{row.label:<{width}}  {row.measured:>12}  {row.goal:>10}{mark}")
    missed = sum(not row.is_reached for row in rows)
    print(f"{len(rows)} figures, {missed} goals missed.")
    return 1 if missed else 0


def _format(value: float, unit: str, digits: int) -> str:
    return f"{value:,.{digits}f} {unit}".strip()
