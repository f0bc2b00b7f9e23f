"""Slugs of new articles and outlets."""

from __future__ import annotations

import itertools

from django.utils.text import slugify

from sources.adapters.base import Draft
from sources.models import Outlet, Snapshot, Source


def source_slug(draft: Draft) -> str:
    """Return an unused slug for the article of a draft: its date and title.

    A title without Latin letters has no slug; the hash of the text separates articles of one day.
    """
    title_slug = slugify(draft.title)[:60].strip("-")
    base = "-".join(
        filter(None, [draft.published[:10] if draft.published[:4].isdigit() else "", title_slug])
    )
    base = slugify(base) or "source"
    if base == title_slug or len(title_slug) < 8:
        base = f"{base}-{Snapshot.digest_of(draft.text)[:8]}"
    return _unused(Source, base)


def outlet_slug(name: str) -> str:
    """Return an unused slug for an outlet with this name.

    Chinese characters have no slug; such outlets are numbered.
    """
    return _unused(Outlet, slugify(name)[:90] or "outlet")


def _unused(model: type[Outlet] | type[Source], base: str) -> str:
    """Return the base, or with the first number after it that no slug has."""
    taken = set(model.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in itertools.count(2))
    return next(slug for slug in itertools.chain([base], numbered) if slug not in taken)
