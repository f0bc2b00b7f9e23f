from datetime import UTC, date, datetime

import pytest

from sources.adapters.published import is_date_line, parse_published


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("Wed, 30 Jun 2021 00:00:00 GMT", "2021-06-30"),
        ("2021-06-30T23:30:00+08:00", "2021-06-30"),
        ("2020-06-01 13:58", "2020-06-01"),
        ("2023年8月17日 09:20", "2023-08-17"),
        ("2023年8月", "2023-08"),
        ("2023/8/7", "2023-08-07"),
        ("20230807", "2023-08-07"),
        ("June 1, 2020", "2020-06-01"),
        ("1 Jun 2020", "2020-06-01"),
        ("2019", "2019"),
        (date(2022, 2, 3), "2022-02-03"),
        (datetime(2022, 2, 3, 8, tzinfo=UTC), "2022-02-03"),
        ("2020-02-30", ""),
        ("3天前", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_parse_published(written, edtf):
    assert parse_published(written) == edtf


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2020-06-01 13:58", True),
        ("发布时间：2020年6月1日 13:58", True),
        ("March 4, 2014", True),
        ("2020年6月的大促", False),
        ("2020-06-01 这一天店里没有人", False),
    ],
)
def test_is_date_line(line, expected):
    assert is_date_line(line) is expected
