"""Counts short enough to fit into a band of the chart."""

from sources.languages.bilingual import is_chinese

_CHINESE = ((100_000_000, "亿"), (10_000, "万"))
_OTHER = ((1_000_000, "M"), (1_000, "k"))
_MAX_ONE_DECIMAL = 9.95  # Larger values round to 10.0 or more and need no decimal.


def short_count(count: int, language: str | None) -> str:
    """Return a count with at most four digits and a unit: thousands or, in Chinese, ten thousands.

    "999", "1.2k", "12k", "1.2M"; in Chinese "1200", "1.2万", "12万", "1.2亿".
    """
    units = _CHINESE if is_chinese(language) else _OTHER
    for (size, unit), smaller in zip(units, (units[1][0], 0), strict=True):
        share = count / size
        # A count that the smaller unit would round up to one more digit gets the larger unit.
        if count >= size - smaller / 2:
            return f"{share:.1f}{unit}" if share < _MAX_ONE_DECIMAL else f"{share:.0f}{unit}"
    return str(count)
