"""The made-up articles: enough of each kind, different from each other, and read as intended."""

from __future__ import annotations

from collections import Counter, defaultdict
from difflib import SequenceMatcher
from functools import cache
from itertools import combinations, islice
from unicodedata import normalize

import pytest
from opencc import OpenCC

from sources.adapters import Draft, read
from tests.sources.identity import made
from tests.sources.identity.made import Document, Pair, of_kind

pytestmark = pytest.mark.slow

SHINGLE_CHARACTERS = 8
NEIGHBOURS = 12


@pytest.fixture(scope="module")
def versions(stubs, same_sources) -> list[Pair]:
    return stubs + same_sources


@pytest.fixture(scope="module")
def documents(reposts, near_misses, versions) -> list[Document]:
    pairs = [*reposts, *near_misses, *versions]
    return list({d.name: d for pair in pairs for d in (pair.first, pair.second)}.values())


@pytest.fixture(scope="module")
def drafts(documents) -> dict[str, Draft]:
    return {document.name: read(document.data) for document in documents}


@cache
def converter() -> OpenCC:
    return OpenCC("t2s")


@cache
def shingles(text: str) -> frozenset[str]:
    # Dumps have marks in half width, and reposts may have the other script.
    letters = "".join(converter().convert(normalize("NFKC", text)).split())
    ends = range(SHINGLE_CHARACTERS, len(letters) + 1)
    return frozenset(letters[end - SHINGLE_CHARACTERS : end] for end in ends)


def containment(first: Document | Draft, second: Document | Draft) -> float:
    """Return how much of the shorter text is in the other one, from 0 to 1."""
    sets = shingles(first.text), shingles(second.text)
    return len(sets[0] & sets[1]) / min(map(len, sets))


def unrelated(reposts: list[Pair], near_misses: list[Pair]) -> list[Document]:
    """Return documents without passages or facts in common."""
    kinds = ("same column", "empty title", "titled t")
    documents = [pair.first for pair in reposts]
    documents += [d for p in near_misses if p.kind in kinds for d in (p.first, p.second)]
    return list({document.name: document for document in documents}.values())


def test_reposts_are_enough_of_each_kind(reposts):
    counts = Counter(pair.kind for pair in reposts)
    assert set(counts) == {
        "truncated",
        "other script",
        "other title",
        "edited lead",
        "advertisements",
        "pinyin",
        "two changes",
    }
    assert min(counts.values()) >= 8
    assert counts.total() >= 60


def test_near_misses_are_enough_of_each_kind(near_misses):
    counts = Counter(pair.kind for pair in near_misses)
    assert set(counts) == {
        "same column",
        "same topic",
        "shared boilerplate",
        "press release",
        "round-up",
        "empty title",
        "two years",
        "titled t",
    }
    assert min(counts.values()) >= 30
    assert counts.total() >= 300


def test_versions_are_of_each_kind(versions):
    counts = Counter(pair.kind for pair in versions)
    assert counts == dict.fromkeys(
        ("stub after full", "stub before full", "same address", "unknown site"), 10
    )


def test_every_call_returns_the_same(reposts, near_misses, versions):
    assert made.repost_pairs() == reposts
    assert made.near_misses() == near_misses
    assert made.stubs() + made.same_sources() == versions


def test_documents_have_different_bytes_and_addresses(documents, reposts, near_misses):
    assert len({document.data for document in documents}) == len(documents)
    for pair in [*reposts, *near_misses]:
        assert not pair.first.url or pair.first.url != pair.second.url
    addresses = {d.url for pair in [*reposts, *near_misses] for d in (pair.first, pair.second)}
    assert len(addresses) > 150


def test_adapters_read_every_document_as_intended(documents, drafts):
    differences = []
    for document in documents:
        draft = drafts[document.name]
        for name in ("title", "outlet", "url", "published"):
            if getattr(draft, name) != getattr(document, name):
                differences.append((document.name, name, getattr(draft, name)))
        blocks = tuple(block.text for block in draft.blocks)
        # A repaired dump has characters that could not be restored.
        is_equal = blocks == document.blocks or (
            draft.adapter == "damaged-dump"
            and len(blocks) == len(document.blocks)
            and SequenceMatcher(None, draft.text, document.text, autojunk=False).ratio() > 0.98
        )
        if not is_equal:
            differences.append((document.name, "blocks", draft.adapter))
    assert differences == []


def test_adapters_are_of_several_kinds(drafts):
    adapters = Counter(draft.adapter for draft in drafts.values())
    assert set(adapters) == {"html-page", "front-matter", "damaged-dump"}
    assert adapters["damaged-dump"] >= 5
    assert adapters["html-page"] >= 60


def test_articles_are_as_long_as_articles(reposts, near_misses):
    shortened = ("truncated", "two changes")
    whole = [pair for pair in [*reposts, *near_misses] if pair.kind not in shortened]
    documents = [d for pair in whole for d in (pair.first, pair.second)]
    assert all(600 <= len(d.text) <= 7000 for d in documents)
    assert all(4 <= len(d.blocks) <= 40 for d in documents)


def test_most_articles_are_chinese(documents):
    english_count = sum(document.text[:200].isascii() for document in documents)
    assert 0.05 < english_count / len(documents) < 0.3


