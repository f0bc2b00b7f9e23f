"""Numbers in Chinese text, and the folding that lets one grammar read both Chinese scripts."""

from __future__ import annotations

DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
DIGITS |= {"两": 2}
# Each character is replaced by one character, so that offsets do not change: the characters of
# dates and of words that only look like dates, full-width digits, wide and no-break spaces.
TRADITIONAL = (
    "兩個週後來間號時內從會將預計劃紀幾該財節檔歲終於當這總開過約現與歷驗經壽齡輕級貨"
    "發說證聲聰氣價線銷費馬網樣貓頭條資報餘連陰農臺樓無們屆圍邊轉據單購"
)
SIMPLIFIED = (
    "两个周后来间号时内从会将预计划纪几该财节档岁终于当这总开过约现与历验经寿龄轻级货"
    "发说证声聪气价线销费马网样猫头条资报余连阴农台楼无们届围边转据单购"
)
WIDE, NARROW = "０１２３４５６７８９\u3000\u00a0", "0123456789  "
FOLDED = str.maketrans(TRADITIONAL + WIDE, SIMPLIFIED + NARROW)
# "七八年" is seven or eight years, not the year 78; "三五年" is a few.
APPROXIMATE_PAIRS = {"一二", "二三", "两三", "三四", "三五", "四五", "五六", "六七", "七八", "八九"}


def fold(text: str) -> str:
    """Return the text with Simplified date characters and ASCII digits, of the same length."""
    return text.translate(FOLDED)


def number(text: str) -> int:
    """Parse a number from 0 to 99 in ASCII or Chinese digits: 12, 十二, 二十一, 两."""
    if text.isascii():
        return int(text)
    if "十" not in text:
        return int("".join(str(DIGITS[character]) for character in text))
    tens, ones = text.split("十", 1)
    return (DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0)


def digits(text: str) -> int:
    """Parse a number written digit by digit: 二〇二〇 is 2020."""
    return int("".join(str(DIGITS[character]) for character in text))


def is_approximate_pair(text: str) -> bool:
    """Return whether two digits are an approximation ("seven or eight") instead of a number."""
    return text in APPROXIMATE_PAIRS
