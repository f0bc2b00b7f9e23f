"""Which article is it? The Source to which a draft belongs, or the one that it repeats.

The rules in order of trust; the first that applies decides. A title never decides: a weekly column
has the same one on two sites. When in doubt a draft becomes a Source of its own, with a doubt: a
person can mark it as a repost, while a text stored under a wrong article replaces evidence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from django.conf import settings
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.utils.module_loading import import_string

from sources.adapters.base import Draft
from sources.dates import PartialDate
from sources.identity.containment import block_keys, containment, shingles_of
from sources.identity.duplicates import are_similar, overlapping, possible_duplicates
from sources.identity.merged import read_as_merged
from sources.identity.outlets import known_names
from sources.identity.sketches import similar_snapshots
from sources.languages.folding import fold
from sources.models import Snapshot, Source
from sources.models.address_key import address_key
from sources.models.merging import in_use
from sources.models.source import SourceQuerySet
from sources.models.title_key import title_key

# A repost is cut, retitled and surrounded by advertisements, but most of one text is in the other.
MIN_REPOST_CONTAINMENT = 0.8
# A text of a few sentences is also quoted by articles that do not repeat it as a whole.
MIN_REPOST_SHINGLES = 60
# A stub of an article may have a notice of its own beside the first paragraph.
MIN_SHARED_BLOCKS = 0.5
# Half of one text in another is no coincidence; which of them it is, a person decides.
MIN_DOUBTFUL_CONTAINMENT = 0.5
# Locators of a digest are spans of the original; an adapter may read some of them differently.
MIN_LOCATORS_FOUND = 0.9
# Limits of what one document is compared with, nearest titles and dates first.
MAX_COMPARED, MAX_DIGESTS_COMPARED = 20, 100


@dataclass(frozen=True)
class Match:
    """The result: the Source of a draft, or none and the Source that it is a repost of.

    `is_same_page` states that the draft is a newer reading of the page that the Source was read
    from, and not another copy of its text. `doubts` are sentences for a person to check.
    """

    source: Source | None = None
    repost_of: Source | None = None
    is_same_page: bool = False
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """A Source whose current text may be that of the draft."""

    source: Source
    shingles: frozenset[str]
    blocks: frozenset[str]


@dataclass(frozen=True)
class Document:
    """A draft with what the rules compare.

    `sources_of_file` holds the ids of the Sources that the same file was read as before.
    """

    draft: Draft
    sources_of_file: frozenset[int] = frozenset()

    @cached_property
    def title_key(self) -> str:
        """The title, folded for comparison."""
        return title_key(self.draft.title)

    @cached_property
    def shingles(self) -> frozenset[str]:
        """The shingles of the text."""
        return shingles_of(self.draft.text)

    @cached_property
    def blocks(self) -> frozenset[str]:
        """The folded blocks that are long enough to compare."""
        return frozenset(block_keys(block.text for block in self.draft.blocks))

    def differs_from(self, source: Source) -> bool:
        """Return whether address, outlet or publisher are known on both sides and differ.

        A value that a person corrected does not differ from what was read before. Names of an
        outlet may differ in script, width and case.
        """
        keys = {source.address_key, address_key(str(source.values_read.get("url", "")))} - {""}
        key = address_key(self.draft.url)
        if key and keys and key not in keys:
            return True
        for field in ("outlet", "publisher"):
            name, known = fold(getattr(self.draft, field)), known_names(source, field)
            if name and known and name not in known:
                return True
        return False

    def has_title_of(self, source: Source) -> bool:
        """Return whether the titles, one perhaps corrected by a person, are nearly the same."""
        keys = {source.title_key, title_key(str(source.values_read.get("title", "")))}
        return any(are_similar(self.title_key, key) for key in keys)

    def is_file_of(self, source: Source) -> bool:
        """Return whether the same file was a text of this Source before."""
        return source.pk in self.sources_of_file


def match(draft: Draft, sources_of_file: Iterable[int] = ()) -> Match:
    """Return the Source that a draft belongs to, or the original that it repeats.

    `sources_of_file` are the ids of the Sources that the same file was read as before.
    """
    document = Document(draft, frozenset(sources_of_file))
    if source := same_address(draft):
        # The page of a merged article is another copy of the one that it was merged into.
        target = cast(Source, source.merged_into or source)
        return Match(target, is_same_page=target == source)
    if found := known_by_digest(document):
        return found
    if remaining := read_as_merged(document.blocks, document.sources_of_file):
        return Match(remaining)
    candidates = _candidates(document)
    if source := shared_blocks(document, candidates):
        if document.is_file_of(source):
            return Match(source, is_same_page=True)
        return Match(source, doubts=_copy_doubts(document, source))
    if original := repeated(document, candidates):
        return Match(repost_of=original, doubts=_order_doubts(draft, original))
    return Match(doubts=possible_duplicates(draft, _similar(document, candidates)))


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
    current = Snapshot.objects.current().filter(source=OuterRef("pk"))
    digests_only = in_use(Source.objects.filter(~Exists(current.originals())))
    text_sha256 = Snapshot.digest_of(document.draft.text)
    if source := digests_only.filter(original_sha256=text_sha256).order_by("pk").first():
        return Match(source)
    merged = Source.objects.exclude(merged_into=None).filter(original_sha256=text_sha256)
    if source := merged.order_by("pk").first():
        return Match(cast(Source, source.merged_into))
    holds_locators = import_string(settings.HOLDS_LOCATORS)
    blocks = [block.text for block in document.draft.blocks]
    digests_only = digests_only.filter(Exists(current.digests()))
    for source in _nearest(document, digests_only)[:MAX_DIGESTS_COMPARED]:
        if holds_locators(source, blocks, MIN_LOCATORS_FOUND):
            if document.differs_from(source):
                return Match(repost_of=source.original)
            return Match(source)
    return None


def _nearest(document: Document, sources: SourceQuerySet) -> SourceQuerySet:
    """Keep the Sources with the draft's title, or with a date that may be the same; title first.

    A draft without a date may be of any day.
    """
    has_title = Q(title_key=document.title_key) & ~Q(title_key="")
    is_first = Case(When(has_title, then=Value(0)), default=Value(1), output_field=IntegerField())
    date = PartialDate.parse(document.draft.published) if document.draft.published else None
    near = sources.filter(has_title | overlapping(date))
    return near.order_by(is_first, "pk").select_related("outlet", "publisher", "repost_of")


def shared_blocks(document: Document, candidates: Iterable[Candidate]) -> Source | None:
    """Rule 3: nothing known differs, and half of the draft's blocks are in the Source.

    Each text must also be most of the other, unless the title or the file is the same. A
    subscription notice can have as many paragraphs as a short article, and a commentary, which may
    be known first, quotes an article as a whole. Texts without a block that is long enough must be
    the same.
    """
    matching = []
    for candidate in candidates:
        if document.differs_from(candidate.source):
            continue
        share = len(document.blocks & candidate.blocks) / max(1, len(document.blocks))
        held = containment(document.shingles, candidate.shingles)
        if document.is_file_of(candidate.source) or document.has_title_of(candidate.source):
            is_same = share >= MIN_SHARED_BLOCKS or document.shingles == candidate.shingles
        else:
            is_long = len(document.shingles) >= MIN_REPOST_SHINGLES
            both = min(held, containment(candidate.shingles, document.shingles))
            is_same = is_long and share >= MIN_SHARED_BLOCKS and both >= MIN_REPOST_CONTAINMENT
        if is_same:
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


def _similar(document: Document, candidates: Iterable[Candidate]) -> list[Source]:
    """Return the Sources of which half is in the draft, or that have half of the draft."""
    shares = [
        (
            max(
                containment(document.shingles, candidate.shingles),
                containment(candidate.shingles, document.shingles),
            ),
            -candidate.source.pk,
            candidate.source,
        )
        for candidate in candidates
    ]
    shares.sort(key=lambda item: item[:2], reverse=True)
    return [source for share, _pk, source in shares if share >= MIN_DOUBTFUL_CONTAINMENT]


def _candidates(document: Document) -> list[Candidate]:
    """Return the Sources whose current original is similar, or has the same hash or title."""
    draft = document.draft
    current = Snapshot.objects.originals().current()
    ids = similar_snapshots(document.shingles)
    ids += current.filter(text_sha256=Snapshot.digest_of(draft.text)).values_list("pk", flat=True)
    if key := document.title_key:
        same_title = current.filter(source__title_key=key).order_by("-pk")
        ids += same_title.values_list("pk", flat=True)[:MAX_COMPARED]
    rows = current.filter(pk__in=set(ids)).select_related(
        "source__repost_of", "source__outlet", "source__publisher"
    )
    return [
        Candidate(
            snapshot.source,
            shingles_of(snapshot.text),
            frozenset(block_keys(snapshot.passages.values_list("text", flat=True))),
        )
        for snapshot in rows.order_by("pk")
    ]


def _copy_doubts(document: Document, source: Source) -> tuple[str, ...]:
    """Return a doubt about a copy without a known address that has another title or day."""
    draft = document.draft
    dates = [PartialDate.parse(text) for text in (draft.published, source.published) if text]
    is_same_day = len(dates) < 2 or dates[0].overlaps(dates[1])
    if document.has_title_of(source) and is_same_day:
        return ()
    described = f"“{draft.title[:80]}”" + (f" ({draft.published})" if draft.published else "")
    return (f"Taken for a copy by its text: {described}. Check that it is the same article.",)


def _order_doubts(draft: Draft, original: Source) -> tuple[str, ...]:
    date, original_date = (
        PartialDate.parse(text) if text else None for text in (draft.published, original.published)
    )
    latest, earliest = date and date.latest, original_date and original_date.earliest
    if latest and earliest and latest < earliest:
        return (f"Published before “{original.slug}”, which it repeats: check which is first.",)
    return ()
