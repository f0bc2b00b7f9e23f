import pytest

from events.timeline.chart.counts import short_count


@pytest.mark.parametrize(
    ("count", "english", "chinese"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1_000, "1.0k", "1000"),
        (1_234, "1.2k", "1234"),
        (9_960, "10k", "9960"),
        (10_000, "10k", "1.0万"),
        (12_345, "12k", "1.2万"),
        (123_456, "123k", "12万"),
        (1_234_567, "1.2M", "123万"),
        (123_456_789, "123M", "1.2亿"),
    ],
)
def test_short_count_uses_the_units_of_the_language(count, english, chinese):
    assert short_count(count, "en") == english
    assert short_count(count, "zh-hans") == chinese
