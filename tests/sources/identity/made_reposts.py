"""Pairs of an article and its repost on another site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from random import Random

from opencc import OpenCC

from sources.repair.readings import GLOSSED
from tests.sources.identity.articles import (
    DIFFERENT_SITES,
    at_other_site,
    make_article,
    on_later_day,
    random_facts,
    show,
)
from tests.sources.identity.documents import FORMS, Article, Pair, make_document, make_pair
from tests.sources.identity.grammar import Facts, expand, make_facts, sentence

PAIRS_OF_A_KIND = 10
PARAGRAPH_COUNTS = (10, 12, 15, 19, 24, 30)
CHINESE_ONLY = ("other script", "pinyin", "two changes")
TRUNCATED_SHARES = (0.3, 0.9)
MAX_LEAD_SHARE = 0.14
MAX_DAMAGED_SHARE = 0.012
TRADITIONAL = ("s2t", "s2tw", "s2hk", "s2twp")

Change = Callable[[Article, Facts, Random], Article]


def repost_pairs() -> list[Pair]:
    """Return `PAIRS_OF_A_KIND` pairs of each kind; the repost comes first in some of them."""
    changes: dict[str, Change] = {
        "truncated": truncate,
        "other script": to_other_script,
        "other title": retitle,
        "edited lead": edit_lead,
        "advertisements": insert_adverts,
        "pinyin": insert_pinyin,
        "two changes": change_twice,
    }
    return [
        _pair(kind, change, number)
        for kind, change in changes.items()
        for number in range(PAIRS_OF_A_KIND)
    ]


def _pair(kind: str, change: Change, number: int) -> Pair:
    rng = Random(f"repost {kind} {number}")
    facts = make_facts("zh", rng) if kind in CHINESE_ONLY else random_facts(rng)
    original = make_article(facts, rng, rng.choice(PARAGRAPH_COUNTS))
    repost = at_other_site(original, facts.language, rng)
    repost = on_later_day(repost, rng.choice((0, 0, 1, 2, 5)))
    if kind == "pinyin" and number % 2:
        return _damaged_pair(number, original, repost, rng)
    repost = change(repost, facts, rng)
    known = DIFFERENT_SITES[number % len(DIFFERENT_SITES)]
    articles = [original, repost] if number % 3 else [repost, original]
    first, second = (show(article, part) for article, part in zip(articles, known, strict=True))
    return make_pair(kind, number, first, second, rng)


def _damaged_pair(number: int, original: Article, repost: Article, rng: Random) -> Pair:
    """Return an article and the damaged dump of its repost, which has an outlet only."""
    # 日報 as an outlet would lose its last byte, as on real pages; a weekly is not damaged.
    outlet = rng.choice(("橡木週刊", "鹿坪週刊", "星槳週刊", "雲帆週刊"))
    repost = replace(_traditional(repost, "s2t"), outlet=outlet, url="")
    return Pair(
        "pinyin",
        make_document(f"pinyin-{number:02}-first", original, rng.choice(FORMS)),
        make_document(f"pinyin-{number:02}-second", repost, "dump"),
    )


def truncate(article: Article, facts: Facts, rng: Random) -> Article:
    """Return the first 30 to 90 % of the text; the last paragraph may end in the middle."""
    limit = round(article.length * rng.uniform(*TRUNCATED_SHARES))
    kept: list[str] = []
    for block in article.blocks:
        rest = limit - sum(map(len, kept))
        if rest < len(block):
            kept += [block[:rest] + "……"] if rest > 40 else []
            break
        kept.append(block)
    return replace(article, blocks=tuple(kept))


def to_other_script(article: Article, facts: Facts, rng: Random) -> Article:
    """Return the text in Traditional characters."""
    return _traditional(article, rng.choice(TRADITIONAL))


def retitle(article: Article, facts: Facts, rng: Random) -> Article:
    """Return the same text under another title."""
    return replace(article, title=expand("title", facts, rng))


def edit_lead(article: Article, facts: Facts, rng: Random) -> Article:
    """Return the text with its first paragraphs rewritten, at most `MAX_LEAD_SHARE` of it."""
    blocks = list(article.blocks)
    budget = article.length * MAX_LEAD_SHARE
    for index in range(3):
        lead = sentence(facts, rng) + sentence(facts, rng)
        budget -= max(len(lead), len(blocks[index]))
        if index and budget < 0:
            break
        blocks[index] = lead
    return replace(article, blocks=tuple(blocks))


def insert_adverts(article: Article, facts: Facts, rng: Random, count: int = 0) -> Article:
    """Return the text with advertisements between its paragraphs."""
    blocks = list(article.blocks)
    for _ in range(count or rng.randint(2, 6)):
        advert = expand("advert", make_facts(facts.language, rng), rng)
        blocks.insert(rng.randint(1, len(blocks)), advert)
    return replace(article, blocks=tuple(blocks))


def insert_pinyin(article: Article, facts: Facts, rng: Random) -> Article:
    """Return the text with some characters replaced by their pinyin, or followed by it."""
    is_traditional = rng.random() < 0.5
    article = _traditional(article, "s2t") if is_traditional else article
    budget = int(article.length * MAX_DAMAGED_SHARE)
    text = "\n\n".join(article.blocks)
    readings = list(GLOSSED.items() if is_traditional else _simplified_readings().items())
    for char, reading in rng.sample(readings, len(readings)):
        if 0 < (count := text.count(char)) <= budget:
            text = text.replace(char, f"{char}({reading})" if is_traditional else f"({reading})")
            budget -= count
    return replace(article, blocks=tuple(text.split("\n\n")))


def change_twice(article: Article, facts: Facts, rng: Random) -> Article:
    """Return the text with two changes that leave enough of it."""
    first, second = rng.choice(
        (
            (truncate, retitle),
            (truncate, to_other_script),
            (insert_adverts, to_other_script),
            (insert_adverts, retitle),
            (edit_lead, retitle),
            (edit_lead, to_other_script),
            (edit_lead, insert_adverts),
            (truncate, _insert_one_advert),
            (retitle, insert_pinyin),
        )
    )
    return second(first(article, facts, rng), facts, rng)


def _insert_one_advert(article: Article, facts: Facts, rng: Random) -> Article:
    return insert_adverts(article, facts, rng, count=1)


def _traditional(article: Article, config: str) -> Article:
    convert = _converter(config).convert
    blocks = tuple(map(convert, article.blocks))
    return replace(
        article, title=convert(article.title), outlet=convert(article.outlet), blocks=blocks
    )


@cache
def _converter(config: str) -> OpenCC:
    return OpenCC(config)


@cache
def _simplified_readings() -> dict[str, str]:
    convert = _converter("t2s").convert
    return {convert(char): reading for char, reading in GLOSSED.items()}
