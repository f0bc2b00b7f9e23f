"""Dates of any precision: EDTF text, its bounds, its order and its label.

`grammar` parses the text, `bounds` computes the first and last day it can mean, `labels` writes it
for readers, and `partial` has the value object that the rest of the project uses. There is no
database access here.
"""

from sources.dates.bounds import Precision
from sources.dates.grammar import PartialDateError
from sources.dates.partial import PartialDate

__all__ = ["PartialDate", "PartialDateError", "Precision"]
