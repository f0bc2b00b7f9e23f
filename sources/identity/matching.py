"""Find the source to which a document belongs, or create it."""

from __future__ import annotations

from django.utils.text import slugify

from sources.adapters.base import Draft
from sources.models import IngestItem, Outlet, Snapshot, Source
from sources.models.title_key import title_key

# Two readings are of one article if they share at least this part of the shorter one's blocks.
MIN_SHARED_BLOCKS = 0.5


def find_source(draft: Draft, input_name: str) -> Source | None:
    """Return the source of which this draft is a text, or None.

    The rules in order of trust: the same clean text, the same address, the same title and day, and
    the same input path with mostly the same blocks. A title that several articles share is ignored.
    """
    text_sha256 = Snapshot.digest_of(draft.text)
    # One query per index: with both conditions in one query, PostgreSQL scans every source.
    for condition in ({"snapshots__text_sha256": text_sha256}, {"original_sha256": text_sha256}):
        if source := Source.objects.filter(**condition).order_by("pk").first():
            return source
    if draft.url and (source := Source.objects.filter(url=draft.url).order_by("pk").first()):
        return source
    same_title = list(Source.objects.for_bibliography(title_key(draft.title), draft.published)[:2])
    if len(same_title) == 1:
        return same_title[0]
    return _by_input(draft, input_name)


def make_source(draft: Draft, source: Source | None) -> Source:
    """Return the source, new or given, with its empty fields filled from the draft.

    Fields with a value are kept, because an editor may have corrected them. Saves only on change.
    """
    source = source or Source(slug=_free_slug(draft), title=draft.title, language=draft.language)
    values = {
        "authors": list(draft.authors),
        "url": draft.url,
        "published": draft.published,
        "outlet": _outlet(draft.outlet) if not source.outlet_id else None,
        "publisher": _outlet(draft.publisher) if not source.publisher_id else None,
        "doubts": list(draft.doubts),
    }
    changed = source.pk is None
    for name, value in values.items():
        if value and not getattr(source, name):
            setattr(source, name, value)
            changed = True
    if changed:
        source.save()
    return source


def outlet_slug(name: str) -> str:
    """Return an unused slug for an outlet with this name.

    Chinese characters have no slug; such outlets are numbered.
    """
    base = slugify(name)[:90] or "outlet"
    slug, suffix = base, 1
    while Outlet.objects.filter(slug=slug).exists():
        suffix += 1
        slug = f"{base}-{suffix}"
    return slug


def _by_input(draft: Draft, input_name: str) -> Source | None:
    item = (
        IngestItem.objects.filter(input=input_name, source__isnull=False)
        .select_related("source")
        .order_by("-pk")
        .first()
    )
    if item is None or item.source is None:
        return None
    snapshot = item.source.snapshots.originals().current().first()
    if snapshot is None:
        return None
    old_texts = set(snapshot.passages.values_list("text", flat=True))
    new_texts = {block.text for block in draft.blocks}
    shared_count = len(old_texts & new_texts)
    return (
        item.source
        if shared_count >= MIN_SHARED_BLOCKS * min(len(old_texts), len(new_texts))
        else None
    )


def _outlet(name: str) -> Outlet | None:
    if not name:
        return None
    if outlet := Outlet.objects.for_name(name).first():
        return outlet
    is_english = name.isascii()
    return Outlet.objects.create(
        slug=outlet_slug(name),
        name_en=name if is_english else "",
        name_zh="" if is_english else name,
    )


def _free_slug(draft: Draft) -> str:
    title_slug = slugify(draft.title)[:60].strip("-")
    base = "-".join(
        filter(None, [draft.published[:10] if draft.published[:4].isdigit() else "", title_slug])
    )
    base = slugify(base) or "source"
    if base == title_slug or len(title_slug) < 8:
        # A title without Latin letters gives no slug: the hash separates articles of one day.
        base = f"{base}-{Snapshot.digest_of(draft.text)[:8]}"
    slug, suffix = base, 1
    while Source.objects.filter(slug=slug).exists():
        suffix += 1
        slug = f"{base}-{suffix}"
    return slug
