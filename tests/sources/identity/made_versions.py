"""Pairs of documents that are two texts of one source."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.sources.identity.articles import make_article, random_facts, show
from tests.sources.identity.documents import Article, Pair, make_pair
from tests.sources.identity.grammar import Facts, expand, paragraph

PAIRS_OF_A_KIND = 10


def stubs() -> list[Pair]:
    """Return pairs of an article and its beginning, with one title and day, in both orders.

    Stubs of different articles may end with the same invitation to read on. It can be half of their
    blocks, and alone must not make them one source.
    """
    pairs = []
    for number in range(PAIRS_OF_A_KIND):
        for kind in ("stub after full", "stub before full"):
            rng = Random(f"{kind} {number}")
            full, stub = _full_and_stub(rng, number)
            articles = (full, stub) if kind == "stub after full" else (stub, full)
            pairs.append(make_pair(kind, number, *articles, rng))
    return pairs


def _full_and_stub(rng: Random, number: int) -> tuple[Article, Article]:
    facts = random_facts(rng)
    full = make_article(facts, rng, rng.randint(8, 14))
    invitation = expand("stub", facts.with_values("outlet", full.outlet), rng)
    stub = replace(full, blocks=(*full.blocks[: rng.randint(1, 2)], invitation))
    # The stub has the address of the article, or neither address nor outlet.
    return full, show(stub, "outlet url" if number % 3 == 0 else "")


def same_sources() -> list[Pair]:
    """Return pairs in which the second document is another text of the first one's source."""
    changes = {"same address": _at_same_address, "unknown site": _with_unknown_site}
    pairs = []
    for kind, change in changes.items():
        for number in range(PAIRS_OF_A_KIND):
            rng = Random(f"{kind} {number}")
            facts = random_facts(rng)
            first = make_article(facts, rng, rng.randint(8, 14))
            second = _updated(first, facts, rng)
            second = replace(second, title=expand("title", facts, rng)) if number % 2 else second
            pairs.append(make_pair(kind, number, *change(first, second, number), rng))
    return pairs


def _updated(article: Article, facts: Facts, rng: Random) -> Article:
    """Return a later text of an article: one paragraph is rewritten, and one follows."""
    blocks = [*article.blocks, paragraph(facts, rng)]
    blocks[rng.randrange(len(blocks))] = paragraph(facts, rng)
    return replace(article, blocks=tuple(blocks))


def _at_same_address(first: Article, second: Article, number: int) -> tuple[Article, Article]:
    """Give the second text the same address in another form."""
    host, path = first.url.removeprefix("https://").split("/", 1)
    forms = (
        f"http://{host}/{path}",
        f"https://www.{host}/{path}",
        f"https://m.{host}/{path}",
        f"https://{host.upper()}/{path}",
        f"https://{host}:443/{path}",
        f"https://{host}/{path}/",
        f"https://{host}/{path}#comments",
        f"https://{host}/{path}?utm_source=mail&utm_medium=link",
        f"https://{host}/{path}?from=timeline",
        f"https://{host}/{path.replace('.', '%2E')}",
    )
    return first, replace(second, url=forms[number % len(forms)])


def _with_unknown_site(first: Article, second: Article, number: int) -> tuple[Article, Article]:
    """Hide the address and the outlet of one of the two."""
    return (first, show(second, "")) if number % 3 else (show(first, ""), second)
