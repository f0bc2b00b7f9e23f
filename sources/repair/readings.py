"""The characters that the filter glossed, and the bytes that a reading can belong to.

The filter knew about ninety characters that exist only in Traditional script (all outside GB2312),
with one reading each. `GLOSSED` holds those seen on damaged pages. Other pages of the same site
have more of them, so the repair accepts each Traditional-only character with any reading that
pypinyin knows; `GLOSSED` only ranks the candidates.
"""

from __future__ import annotations

import re
from functools import cache

from pypinyin.constants import PINYIN_DICT

GLOSSED_TEXT = """
國guó 臺tái 進jìn 個gè 網wǎng 來lái 勢shì 請qǐng 場chǎng 營yíng 開kāi 時shí 對duì 過guò 購gòu 發fā
應yīng 長zhǎng 運yùn 聯lián 動dòng 內nèi 產chǎn 現xiàn 節jié 領lǐng 說shuō 問wèn 絡luò 點diǎn
號hào 競jìng 爭zhēng 關guān 數shù 沒méi 會huì 實shí 經jīng 當dāng 報bào 冊cè 優yōu 風fēng 無wú
創chuàng 據jù 獨dú 強qiáng 遠yuǎn 結jié 業yè 誰shuí 費fèi 標biāo 務wù 區qū 補bǔ 導dǎo 統tǒng 樂lè
買mǎi 價jià 轉zhuǎn 見jiàn 細xì 門mén 頁yè 語yǔ 達dá 測cè 養yǎng 復fù 學xué 規guī 擴kuò 認rèn 礎chǔ
術shù 戰zhàn 嚴yán 續xù 財cái 質zhì 勵lì 贈zèng 驗yàn 權quán 機jī 簡jiǎn 堅jiān
獻xiàn 環huán 準zhǔn 團tuán 構gòu 調diào 識shí
"""
GLOSSED = {entry[0]: entry[1:] for entry in GLOSSED_TEXT.split()}
"""The characters known to be glossed, each with its reading; the last line is from other sites.

In the order in which the filter processed them, as far as known (請 before 場, 數 before 當).
"""

VOWELS = "aeiouüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
SYLLABLE = rf"(?:zh|ch|sh|[b-df-hj-np-tw-z])?[{VOWELS}]{{1,4}}(?:ng|n|r)?|[ńňǹḿ]g?"
TONES = re.compile("[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]")


def is_traditional_only(char: str) -> bool:
    """Return whether a character is in GBK but not in GB2312, so that the filter can gloss it."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return "\u4e00" <= char <= "\u9fff"
    return False


@cache
def readings(char: str) -> frozenset[str]:
    """Return all known readings of a Traditional-only character; none for other characters."""
    if not is_traditional_only(char):
        return frozenset()
    known = PINYIN_DICT.get(ord(char), "").split(",")
    return frozenset(filter(None, [*known, GLOSSED.get(char)]))


def character(lead: int, trail: int) -> str | None:
    """Return the GBK character of two bytes, None where GBK has none."""
    return _gbk_table().get(lead << 8 | trail)


def can_be_glossed(lead: int, trail: int, reading: str) -> bool:
    """Return whether two bytes are a character that the filter can gloss with this reading."""
    char = character(lead, trail)
    return char is not None and reading in readings(char)


def trail_candidates(lead: int, reading: str) -> list[tuple[int, float]]:
    """Return the second bytes that make `lead` a character with this reading, with their costs.

    The cost is 0 for a character known to be glossed, low for a common and high for a rare one.
    """
    return _by_reading().get((lead, reading), [])


@cache
def _gbk_table() -> dict[int, str]:
    table = {}
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                table[lead << 8 | trail] = bytes((lead, trail)).decode("gbk")
            except UnicodeDecodeError:
                continue
    return table


@cache
def _by_reading() -> dict[tuple[int, str], list[tuple[int, float]]]:
    candidates: dict[tuple[int, str], list[tuple[int, float]]] = {}
    for code, char in _gbk_table().items():
        for reading in readings(char):
            cost = 0.0 if GLOSSED.get(char) == reading else 1.0 + rarity(char)
            candidates.setdefault((code >> 8, reading), []).append((code & 0xFF, cost))
    return candidates


@cache
def rarity(char: str) -> float:
    """Return how unlikely a character is in Chinese running text, from 0 (common) to 5.

    The first levels of Big5 and GB2312 contain the frequent characters; about half of the
    characters of wrongly paired bytes are outside them.
    """
    if char.isascii():
        return 0.4
    if char in "，。、：；！？“”‘’（）《》【】「」…—·":
        return 0.4
    if not "\u4e00" <= char <= "\u9fff":
        return 5.0
    big5, gb = _code(char, "big5"), _code(char, "gb2312")
    if 0xB0A1 <= gb <= 0xD7F9:
        return 0.0
    if 0xA440 <= big5 <= 0xC67E:
        return 0.7 if not gb else 2.0
    return 3.5 if big5 or gb else 5.0


def _code(char: str, charset: str) -> int:
    return int.from_bytes(char.encode(charset, "ignore"), "big")
