"""Numbers so short that they fit into a band of the chart."""

from sources.languages.bilingual import is_chinese

_CHINESE = ((100_000_000, "亿"), (10_000, "万"))
_OTHER = ((1_000_000, "M"), (1_000, "k"))
_ONE_PLACE = 9.95  # From here on a share rounds to 10.0, whose last digit says nothing.


def short_count(count: int, language: str | None) -> str:
    """A count in at most four digits and a word, in thousands or, in Chinese, ten thousands.

    "999", "1.2k", "12k", "1.2M"; in Chinese "1200", "1.2万", "12万", "1.2亿".
    """
    units = _CHINESE if is_chinese(language) else _OTHER
    for (size, word), smaller in zip(units, (units[1][0], 0), strict=True):
        share = count / size
        # What the smaller word would round up to one digit more takes the larger.
        if count >= size - smaller / 2:
            return f"{share:.1f}{word}" if share < _ONE_PLACE else f"{share:.0f}{word}"
    return str(count)
