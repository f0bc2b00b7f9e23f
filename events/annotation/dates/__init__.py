"""Find dates in running text and resolve them relative to the date of the article.

`PartialDate` is re-exported from `sources.dates`, because `Source.published` is one, too, and
`events` may import `sources`, but not the reverse.

This package returns an interval or nothing, never a precise but wrong date. An expression that
looks like a date but is ambiguous is found with the date None and the reason in `how`. What is not
a date (a duration, a price, a telephone number, a shopping festival) is not found at all.
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
