"""Synthetic EDTF dates of mixed precision, with the bounds that `Event.save` computes."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import cache

from bench.synthetic.chance import draw, pool
from sources.dates import PartialDate

FIRST, LAST = date(2003, 1, 1), date(2026, 12, 31)
DAYS = (LAST - FIRST).days + 1
PRECISIONS = pool({"day": 55, "month": 25, "year": 10, "part": 5, "interval": 3, "open": 2})


def edtf(chance: random.Random, day: date) -> str:
    """Return an EDTF date (ISO 8601-2) that contains `day`, with a random precision."""
    precision = draw(chance, PRECISIONS)
    if precision == "day":
        return day.isoformat()
    if precision == "month":
        return f"{day.year}-{day.month:02d}"
    if precision == "year":
        return str(day.year)
    if precision == "part":
        is_quarter = chance.random() < 0.6
        part = 33 + (day.month - 1) // 3 if is_quarter else 40 + (day.month - 1) // 6
        return f"{day.year}-{part}"
    return f"{day.year}/.." if precision == "open" else interval(chance, day)


def interval(chance: random.Random, day: date) -> str:
    """Return an interval that ends at most 3 years or 6 months later, and by 2026."""
    if chance.random() < 0.3 and day.year < LAST.year:
        return f"{day.year}/{min(day.year + chance.randint(1, 3), LAST.year)}"
    month = min(day.month, 11)
    return f"{day.year}-{month:02d}/{day.year}-{min(month + chance.randint(1, 6), 12):02d}"


def day_between(chance: random.Random, first: date, last: date) -> date:
    """Return a random day from `first` to `last`, both included."""
    return first + timedelta(days=int(chance.random() * ((last - first).days + 1)))


@cache
def columns(text: str) -> str:
    """Return the COPY columns `when` (EDTF), `earliest`, `latest`, `sort_on`, as Event.save does."""
    known = PartialDate.parse(text)
    days = (known.earliest, known.latest, known.earliest or known.latest)
    return "\t".join([text, *(day.isoformat() if day else r"\N" for day in days)])
