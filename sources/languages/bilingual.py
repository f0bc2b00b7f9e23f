"""Texts that are stored in English and in Chinese, in two fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import overload

from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Wording:
    """A text for display, with the language it is written in.

    `is_fallback` is true where the reader's language has no text and the other one is shown.
    """

    text: str
    language: str
    is_fallback: bool

    def __str__(self) -> str:
        return self.text


def is_chinese(language: str | None) -> bool:
    """Return whether a language tag means Chinese, in any script."""
    return (language or "").lower().startswith("zh")


def language_tag(language: str) -> str:
    """Return the BCP 47 tag: zh-Hans for "zh" and "zh-hans", "" for an unknown language."""
    if language in ("", "und"):
        return ""
    if language.lower() in ("zh", "zh-hans"):
        return "zh-Hans"
    return "zh-Hant" if language.lower() == "zh-hant" else language


def wording(row: object, field: str, language: str | None = None) -> Wording:
    """Return the text of `field_en` or `field_zh` of a row for a reader of `language`.

    `language` is a tag such as "en" or "zh-hans"; None means the active language. Where that text
    is empty, the other language is returned as a fallback.
    """
    prefers_chinese = is_chinese(language or get_language())
    english, chinese = getattr(row, f"{field}_en"), getattr(row, f"{field}_zh")
    if prefers_chinese:
        return Wording(chinese, "zh", False) if chinese else Wording(english, "en", bool(english))
    return Wording(english, "en", False) if english else Wording(chinese, "zh", bool(chinese))


class Bilingual:
    """A descriptor that returns the text of a field for the active language.

    `name = Bilingual("name")` reads `name_en` or `name_zh`.
    """

    def __init__(self, field: str) -> None:
        self.field = field

    @overload
    def __get__(self, row: None, owner: type) -> Bilingual: ...

    @overload
    def __get__(self, row: object, owner: type) -> Wording: ...

    def __get__(self, row: object | None, owner: type) -> Wording | Bilingual:
        return self if row is None else wording(row, self.field)
