"""Which Source a document belongs to, and making one when there is none."""

from __future__ import annotations

from django.utils.text import slugify

from sources.adapters.base import Draft
from sources.models import IngestItem, Outlet, Snapshot, Source
from sources.models.title_key import title_key

# Of two readings of one article, at least this share of the shorter one's blocks is the same.
SAME_ARTICLE = 0.5


def find_source(draft: Draft, input_name: str) -> Source | None:
    """The Source that this draft is a text of, or None.

    In order of trust: the same clean text, the same address, the same title and day, and the
    same input with mostly the same blocks. A title shared by several articles decides nothing.
    """
    digest = Snapshot.digest_of(draft.text)
    # One question an index: asked together, PostgreSQL reads every Source.
    for same_text in ({"snapshots__text_sha256": digest}, {"original_sha256": digest}):
        if found := Source.objects.filter(**same_text).order_by("pk").first():
            return found
    if draft.url and (found := Source.objects.filter(url=draft.url).order_by("pk").first()):
        return found
    alike = list(Source.objects.for_bibliography(title_key(draft.title), draft.published)[:2])
    if len(alike) == 1:
        return alike[0]
    return _by_input(draft, input_name)


def make_source(draft: Draft, source: Source | None) -> Source:
    """The Source with everything the draft knows; what editors wrote into it stays."""
    source = source or Source(slug=_free_slug(draft), title=draft.title, language=draft.language)
    blanks = {
        "authors": list(draft.authors),
        "url": draft.url,
        "published": draft.published,
        "outlet": _outlet(draft.outlet) if not source.outlet_id else None,
        "publisher": _outlet(draft.publisher) if not source.publisher_id else None,
        "doubts": list(draft.doubts),
    }
    changed = source.pk is None
    for name, value in blanks.items():
        if value and not getattr(source, name):
            setattr(source, name, value)
            changed = True
    if changed:
        source.save()
    return source


def outlet_slug(name: str) -> str:
    """A free slug for an outlet of this name; Chinese characters have none, so a number serves."""
    base = slugify(name)[:90] or "outlet"
    slug, number = base, 1
    while Outlet.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


def _by_input(draft: Draft, input_name: str) -> Source | None:
    item = (
        IngestItem.objects.filter(input=input_name, source__isnull=False)
        .select_related("source")
        .order_by("-pk")
        .first()
    )
    if item is None:
        return None
    old = item.source.snapshots.originals().current().first()
    if old is None:
        return None
    before = set(old.passages.values_list("text", flat=True))
    now = {block.text for block in draft.blocks}
    shared = len(before & now)
    return item.source if shared >= SAME_ARTICLE * min(len(before), len(now)) else None


def _outlet(name: str) -> Outlet | None:
    if not name:
        return None
    if found := Outlet.objects.for_name(name).first():
        return found
    in_english = name.isascii()
    return Outlet.objects.create(
        slug=outlet_slug(name),
        name_en=name if in_english else "",
        name_zh="" if in_english else name,
    )


def _free_slug(draft: Draft) -> str:
    words = slugify(draft.title)[:60].strip("-")
    base = "-".join(
        filter(None, [draft.published[:10] if draft.published[:4].isdigit() else "", words])
    )
    base = slugify(base) or "source"
    if base == words or len(words) < 8:
        # Titles without Latin letters leave nothing to tell articles of one day apart.
        base = f"{base}-{Snapshot.digest_of(draft.text)[:8]}"
    slug, number = base, 1
    while Source.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug
