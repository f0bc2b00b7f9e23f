"""Pairs of documents that look like a repost and are different articles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from random import Random

from tests.sources.identity.articles import (
    ANY_SITES,
    DIFFERENT_SITES,
    make_article,
    on_later_day,
    random_facts,
    show,
)
from tests.sources.identity.documents import FORMS, Article, Pair, make_document, make_pair
from tests.sources.identity.grammar import Facts, expand, expand_each, make_facts, paragraph

PAIRS_OF_A_KIND = 40
SIX_FILES = 6
GROUPS_OF_SIX = 3
MAX_BOILERPLATE_SHARE = 0.4
QUOTED_SHARES = (0.3, 0.6)
EMPTY_TITLES = ("！！！", "—", "……", "？！", "***", "。", "★★★", "【】")

Articles = tuple[Article, Article]
Sites = tuple[tuple[str, str], ...]


def near_misses() -> list[Pair]:
    """Return at least `PAIRS_OF_A_KIND` pairs of each kind."""
    writers: dict[str, Callable[[Random, int], Articles]] = {
        "same column": _same_column,
        "same topic": _same_topic,
        "shared boilerplate": _shared_boilerplate,
        "press release": _press_release,
        "round-up": _round_up,
        "empty title": _empty_title,
        "two years": _two_years,
    }
    pairs = []
    for kind, write in writers.items():
        for number in range(PAIRS_OF_A_KIND):
            rng = Random(f"near miss {kind} {number}")
            pairs.append(make_pair(kind, number, *write(rng, number), rng))
    return pairs + _titled_t()


def _shown(first: Article, second: Article, number: int, patterns: Sites = ANY_SITES) -> Articles:
    known = patterns[number % len(patterns)]
    return show(first, known[0]), show(second, known[1])


def _same_column(rng: Random, number: int) -> Articles:
    """Write two articles under one headline on one day; every second headline has a number."""
    facts = random_facts(rng)
    headline = expand("column", facts, rng)
    first, second = (
        make_article(make_facts(facts.language, rng), rng, rng.randint(6, 10)) for _ in range(2)
    )
    issues = ("", "") if number % 2 else (f"（{rng.randint(2, 90)}）", f"（{rng.randint(91, 99)}）")
    first = replace(first, title=headline + issues[0])
    second = replace(second, title=headline + issues[1], published=first.published)
    return _shown(first, second, number)


def _same_topic(rng: Random, number: int) -> Articles:
    """Write two articles with the same names and figures; every second pair has one title."""
    facts = random_facts(rng)
    first, second = (make_article(facts, rng, rng.randint(6, 16)) for _ in range(2))
    second = replace(second, published=first.published)
    return _shown(first, replace(second, title=first.title) if number % 2 else second, number)


def _shared_boilerplate(rng: Random, number: int) -> Articles:
    """Write two short articles that end with the same notes; every second pair is of one outlet."""
    facts = random_facts(rng)
    count = rng.randint(3, 6)
    first, second = (
        make_article(make_facts(facts.language, rng), rng, max(6, count + 1)) for _ in range(2)
    )
    notes = expand_each("boilerplate", facts.with_values("outlet", first.outlet), rng)[:count]
    shorter = min(first.length, second.length)
    while sum(map(len, notes)) > MAX_BOILERPLATE_SHARE * (shorter + sum(map(len, notes))):
        notes.pop()
    first, second = (replace(a, blocks=(*a.blocks, *notes)) for a in (first, second))
    if number % 2:
        return first, replace(second, outlet=first.outlet)
    return _shown(first, second, number // 2)


def _press_release(rng: Random, number: int) -> Articles:
    """Write two articles of ten or more paragraphs, two to four of which are the same quotation."""
    facts = random_facts(rng)
    release = tuple(paragraph(facts, rng) for _ in range(rng.randint(2, 4)))
    return _shown(*(_quoting(release, facts, rng) for _ in range(2)), number)


def _quoting(release: tuple[str, ...], facts: Facts, rng: Random) -> Article:
    article = make_article(facts, rng, rng.randint(10, 13) - len(release))
    place = rng.randint(1, len(article.blocks) - 1)
    return replace(article, blocks=(*article.blocks[:place], *release, *article.blocks[place:]))


def _round_up(rng: Random, number: int) -> Articles:
    """Write a short article, and a round-up that quotes 30 to 60 % of it among other reports."""
    facts = random_facts(rng)
    short = make_article(facts, rng, rng.randint(6, 9))
    limit = short.length * QUOTED_SHARES[1]
    quoted: list[str] = []
    for block in rng.sample(short.blocks, len(short.blocks)):
        if sum(map(len, quoted)) + len(block) <= limit:
            quoted.append(block)
    other_facts = make_facts(facts.language, rng)
    round_up = make_article(other_facts, rng, rng.randint(8, 14))
    blocks = list(round_up.blocks)
    place = rng.randint(0, len(blocks))
    blocks[place:place] = [block for block in short.blocks if block in quoted]
    round_up = replace(round_up, blocks=tuple(blocks), published=short.published)
    pair = (short, round_up) if number % 2 else (round_up, short)
    # With an unknown site, a short article half of which is in another is taken for that one.
    return _shown(*pair, number, DIFFERENT_SITES)


def _empty_title(rng: Random, number: int) -> Articles:
    """Write two articles whose title has no letter, on one day."""
    first, second = (make_article(random_facts(rng), rng, rng.randint(6, 9)) for _ in range(2))
    title = EMPTY_TITLES[number % len(EMPTY_TITLES)]
    other_title = EMPTY_TITLES[rng.randrange(len(EMPTY_TITLES))]
    first = replace(first, title=title)
    second = replace(second, title=rng.choice((title, other_title)), published=first.published)
    return _shown(first, second, number)


def _two_years(rng: Random, number: int) -> Articles:
    """Write the yearly report of one outlet in two years, under one title."""
    facts = random_facts(rng)
    first, second = (make_article(facts, rng, rng.randint(6, 12)) for _ in range(2))
    title = expand("annual", facts, rng)
    first = replace(first, title=title)
    second = replace(second, title=title, outlet=first.outlet, published=first.published)
    second = on_later_day(second, 365 + rng.randint(-9, 9))
    return _shown(first, second, number)


def _titled_t() -> list[Pair]:
    """Return all pairs of six files titled `t` without outlet and address, several times."""
    pairs = []
    for group in range(GROUPS_OF_SIX):
        rng = Random(f"near miss titled t {group}")
        day = make_article(random_facts(rng), rng, 1).published
        documents = []
        for number in range(SIX_FILES):
            article = make_article(random_facts(rng), rng, rng.randint(6, 9))
            article = show(replace(article, title="t", published=day), "")
            name = f"titled-t-{group}-{number}"
            documents.append(make_document(name, article, FORMS[number % len(FORMS)]))
        pairs += [Pair("titled t", *two) for two in combinations(documents, 2)]
    return pairs
