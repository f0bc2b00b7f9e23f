"""Dates as they are written in running text, read against the date of the article.

`PartialDate` is handed on from `sources.dates`: `Source.published` is one too, and `events` may
import `sources`, never the reverse.

The rule of this package is an interval or nothing, never a confident wrong date. What looks like
a date and cannot be settled is found with the date None and the reason in `how`; what is no date
(a duration, a price, a telephone number, a shopping festival) is not found at all.
"""

from events.annotation.dates.reading import FoundDate, find_dates, read_date
from sources.dates import PartialDate, PartialDateError, Precision

__all__ = [
    "FoundDate",
    "PartialDate",
    "PartialDateError",
    "Precision",
    "find_dates",
    "read_date",
]
