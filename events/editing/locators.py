"""Recognition of an article's original by the locators of evidence on its digest."""

from __future__ import annotations

from collections import defaultdict

from events.models import Evidence
from sources.models import Snapshot, Source


def share_found(source: Source, text: str) -> float:
    """Return the share, from 0 to 1, of the spans of evidence on a digest that occur in a text.

    0 if there is no evidence. This is `settings.LOCATORS_FOUND`.
    """
    evidence = Evidence.objects.for_source(source).filter(snapshot__kind=Snapshot.Kind.DIGEST)
    spans: dict[int, set[str]] = defaultdict(set)
    for start, end, sha256 in evidence.values_list("block_start", "block_end", "span_sha256"):
        spans[end - start].add(sha256)
    total = sum(map(len, spans.values()))
    # One pass over the text for each length: hundreds of spans have few lengths.
    found = sum(len(hashes & _hashes(text, length)) for length, hashes in spans.items())
    return found / total if total else 0.0


def _hashes(text: str, length: int) -> set[str]:
    """Return the SHA-256 of each run of `length` characters of the text."""
    starts = range(len(text) - length + 1)
    return {Snapshot.digest_of(text[start : start + length]) for start in starts}
