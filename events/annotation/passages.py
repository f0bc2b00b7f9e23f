"""The passages behind a record as a user may see them.

Readers see the quoted words of an article, otherwise what our summary says of the block, otherwise
only where the passage is. What keeps words from readers: the passage is not quoted, its outlet
allows no quotations, or the article was taken down; the last one hides our summary as well. Users
who may read originals see everything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from events.models import Evidence
from events.models.users import AnyUser
from sources.models import Passage, Snapshot, Source

SUMMARY_LANGUAGE = "en"


@dataclass(frozen=True)
class ShownPassage:
    """One passage for one user. `words` is what the user sees of it, "" if nothing is shown.

    `text` is the kind of text that the words are from. `is_quoted` is whether readers see words of
    the article. For a user who may read originals, `before` and `after` are the parts of the
    passage that readers do not see, around what they see.
    """

    evidence: Evidence
    words: str
    text: str
    is_quoted: bool
    before: str = ""
    after: str = ""

    @property
    def language(self) -> str:
        """The BCP 47 tag of the words."""
        is_summary = self.text == Snapshot.Kind.DIGEST
        return SUMMARY_LANGUAGE if is_summary else self.evidence.source.language

    @property
    def has_summary(self) -> bool:
        """Whether the page of the article shows the user our summary."""
        return getattr(self.evidence, "opens_digest", False)

    @property
    def is_summary(self) -> bool:
        """Whether the words are from our summary of the article."""
        return bool(self.words) and self.text == Snapshot.Kind.DIGEST

    @property
    def is_withheld(self) -> bool:
        """Whether there are words of the article that readers do not see."""
        return self.evidence.snapshot.kind == Snapshot.Kind.ORIGINAL and not self.is_quoted


def shown_passages(evidence: Iterable[Evidence], user: AnyUser) -> list[ShownPassage]:
    """Return the passages for a user, in the given order; at most one query.

    Where several say the same words of one block with the same stance, the first is returned. The
    evidence has its sources: see `EvidenceQuerySet.with_sources`.
    """
    items = list(evidence)
    if user.has_perm("sources.view_original"):
        passages = [_for_editors(item) for item in items]
    else:
        withheld = [item for item in items if not quotation_of(item) and _may_be_restated(item)]
        summaries = _summaries(withheld)
        passages = [_for_readers(item, summaries) for item in items]
    seen: dict[tuple[object, ...], ShownPassage] = {}
    for passage in passages:
        seen.setdefault(_identity(passage), passage)
    return list(seen.values())


def quotation_of(evidence: Evidence) -> str:
    """Return the words of the article that readers see of a passage; "" if there are none."""
    return evidence.quoted_words if evidence.source.may_be_quoted else ""


def summary_of(evidence: Evidence) -> str:
    """Return what readers see of a passage in our summary, if the evidence rests on that."""
    is_summary = evidence.snapshot.kind == Snapshot.Kind.DIGEST
    return evidence.quotation if is_summary and not evidence.source.is_taken_down else ""


def _for_editors(item: Evidence) -> ShownPassage:
    quoted = quotation_of(item)
    if not quoted or quoted == item.quotation:
        return ShownPassage(item, item.quotation, item.snapshot.kind, bool(quoted))
    start, end = (offset - item.start for offset in item.quote_span)
    before, after = item.quotation[:start], item.quotation[end:]
    return ShownPassage(item, quoted, item.snapshot.kind, True, before, after)


def _for_readers(item: Evidence, summaries: dict[int, str]) -> ShownPassage:
    if item.snapshot.kind == Snapshot.Kind.DIGEST:
        return ShownPassage(item, summary_of(item), Snapshot.Kind.DIGEST, False)
    if quoted := quotation_of(item):
        return ShownPassage(item, quoted, Snapshot.Kind.ORIGINAL, True)
    summary = summaries.get(item.pk, "")
    kind = Snapshot.Kind.DIGEST if summary else Snapshot.Kind.ORIGINAL
    return ShownPassage(item, summary, kind, False)


def _may_be_restated(item: Evidence) -> bool:
    """Return whether the block of a passage has the same number in the digest of its article.

    Digests number the blocks of one original, whose hash the article has. Another text may have a
    heading more.
    """
    snapshot, source = item.snapshot, item.source
    is_numbered_alike = (
        snapshot.text_sha256 == source.original_sha256
        if source.original_sha256
        else snapshot.is_current
    )
    is_original = snapshot.kind == Snapshot.Kind.ORIGINAL
    return is_original and is_numbered_alike and not source.is_taken_down


def _summaries(evidence: list[Evidence]) -> dict[int, str]:
    """Return what our summaries say of the blocks of evidence, by the id of the evidence."""
    if not evidence:
        return {}
    rows = Passage.objects.filter(
        snapshot__in=Snapshot.objects.digests().current(),
        snapshot__source__in={item.source.pk for item in evidence},
        position__in={item.block for item in evidence},
    )
    places = rows.values_list("snapshot__source", "position", "text")
    texts = {(source, block): text for source, block, text in places}
    return {item.pk: texts.get((item.source.pk, item.block), "") for item in evidence}


def _identity(passage: ShownPassage) -> tuple[object, ...]:
    item: Evidence = passage.evidence
    if not passage.words:
        return (item.pk,)
    source: Source = item.source
    return source.pk, item.block, passage.words, passage.before, item.stance
