"""Dates as precise as they are known: EDTF text, its bounds, its order and its wording.

`grammar` reads the text, `bounds` says which days it may mean, `labels` puts it into words and
`partial` is the value object the rest of the project handles. Pure: no database, no Django.
"""

from sources.dates.bounds import Precision
from sources.dates.grammar import PartialDateError
from sources.dates.partial import PartialDate

__all__ = ["PartialDate", "PartialDateError", "Precision"]
