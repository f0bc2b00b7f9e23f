"""Texts kept in English and in Chinese, side by side."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as shown, and the language it is really in.

    `is_fallback` says that the reader's language had none and another one is shown.
    """

    text: str
    language: str
    is_fallback: bool

    def __str__(self) -> str:
        return self.text


def is_chinese(language: str | None) -> bool:
    """Whether a language tag means Chinese in any script."""
    return (language or "").lower().startswith("zh")


def language_tag(language: str) -> str:
    """Return the BCP 47 tag: zh-Hans for "zh" and "zh-hans", "" for an unknown language."""
    if language in ("", "und"):
        return ""
    if language.lower() in ("zh", "zh-hans"):
        return "zh-Hans"
    return "zh-Hant" if language.lower() == "zh-hant" else language


def wording(row: object, field: str, language: str | None = None) -> Wording:
    """The text of `field_en` or `field_zh` of a row for a reader of `language`.

    `language` is a tag such as "en" or "zh-hans"; the active one unless told. Falls back to the
    other language rather than showing nothing.
    """
    chinese_wanted = is_chinese(language or get_language())
    english, chinese = getattr(row, f"{field}_en"), getattr(row, f"{field}_zh")
    if chinese_wanted:
        return Wording(chinese, "zh", False) if chinese else Wording(english, "en", bool(english))
    return Wording(english, "en", False) if english else Wording(chinese, "zh", bool(chinese))


class Bilingual:
    """A descriptor: `name = Bilingual("name")` reads `name_en` or `name_zh` as the reader needs."""

    def __init__(self, field: str) -> None:
        self.field = field

    def __get__(self, row: object | None, owner: type | None = None) -> Wording | Bilingual:
        return self if row is None else wording(row, self.field)
