"""Read amounts in English and Chinese: one in a field, or all of running text.

This package returns an exact amount or nothing. What is ambiguous (¥500, 翻番), vague (几百万) or
understood in part is an error in a field, and is not found in running text.
"""

from events.annotation.amounts.amount import Amount, AmountError, Found, Qualifier, Unit
from events.annotation.amounts.reading import find_amounts, parse_amount

__all__ = [
    "Amount",
    "AmountError",
    "Found",
    "Qualifier",
    "Unit",
    "find_amounts",
    "parse_amount",
]
