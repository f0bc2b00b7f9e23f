"""Made-up articles, and the outlets and addresses of the sites that serve them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from random import Random

from tests.sources.identity.documents import Article
from tests.sources.identity.grammar import Facts, expand, make_facts, paragraphs

ENGLISH_SHARE = 0.15
FIRST_DAY = date(2015, 1, 1)
OUTLET_COUNTS = {"zh": 40, "en": 12}
LETTERS = "bcdfghjklmnpqrstvwxz"

# What is known of the first and of the second document.
DIFFERENT_SITES = (
    ("outlet url", "outlet url"),
    ("url", "url"),
    ("outlet", "outlet"),
    ("outlet url", "url"),
    ("outlet", "outlet url"),
)


@cache
def outlets(language: str) -> tuple[str, ...]:
    """Return the names of all outlets in a language."""
    rng = Random(f"outlets {language}")
    names = (
        expand("outlet", make_facts(language, rng), rng) for _ in range(OUTLET_COUNTS[language])
    )
    return tuple(dict.fromkeys(names))


def random_facts(rng: Random) -> Facts:
    """Return the facts of a new topic, mostly in Chinese."""
    return make_facts("en" if rng.random() < ENGLISH_SHARE else "zh", rng)


def make_article(facts: Facts, rng: Random, count: int) -> Article:
    """Return an article with `count` paragraphs, an outlet, an address and a day."""
    day = FIRST_DAY + timedelta(days=rng.randrange(3200))
    article = Article(
        title=expand("title", facts, rng),
        outlet="",
        url="",
        published=day.isoformat(),
        blocks=paragraphs(facts, rng, count),
    )
    return at_other_site(article, facts.language, rng)


def at_other_site(article: Article, language: str, rng: Random) -> Article:
    """Return the same article with the outlet and the address of another site."""
    host = "".join(rng.choice(LETTERS) for _ in range(8))
    address = f"https://{host}.example/{article.published[:4]}/{rng.randrange(10**6)}.html"
    outlet = rng.choice([name for name in outlets(language) if name != article.outlet])
    return replace(article, outlet=outlet, url=address)


def on_later_day(article: Article, days: int) -> Article:
    """Return the same article, published some days later."""
    day = date.fromisoformat(article.published) + timedelta(days=days)
    return replace(article, published=day.isoformat())


def show(article: Article, known: str) -> Article:
    """Return the article with only the known ones of `outlet` and `url`."""
    return replace(
        article,
        outlet=article.outlet if "outlet" in known else "",
        url=article.url if "url" in known else "",
    )
