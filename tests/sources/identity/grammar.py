"""A grammar that writes made-up articles, from the phrases in `phrases_zh.txt` and `phrases_en.txt`.

An article has facts: its names and figures. Two articles with the same facts have the same topic,
but no sentence in common.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random

SYMBOL = re.compile(r"\{(\w+)\}")
SENTENCES_IN_PARAGRAPH = {"zh": (2, 6), "en": (1, 3)}
MIN_ARTICLE_CHARACTERS = 620

FAMILY_NAMES = "钱柳岑苗霍祁蓝桑漆阎卓简裴屠宫瞿冉楚阮耿"
GIVEN_NAMES = "岚樵砚汀棠霁鹤澄桐苇屿衡筠朔蔚岫舟楠笙渔穗葵砺钧禾"
PLACE_BEGINNINGS = "枫鹿槐雁芦棋铜蓼鲈杉柘梭鹭螺榆蕉珑砚"
PLACE_ENDINGS = "湾坪浦岭渡坞堰洲埠滩桥沟塘寨峪"
BRAND_CHARACTERS = "灯笼雀橡栗拾禾星桨麦鲸云雾铃陶藤墨松鹊萤萝柚盐石笛帆木豆犀角霜"
COMPANY_ENDINGS = ("集市", "小铺", "优选", "工坊", "货运", "书局", "农场", "航运", "百货", "纺织")
COMPANY_SUBJECTS = ("网络科技", "供应链管理", "文化传播", "农产品贸易", "仓储服务", "日用百货")
SYLLABLES = (
    *("bra", "den", "fol", "gor", "hal", "ist", "jor", "kel", "lum", "mor", "nar", "ost"),
    *("pel", "quin", "ras", "sel", "tor", "ulm", "vas", "wen", "yar", "zel"),
)
ENGLISH_ENDINGS = ("ford", "wick", "haven", "by", "stead", "mouth", "ley")
ENGLISH_COMPANY_ENDINGS = ("Stores", "Freight", "Goods", "Market", "Press", "Mills")


@dataclass(frozen=True)
class Facts:
    """The names and figures of an article: a few values for each symbol of the grammar."""

    language: str
    values: dict[str, tuple[str, ...]]

    def with_values(self, symbol: str, *values: str) -> Facts:
        """Return the same facts with other values of one symbol."""
        return replace(self, values={**self.values, symbol: values})


@cache
def rules(language: str) -> dict[str, list[list[str]]]:
    """Return the alternatives of each symbol, split into texts and symbols that take turns."""
    alternatives: dict[str, list[list[str]]] = defaultdict(list)
    phrases = Path(__file__).with_name(f"phrases_{language}.txt").read_text(encoding="utf-8")
    for line in phrases.splitlines():
        if not line.startswith("#"):
            symbol, _, texts = line.partition(": ")
            alternatives[symbol] += [SYMBOL.split(text.strip()) for text in texts.split(" | ")]
    return dict(alternatives)


def expand(symbol: str, facts: Facts, rng: Random) -> str:
    """Return a random text for a symbol."""
    if values := facts.values.get(symbol):
        return rng.choice(values)
    return _fill(rng.choice(rules(facts.language)[symbol]), facts, rng)


def expand_each(symbol: str, facts: Facts, rng: Random) -> list[str]:
    """Return a text for each alternative of a symbol, in random order."""
    alternatives = rules(facts.language)[symbol]
    return [_fill(pieces, facts, rng) for pieces in rng.sample(alternatives, len(alternatives))]


def _fill(pieces: list[str], facts: Facts, rng: Random) -> str:
    return "".join(
        expand(piece, facts, rng) if index % 2 else piece for index, piece in enumerate(pieces)
    )


def sentence(facts: Facts, rng: Random) -> str:
    """Return one sentence, with a capital at its start."""
    text = expand("sentence", facts, rng)
    return text[0].upper() + text[1:]


def paragraph(facts: Facts, rng: Random) -> str:
    """Return a paragraph of a few sentences."""
    count = rng.randint(*SENTENCES_IN_PARAGRAPH[facts.language])
    separator = " " if facts.language == "en" else ""
    return separator.join(sentence(facts, rng) for _ in range(count))


def paragraphs(facts: Facts, rng: Random, count: int) -> tuple[str, ...]:
    """Return `count` paragraphs, or more if those are too short for an article."""
    blocks: list[str] = []
    while len(blocks) < count or sum(map(len, blocks)) < MIN_ARTICLE_CHARACTERS:
        blocks.append(paragraph(facts, rng))
    return tuple(blocks)


def make_facts(language: str, rng: Random) -> Facts:
    """Return the facts of a new topic."""
    names = _english_names(rng) if language == "en" else _chinese_names(rng)
    founder, manager, *others = names.pop("person")
    figures = {
        "n": [rng.randint(3, rng.choice((20, 90, 700))) for _ in range(14)],
        "hour": [rng.randint(1, 12) for _ in range(4)],
        "day": [rng.randint(1, 28) for _ in range(6)],
        "month": [rng.randint(1, 12) for _ in range(5)],
        "year": [rng.randint(1998, 2023) for _ in range(5)],
    }
    values = {symbol: tuple(map(str, numbers)) for symbol, numbers in figures.items()}
    values |= {
        "founder": (founder,),
        "manager": (manager,),
        "person": tuple(others),
        "money": tuple(_money(language, rng) for _ in range(8)),
        "pct": tuple(_share(language, rng) for _ in range(8)),
        **{symbol: tuple(texts) for symbol, texts in names.items()},
    }
    return Facts(language, values)


def _chinese_names(rng: Random) -> dict[str, list[str]]:
    def word(*alphabets: str) -> str:
        return "".join(rng.choice(alphabet) for alphabet in alphabets)

    brands = [word(BRAND_CHARACTERS, BRAND_CHARACTERS) for _ in range(7)]
    cities = [word(PLACE_BEGINNINGS, PLACE_ENDINGS) for _ in range(5)]
    full_name = f"{cities[0]}{brands[0]}{rng.choice(COMPANY_SUBJECTS)}有限公司"
    return {
        "company": [brands[0] + rng.choice(COMPANY_ENDINGS), full_name],
        "brand": brands[1:],
        "city": cities,
        "person": [word(FAMILY_NAMES, *[GIVEN_NAMES] * rng.choice((1, 2, 2))) for _ in range(8)],
    }


def _english_names(rng: Random) -> dict[str, list[str]]:
    def word() -> str:
        return "".join(rng.sample(SYLLABLES, 2)).capitalize()

    return {
        "company": [f"{word()} {word()} {rng.choice(ENGLISH_COMPANY_ENDINGS)}"],
        "brand": [word() for _ in range(6)],
        "city": [word() + rng.choice(ENGLISH_ENDINGS) for _ in range(5)],
        "person": [f"{word()} {word()}" for _ in range(8)],
    }


def _money(language: str, rng: Random) -> str:
    amount = rng.randint(2, 980)
    if language == "en":
        return f"{amount},{rng.randint(100, 999)} crowns"
    return rng.choice((f"{amount}万", f"{amount / 10:.1f}亿", f"{amount}{rng.randint(10, 99)}"))


def _share(language: str, rng: Random) -> str:
    if language == "en":
        return f"{rng.randint(2, 97)} per cent"
    return rng.choice((f"{rng.randint(2, 97)}%", f"{rng.choice('一两三四五六七八九')}成"))
