"""Texts in two languages: which one a reader gets, and whether it is marked as a fallback."""

from types import SimpleNamespace

import pytest
from django.utils import translation

from sources.languages.bilingual import Bilingual, Wording, wording

ENGLISH, CHINESE = "Harbour", "港湾"
# The language of the reader, the texts in English and in Chinese, and what the reader gets.
CASES = [
    ("en", ENGLISH, CHINESE, Wording(ENGLISH, "en", False)),
    ("en", ENGLISH, "", Wording(ENGLISH, "en", False)),
    ("en", "", CHINESE, Wording(CHINESE, "zh", True)),
    ("en", "", "", Wording("", "zh", False)),
    *(
        (language, *case)
        for language in ("zh-hans", "zh-Hans", "zh-hant", "zh")
        for case in (
            (ENGLISH, CHINESE, Wording(CHINESE, "zh", False)),
            ("", CHINESE, Wording(CHINESE, "zh", False)),
            (ENGLISH, "", Wording(ENGLISH, "en", True)),
            ("", "", Wording("", "en", False)),
        )
    ),
]


class Row:
    name = Bilingual("name")


@pytest.mark.parametrize(("language", "english", "chinese", "expected"), CASES)
def test_wording_is_in_the_language_of_the_reader_or_a_fallback(
    language, english, chinese, expected
):
    assert wording(SimpleNamespace(name_en=english, name_zh=chinese), "name", language) == expected


@pytest.mark.parametrize(
    ("language", "english", "chinese", "expected"),
    [case for case in CASES if "-Hans" not in case[0]],
)
def test_bilingual_field_is_in_the_active_language(language, english, chinese, expected):
    row = Row()
    row.name_en, row.name_zh = english, chinese
    with translation.override(language):
        assert row.name == expected
