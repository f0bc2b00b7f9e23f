"""Pairs of documents that look like a repost and are different articles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from random import Random

from tests.sources.identity.articles import make_article, on_later_day, outlets, random_facts, show
from tests.sources.identity.documents import FORMS, Article, Document, Pair, make_document
from tests.sources.identity.grammar import Facts, expand, expand_each, make_facts, paragraph

GROUPS_OF_A_KIND = 4
ARTICLES_IN_A_GROUP = 5
SIX_FILES = 6
ROUND_UPS = 10
REPORTS_IN_A_ROUND_UP = 4
MAX_BOILERPLATE_SHARE = 0.4
QUOTED_SHARES = (0.3, 0.6)
EMPTY_TITLES = ("！！！", "—", "……", "？！")

# What is known of the documents of a group, in turn.
KNOWN = ("outlet url", "outlet url", "outlet", "url", "")


def near_misses() -> list[Pair]:
    """Return 40 or more pairs of each kind: all pairs of the articles in each of several groups."""
    writers: dict[str, Callable[[Random, int], list[Article]]] = {
        "same column": _same_column,
        "same topic": _same_topic,
        "shared boilerplate": _shared_boilerplate,
        "press release": _press_release,
        "empty title": _empty_title,
        "two years": _two_years,
        "titled t": _titled_t,
    }
    pairs = []
    for kind, write in writers.items():
        for group in range(GROUPS_OF_A_KIND):
            rng = Random(f"near miss {kind} {group}")
            documents = _documents(f"{kind}-{group}", write(rng, group), rng)
            pairs += [Pair(kind, *two) for two in combinations(documents, 2)]
    return pairs + _round_ups()


def _documents(name: str, articles: list[Article], rng: Random) -> list[Document]:
    """Return articles as files, in random forms and with different knowledge of their site."""
    return [
        make_document(
            f"{name.replace(' ', '-')}-{number}",
            show(article, KNOWN[number % len(KNOWN)]),
            rng.choice(FORMS),
        )
        for number, article in enumerate(articles)
    ]


def _articles(rng: Random, language: str, count: int = ARTICLES_IN_A_GROUP) -> list[Article]:
    """Return unrelated short articles of one day, each of another outlet."""
    articles = [
        make_article(make_facts(language, rng), rng, rng.randint(6, 10)) for _ in range(count)
    ]
    return [
        replace(article, outlet=outlet, published=articles[0].published)
        for article, outlet in zip(articles, rng.sample(outlets(language), count), strict=True)
    ]


def _same_column(rng: Random, group: int) -> list[Article]:
    """Write articles under one headline on one day; in every second group it has a number."""
    facts = random_facts(rng)
    headline = expand("column", facts, rng)
    return [
        replace(article, title=f"{headline}（{number}）" if group % 2 else headline)
        for number, article in enumerate(_articles(rng, facts.language), rng.randint(2, 90))
    ]


def _same_topic(rng: Random, group: int) -> list[Article]:
    """Write articles with the same names and figures; in every second group with one title."""
    facts = random_facts(rng)
    articles = [make_article(facts, rng, rng.randint(6, 14)) for _ in range(ARTICLES_IN_A_GROUP)]
    return [
        replace(
            a, published=articles[0].published, title=articles[0].title if group % 2 else a.title
        )
        for a in articles
    ]


def _shared_boilerplate(rng: Random, group: int) -> list[Article]:
    """Write short articles that end with the same notes, in every second group of one outlet."""
    facts = random_facts(rng)
    count = 3 + group % 4
    articles = [
        make_article(make_facts(facts.language, rng), rng, max(6, count + 1))
        for _ in range(ARTICLES_IN_A_GROUP)
    ]
    outlet = articles[0].outlet
    notes = expand_each("boilerplate", facts.with_values("outlet", outlet), rng)[:count]
    shortest = min(article.length for article in articles)
    while sum(map(len, notes)) > MAX_BOILERPLATE_SHARE * (shortest + sum(map(len, notes))):
        notes.pop()
    return [
        replace(a, blocks=(*a.blocks, *notes), outlet=outlet if group % 2 else a.outlet)
        for a in articles
    ]


def _press_release(rng: Random, group: int) -> list[Article]:
    """Write articles of ten or more paragraphs, two to four of which are one quotation."""
    facts = random_facts(rng)
    release = tuple(paragraph(facts, rng) for _ in range(2 + group % 3))
    return [_quoting(release, facts, rng) for _ in range(ARTICLES_IN_A_GROUP)]


def _quoting(release: tuple[str, ...], facts: Facts, rng: Random) -> Article:
    article = make_article(facts, rng, rng.randint(10, 13) - len(release))
    place = rng.randint(1, len(article.blocks) - 1)
    return replace(article, blocks=(*article.blocks[:place], *release, *article.blocks[place:]))


def _empty_title(rng: Random, group: int) -> list[Article]:
    """Write articles whose title has no letter, on one day."""
    articles = _articles(rng, "en" if group == 0 else "zh")
    return [
        replace(article, title=EMPTY_TITLES[(group + number // 3) % len(EMPTY_TITLES)])
        for number, article in enumerate(articles)
    ]


def _two_years(rng: Random, group: int) -> list[Article]:
    """Write the yearly report of one outlet in several years, under one title."""
    facts = random_facts(rng)
    articles = [make_article(facts, rng, rng.randint(6, 12)) for _ in range(ARTICLES_IN_A_GROUP)]
    first = articles[0]
    title = expand("annual", facts, rng)
    return [
        on_later_day(
            replace(article, title=title, outlet=first.outlet, published=first.published),
            365 * year + rng.randint(0, 9),
        )
        for year, article in enumerate(articles)
    ]


def _titled_t(rng: Random, group: int) -> list[Article]:
    """Write six files titled `t`, of which neither outlet nor address is known."""
    articles = _articles(rng, random_facts(rng).language, SIX_FILES)
    return [show(replace(article, title="t"), "") for article in articles]


def _round_ups() -> list[Pair]:
    """Return pairs of a round-up and of an article of which it quotes 30 to 60 %.

    With an unknown site, an article half of which is in another is taken for that one: here at
    least the outlet or the address is known to differ.
    """
    pairs = []
    for number in range(ROUND_UPS):
        rng = Random(f"near miss round-up {number}")
        facts = random_facts(rng)
        round_up, *reports = _articles(rng, facts.language, REPORTS_IN_A_ROUND_UP + 1)
        blocks = list(round_up.blocks)
        for report in reports:
            place = rng.randint(0, len(blocks))
            blocks[place:place] = _quoted(report, rng)
        round_up = replace(round_up, blocks=tuple(blocks))
        # The last one of KNOWN, an unknown site, is not used.
        first, *others = _documents(f"round-up-{number}", [round_up, *reports[:3]], rng)
        last = make_document(f"round-up-{number}-4", reports[3], FORMS[number % len(FORMS)])
        for other in (*others, last):
            two = (first, other) if number % 2 else (other, first)
            pairs.append(Pair("round-up", *two))
    return pairs


def _quoted(article: Article, rng: Random) -> list[str]:
    """Return some paragraphs of an article in their order, 30 to 60 % of it if they fit."""
    limit = article.length * rng.uniform(*QUOTED_SHARES)
    quoted: list[str] = []
    for block in rng.sample(article.blocks, len(article.blocks)):
        if sum(map(len, quoted)) + len(block) <= limit:
            quoted.append(block)
    return [block for block in article.blocks if block in quoted]
