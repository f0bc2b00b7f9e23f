"""Folding that lets one grammar read both Chinese scripts and full-width characters."""

from __future__ import annotations

# Each character is replaced by one character, so that offsets do not change. The wide comma is
# kept: between digits of running text it may separate two numbers.
TRADITIONAL = "億萬點兩餘約過達幾數負圓韓幣歐鎊盧從雙將僅個條間單戶項種臺輛張筆倍於內"
SIMPLIFIED = "亿万点两余约过达几数负圆韩币欧镑卢从双将仅个条间单户项种台辆张笔倍于内"
WIDE_ASCII = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if code != 0xFF0C}
VARIANTS = str.maketrans(
    "\u3000\u00a0\u2009\u202f\u2007\t￥￡￦−﹣〇○—〜∼’﹪﹩",
    "      ¥£₩--零零—~~'%$",
)
FOLDED = WIDE_ASCII | VARIANTS | str.maketrans(TRADITIONAL, SIMPLIFIED)


def fold(text: str) -> str:
    """Return the text with ASCII digits and signs and Simplified characters, of equal length."""
    return text.translate(FOLDED)
