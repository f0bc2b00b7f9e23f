import pytest
from django.utils.html import strip_tags
from django.utils.translation import override

from events.templatetags.partial_dates import date_phrase
from sources.dates import PartialDate


@pytest.mark.parametrize(
    ("date", "english", "chinese"),
    [
        ("2020-06-01", "on 1 June 2020", "2020年6月1日"),
        ("2020-06", "in June 2020", "2020年6月"),
        ("2020", "in 2020", "2020年"),
        ("[..2020-06-01]", "by 1 June 2020", "2020年6月1日或之前"),
        ("2022-07~", "about July 2022", "约2022年7月"),
    ],
)
def test_date_phrase_has_the_preposition_of_the_precision(date, english, chinese):
    for language, expected in (("en", english), ("zh-hans", chinese)):
        with override(language):
            assert strip_tags(date_phrase(PartialDate.parse(date))) == expected
