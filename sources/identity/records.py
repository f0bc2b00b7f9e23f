"""Bibliographic records: what an adapter read, and what a person edited.

`Source.values_read` holds the value of each field as it was read last. A field with another value
was edited by a person, also if it was emptied. A better reading replaces what was read, never what
was edited.
"""

from __future__ import annotations

from typing import Any

from django.utils.text import slugify

from sources.adapters.base import Draft
from sources.models import Outlet, Snapshot, Source

FIELDS = ("title", "language", "authors", "url", "published", "outlet", "publisher")
MAX_DOUBT_LENGTH = 200


def new_source(draft: Draft, repost_of: Source | None = None) -> Source:
    """Create the Source of a draft."""
    source = Source(slug=_free_slug(draft), repost_of=repost_of)
    _read(source, draft, FIELDS)
    source.save()
    return source


def refresh(source: Source, draft: Draft, *, is_current: bool) -> None:
    """Take over what a draft reads better than the readings before it; save only a change.

    The draft of the current text replaces every field that was read. That of another text, such as
    a shortened copy, only fills fields that nothing was read for.
    """
    names = _readable(source, draft, is_current=is_current)
    if names and _read(source, draft, names):
        source.save()


def changes_of(
    source: Source, draft: Draft, *, is_current: bool
) -> dict[str, tuple[object, object]]:
    """Return the (old, new) values of the fields that `refresh` would change, as text or list."""
    changes: dict[str, tuple[object, object]] = {}
    for name in _readable(source, draft, is_current=is_current):
        old, new = getattr(source, name), _value_of(draft, name)
        is_same = old == new
        if isinstance(old, Outlet):
            is_same = Outlet.objects.for_name(new).filter(pk=old.pk).exists()
        if not is_same:
            changes[name] = (str(old) if isinstance(old, Outlet) else old or "", new)
    return changes


def _readable(source: Source, draft: Draft, *, is_current: bool) -> list[str]:
    """Return the fields that the draft may set."""
    return [
        name
        for name in FIELDS
        if not is_edited(source, name)
        and _value_of(draft, name)
        and (not getattr(source, name) or (is_current and _is_better(source, draft, name)))
    ]


def is_edited(source: Source, name: str) -> bool:
    """Return whether a person set this field: its value is not the one that was read last."""
    value = _plain(getattr(source, name))
    return value != source.values_read.get(name, type(value)())


def add_doubts(source: Source, doubts: tuple[str, ...]) -> None:
    """Add the doubts that the Source does not have yet; save only a change."""
    clipped = [doubt[:MAX_DOUBT_LENGTH] for doubt in doubts]
    if new := [doubt for doubt in dict.fromkeys(clipped) if doubt not in source.doubts]:
        source.doubts = [*source.doubts, *new]
        source.save(update_fields=["doubts"])


def _is_better(source: Source, draft: Draft, name: str) -> bool:
    """Return whether the draft's value may replace the one read before.

    A date is not replaced by a less precise one: 2019-04-03 by 2019-04.
    """
    if name == "published":
        return not source.published.startswith(draft.published)
    return True


def _read(source: Source, draft: Draft, names: tuple[str, ...] | list[str]) -> bool:
    """Set fields from a draft; return whether one of them changed."""
    has_changed = False
    for name in names:
        value = _value_of(draft, name)
        if isinstance(value, str) and name in ("outlet", "publisher"):
            value = _outlet(value)
        has_changed |= getattr(source, name) != value
        setattr(source, name, value)
        has_changed |= source.values_read.get(name) != _plain(value)
        source.values_read[name] = _plain(value)
    return has_changed


def _value_of(draft: Draft, name: str) -> Any:
    value = getattr(draft, name)
    return list(value) if isinstance(value, tuple) else value


def _plain(value: Any) -> str | list[str] | int:
    """Return the value of a field as JSON; an outlet is its id."""
    if isinstance(value, Outlet):
        return value.pk
    return "" if value is None else value


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