def test_unrelated_articles_share_little(reposts, near_misses):
    firsts = unrelated(reposts, near_misses)
    for index, document in enumerate(firsts):
        for other in islice(firsts, index + 1, index + 1 + NEIGHBOURS):
            assert containment(document, other) < 0.2, (document.name, other.name)


def test_unrelated_english_articles_share_little(reposts, near_misses):
    firsts = [d for d in unrelated(reposts, near_misses) if d.text[:200].isascii()]
    assert len(firsts) > 10
    for index, document in enumerate(firsts):
        for other in firsts[index + 1 :]:
            assert containment(document, other) < 0.2, (document.name, other.name)


def test_reposts_are_contained_in_one_direction(reposts, drafts):
    for pair in reposts:
        first, second = drafts[pair.first.name], drafts[pair.second.name]
        assert containment(first, second) >= 0.85, pair.first.name


def test_documents_that_are_no_pair_share_little(reposts, near_misses, versions, documents):
    pairs = [*reposts, *near_misses, *versions]
    names = {frozenset((pair.first.name, pair.second.name)) for pair in pairs}
    names_by_shingle = defaultdict(list)
    for document in documents:
        for shingle in shingles(document.text):
            names_by_shingle[shingle].append(document.name)
    counts = Counter(
        frozenset(two) for group in names_by_shingle.values() for two in combinations(group, 2)
    )
    sizes = {document.name: len(shingles(document.text)) for document in documents}
    shares = {two: count / min(sizes[name] for name in two) for two, count in counts.items()}
    assert {two: share for two, share in shares.items() if share > 0.4 and two not in names} == {}


def has_known_difference(pair: Pair) -> bool:
    first, second = pair.first, pair.second
    has_other_outlet = first.outlet and second.outlet and first.outlet != second.outlet
    has_other_address = first.url and second.url and first.url != second.url
    return bool(has_other_outlet or has_other_address)


def test_reposts_and_round_ups_differ_in_a_known_outlet_or_address(reposts, near_misses):
    pairs = [*reposts, *of_kind(near_misses, "round-up")]
    assert [pair.first.name for pair in pairs if not has_known_difference(pair)] == []


def test_near_misses_have_known_and_unknown_sites(near_misses):
    for kind in ("same column", "same topic", "shared boilerplate", "press release"):
        differences = Counter(has_known_difference(pair) for pair in of_kind(near_misses, kind))
        assert min(differences[True], differences[False]) >= 10, kind


def test_truncated_reposts_keep_30_to_90_percent(reposts):
    for pair in of_kind(reposts, "truncated"):
        shorter, longer = sorted((len(pair.first.text), len(pair.second.text)))
        assert 0.25 < shorter / longer <= 0.91, pair.first.name


def test_pinyin_is_in_the_bytes_and_not_repaired_in_pages(reposts):
    for pair in of_kind(reposts, "pinyin"):
        texts = [document.data.decode() for document in (pair.first, pair.second)]
        assert any("(" in text and any(c in text for c in "āáǎàēéěèīíǐìōóǒòūúǔù") for text in texts)


def test_near_misses_are_far_from_reposts(near_misses):
    for pair in near_misses:
        assert containment(pair.first, pair.second) < 0.7, pair.first.name


def test_near_misses_with_an_unknown_site_share_less_than_half_of_the_blocks(near_misses):
    for pair in near_misses:
        if pair.kind != "round-up":
            shared = set(pair.first.blocks) & set(pair.second.blocks)
            shorter = min(len(pair.first.blocks), len(pair.second.blocks))
            assert len(shared) < shorter / 2, pair.first.name


def test_shared_passages_are_in_the_near_misses_named_for_them(near_misses):
    for kind, counts in {
        "shared boilerplate": range(2, 7),
        "press release": range(2, 5),
        "round-up": range(1, 7),
    }.items():
        for pair in of_kind(near_misses, kind):
            shared = set(pair.first.blocks) & set(pair.second.blocks)
            assert len(shared) in counts, pair.first.name


def test_titles_of_near_misses_are_the_same_where_they_should_be(near_misses):
    for pair in of_kind(near_misses, "titled t"):
        assert (pair.first.title, pair.second.title) == ("t", "t")
        assert pair.first.published == pair.second.published
    for pair in of_kind(near_misses, "two years"):
        assert pair.first.title == pair.second.title
        assert pair.first.published[:4] != pair.second.published[:4]
    same = [p for p in of_kind(near_misses, "same column") if p.first.title == p.second.title]
    assert len(same) == 20
    assert all(pair.first.published == pair.second.published for pair in same)


def test_stubs_begin_like_the_article(stubs):
    for pair in stubs:
        stub, full = sorted((pair.first, pair.second), key=lambda d: len(d.blocks))
        assert stub.blocks[:-1] == full.blocks[: len(stub.blocks) - 1]
        assert len(stub.blocks) in (2, 3)
        assert (stub.title, stub.published) == (full.title, full.published)


def test_versions_of_unknown_site_share_half_of_the_blocks(versions):
    for pair in of_kind(versions, "unknown site"):
        shared = set(pair.first.blocks) & set(pair.second.blocks)
        assert len(shared) >= len(pair.second.blocks) / 2, pair.first.name
        assert not (pair.first.url and pair.second.url)
