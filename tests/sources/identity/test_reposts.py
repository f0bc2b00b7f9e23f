"""Identity rules on made-up documents: how many reposts are found, and how many wrongly."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import pytest
from django.db import transaction

from sources.intake.ingest import ingest
from sources.models import Snapshot, Source
from tests.sources.identity.made import Document, Pair, of_kind

# The databases are set up for marked tests only. One worker ingests the documents, once.
pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.xdist_group("reposts")]

MIN_RECALL = 0.95
MIN_PRECISION = 0.98


@dataclass(frozen=True, repr=False)
class Ingested:
    """The source of each document, the original of each repost, and the texts of each source."""

    source_of: dict[str, int]
    original_of: dict[int, int]
    current_text: dict[int, str]
    texts: dict[int, set[str]]

    def sources(self, pair: Pair) -> frozenset[int]:
        return frozenset((self.source_of[pair.first.name], self.source_of[pair.second.name]))

    @property
    def links(self) -> dict[frozenset[int], int]:
        """Each repost and its original as a set, with the repost."""
        return {frozenset(link): link[0] for link in self.original_of.items()}


@pytest.fixture(scope="module")
def documents(reposts, near_misses, stubs, same_sources) -> dict[str, Document]:
    pairs = [*reposts, *near_misses, *stubs, *same_sources]
    return {d.name: d for pair in pairs for d in (pair.first, pair.second)}


@pytest.fixture(scope="module")
def ingested(documents, tmp_path_factory, django_db_setup, django_db_blocker) -> Ingested:
    """Ingest all documents into one database, and forget them after the results are read."""
    folder = tmp_path_factory.mktemp("made")
    for document in documents.values():
        (folder / document.name).write_bytes(document.data)
    with django_db_blocker.unblock(), transaction.atomic():
        items = ingest(str(folder / name) for name in documents).items.all()
        names = {str(folder / name): name for name in documents}
        texts = defaultdict(set)
        for source, text in Snapshot.objects.originals().values_list("source", "text"):
            texts[source].add(text)
        result = Ingested(
            {names[item.input]: item.source_id for item in items},
            dict(Source.objects.exclude(repost_of=None).values_list("pk", "repost_of")),
            dict(Snapshot.objects.originals().current().values_list("source", "text")),
            texts,
        )
        transaction.set_rollback(True)
    return result


def by_kind(pairs: Iterable[Pair], total: list[Pair]) -> str:
    """Describe pairs that failed: the count of each kind, and their names."""
    names = defaultdict(list)
    for pair in pairs:
        names[pair.kind].append(f"{pair.first.name} / {pair.second.name}")
    counts = Counter(pair.kind for pair in total)
    return "\n".join(
        f"{kind}: {len(failed)} of {counts[kind]}: {', '.join(failed)}"
        for kind, failed in names.items()
    )


def test_every_document_has_a_source(ingested, documents):
    assert [name for name in documents if ingested.source_of.get(name) is None] == []


def test_reposts_are_found(ingested, reposts):
    missed = [pair for pair in reposts if ingested.sources(pair) not in ingested.links]
    recall = 1 - len(missed) / len(reposts)
    assert recall >= MIN_RECALL, f"recall {recall:.3f}\n{by_kind(missed, reposts)}"


def test_links_are_true_reposts(ingested, reposts, near_misses):
    true_links = {ingested.sources(pair) for pair in reposts}
    wrong = ingested.links.keys() - true_links
    assert ingested.links, "no repost was found"
    precision = 1 - len(wrong) / len(ingested.links)
    linked = [pair for pair in near_misses if ingested.sources(pair) in wrong]
    reposts_of = {ingested.links[link] for link in wrong}
    names = sorted(name for name, source in ingested.source_of.items() if source in reposts_of)
    assert precision >= MIN_PRECISION, (
        f"precision {precision:.3f}\n{by_kind(linked, near_misses)}\nwrong reposts: {names}"
    )


def test_different_articles_are_never_one_source(ingested, reposts, near_misses):
    pairs = [*reposts, *near_misses]
    merged = [pair for pair in pairs if len(ingested.sources(pair)) == 1]
    assert not merged, by_kind(merged, pairs)


def test_source_has_the_documents_of_one_pair_only(ingested, stubs, same_sources):
    allowed = {frozenset((p.first.name, p.second.name)) for p in [*stubs, *same_sources]}
    names_of = defaultdict(set)
    for name, source in ingested.source_of.items():
        names_of[source].add(name)
    mixed = [names for names in names_of.values() if len(names) > 1 and names not in allowed]
    assert mixed == []


def test_later_texts_of_a_source_are_recognised(ingested, same_sources):
    separate = [pair for pair in same_sources if len(ingested.sources(pair)) > 1]
    assert not separate, by_kind(separate, same_sources)


def test_stub_never_replaces_the_full_text(ingested, stubs):
    later = of_kind(stubs, "stub after full")
    replaced = [
        pair
        for pair in later
        if ingested.current_text[ingested.source_of[pair.first.name]] != pair.first.text
    ]
    assert not replaced, by_kind(replaced, later)


def test_full_text_after_a_stub_is_kept(ingested, stubs):
    """It is not current by itself where it lacks too much of the stub, whose last line is its own."""
    earlier = of_kind(stubs, "stub before full")
    lost = [
        pair
        for pair in earlier
        if pair.second.text not in ingested.texts[ingested.source_of[pair.second.name]]
    ]
    assert not lost, by_kind(lost, earlier)


def test_stub_after_the_full_text_is_of_its_source(ingested, stubs):
    later = of_kind(stubs, "stub after full")
    separate = [pair for pair in later if len(ingested.sources(pair)) > 1]
    assert not separate, by_kind(separate, later)
