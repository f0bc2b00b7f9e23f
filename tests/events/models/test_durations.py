import pytest

from events.models.durations import duration_label


@pytest.mark.parametrize(
    ("months", "label"),
    [
        ((0, 0), "less than a month"),
        ((1, 1), "1 month"),
        ((15, 15), "15 months"),
        ((36, 36), "3 years"),
        ((0, 10), "up to 10 months"),
        ((3, 26), "3 to 26 months"),
        ((25, 35), "25 to 35 months"),
        ((25, 49), "2 to 5 years"),
        ((24, 24), "2 years"),
    ],
)
def test_duration_label(months, label):
    assert duration_label(months) == label
