"""Which article is it? The Source to which a draft belongs, or the one that it repeats.

The rules in order of trust; the first that applies decides. A title never decides: a weekly column
has the same one on two sites. When in doubt a draft becomes a Source of its own, because two
records of one article can be merged, while a text stored under a wrong article replaces evidence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.module_loading import import_string

from sources.adapters.base import Draft
from sources.dates import PartialDate
from sources.identity.containment import block_keys, containment, shingles_of
from sources.identity.duplicates import possible_duplicates
from sources.identity.sketches import similar_snapshots
from sources.models import Outlet, Snapshot, Source
from sources.models.address_key import address_key
from sources.models.title_key import title_key

# A repost is cut, retitled and surrounded by advertisements, but most of one text is in the other.
MIN_REPOST_CONTAINMENT = 0.8
# A text of a few sentences is also quoted by articles that do not repeat it as a whole.
MIN_REPOST_SHINGLES = 60
# A stub of an article may have a notice of its own beside the first paragraph.
MIN_SHARED_BLOCKS = 0.5
# Locators of a digest are spans of the original; an adapter may read some of them differently.
MIN_LOCATORS_FOUND = 0.9
MAX_COMPARED = 20


@dataclass(frozen=True)
class Match:
    """The result: the Source of a draft, or none and the Source that it is a repost of.

    `doubts` are sentences for a person to check.
    """

    source: Source | None = None
    repost_of: Source | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """A Source whose current text may be that of the draft."""

    source: Source
    shingles: frozenset[str]
    blocks: frozenset[str]


@dataclass(frozen=True)
class Document:
    """A draft with what the rules compare."""

    draft: Draft

    @cached_property
    def shingles(self) -> frozenset[str]:
        """The shingles of the text."""
        return shingles_of(self.draft.text)

    @cached_property
    def blocks(self) -> frozenset[str]:
        """The folded blocks that are long enough to compare."""
        return frozenset(block_keys(block.text for block in self.draft.blocks))

    @cached_property
    def outlets(self) -> dict[str, frozenset[int]]:
        """The ids of the outlets with the names of outlet and publisher, where they are known."""
        names = {"outlet": self.draft.outlet, "publisher": self.draft.publisher}
        return {
            field: frozenset(Outlet.objects.for_name(name).values_list("pk", flat=True))
            for field, name in names.items()
            if name
        }

    def differs_from(self, source: Source) -> bool:
        """Return whether address, outlet or publisher are known on both sides and differ.

        A value that a person corrected does not differ from what was read before.
        """
        read = source.values_read
        keys = {source.address_key, address_key(str(read.get("url", "")))} - {""}
        key = address_key(self.draft.url)
        if key and keys and key not in keys:
            return True
        for field, ids in self.outlets.items():
            known = {getattr(source, f"{field}_id"), read.get(field)} - {None, ""}
            if known and not known & ids:
                return True
        return False


def match(draft: Draft) -> Match:
    """Return the Source that a draft belongs to, or the original that it repeats."""
    document = Document(draft)
    if source := same_address(draft):
        return Match(source)
    if found := known_by_digest(document):
        return found
    candidates = _candidates(document)
    if source := shared_blocks(document, candidates):
        return Match(source)
    if original := repeated(document, candidates):
        return Match(repost_of=original, doubts=_order_doubts(draft, original))
    return Match(doubts=possible_duplicates(draft))


def same_address(draft: Draft) -> Source | None:
    """Rule 1: an address in normal form identifies a page, even if its text changed."""
    key = address_key(draft.url)
    return Source.objects.filter(address_key=key).order_by("pk").first() if key else None


def known_by_digest(document: Document) -> Match | None:
    """Rule 4: the draft is the original of a Source of which only the digest is known.

    The hash of its clean text is in the front matter of the digest. A text with other white space
    or punctuation has another hash, but the spans that evidence refers to occur in it. A copy from
    another address is a repost, unless its text is the very same.
    """
    current = Snapshot.objects.originals().current().filter(source=OuterRef("pk"))
    digests_only = Source.objects.filter(~Exists(current))
    text_sha256 = Snapshot.digest_of(document.draft.text)
    if source := digests_only.filter(original_sha256=text_sha256).order_by("pk").first():
        return Match(source)
    is_near = Q(pk=None)
    if key := title_key(document.draft.title):
        is_near |= Q(title_key=key)
    if document.draft.published:
        is_near |= Q(published=document.draft.published)
    share_found = import_string(settings.LOCATORS_FOUND)
    for source in digests_only.filter(is_near).order_by("pk")[:MAX_COMPARED]:
        if share_found(source, document.draft.text) >= MIN_LOCATORS_FOUND:
            if document.differs_from(source):
                return Match(repost_of=source.original)
            return Match(source)
    return None


def shared_blocks(document: Document, candidates: Iterable[Candidate]) -> Source | None:
    """Rule 3: nothing known differs, and half of the draft's blocks are in the Source.

    They must also be half of its text, unless the title is the same: a subscription notice can
    have as many paragraphs as a short article.
    """
    matching = []
    for candidate in candidates:
        if not document.blocks or document.differs_from(candidate.source):
            continue
        share = len(document.blocks & candidate.blocks) / len(document.blocks)
        held = containment(document.shingles, candidate.shingles)
        key = title_key(document.draft.title)
        has_same_title = bool(key) and key == candidate.source.title_key
        if share >= MIN_SHARED_BLOCKS and (held >= MIN_SHARED_BLOCKS or has_same_title):
            # Of an original and its reposts, the original is meant.
            is_original = candidate.source.repost_of_id is None
            matching.append((held, is_original, -candidate.source.pk, candidate.source))
    return max(matching, key=lambda item: item[:3])[3] if matching else None


def repeated(document: Document, candidates: Iterable[Candidate]) -> Source | None:
    """Rule 2: address or outlet differ, and four fifths of either text are in the other."""
    matching = []
    for candidate in candidates:
        if not document.differs_from(candidate.source):
            continue
        if min(len(document.shingles), len(candidate.shingles)) < MIN_REPOST_SHINGLES:
            continue
        held = max(
            containment(document.shingles, candidate.shingles),
            containment(candidate.shingles, document.shingles),
        )
        if held >= MIN_REPOST_CONTAINMENT:
            matching.append((held, -candidate.source.pk, candidate.source))
    return max(matching, key=lambda item: item[:2])[2].original if matching else None


def _candidates(document: Document) -> list[Candidate]:
    """Return the Sources whose current original is similar, or has the same hash or title."""
    draft = document.draft
    current = Snapshot.objects.originals().current()
    ids = similar_snapshots(document.shingles)
    ids += current.filter(text_sha256=Snapshot.digest_of(draft.text)).values_list("pk", flat=True)
    if key := title_key(draft.title):
        same_title = current.filter(source__title_key=key).order_by("-pk")
        ids += same_title.values_list("pk", flat=True)[:MAX_COMPARED]
    rows = current.filter(pk__in=set(ids)).select_related("source__repost_of")
    return [
        Candidate(
            snapshot.source,
            shingles_of(snapshot.text),
            frozenset(block_keys(snapshot.passages.values_list("text", flat=True))),
        )
        for snapshot in rows.order_by("pk")
    ]


def _order_doubts(draft: Draft, original: Source) -> tuple[str, ...]:
    date, original_date = (
        PartialDate.parse(text) if text else None for text in (draft.published, original.published)
    )
    latest, earliest = date and date.latest, original_date and original_date.earliest
    if latest and earliest and latest < earliest:
        return (f"Published before “{original.slug}”, which it repeats: check which is first.",)
    return ()
