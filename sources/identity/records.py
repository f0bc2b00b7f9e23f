"""Bibliographic records: what an adapter read, and what a person edited.

`Source.values_read` holds the value of each field as it was read last. A field with another value
was edited by a person, also if it was emptied. A better reading replaces what was read, never what
was edited.
"""

from __future__ import annotations

import itertools
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
    _read_doubts(source, draft)
    source.save()
    return source


def refresh(source: Source, draft: Draft, *, is_current: bool) -> None:
    """Take over what a draft reads better than the readings before it; save only a change.

    The draft of the current text replaces every field that was read, and its doubts. That of
    another text, such as a shortened copy, only fills fields that nothing was read for.
    """
    has_changed = _read(source, draft, _readable(source, draft, is_current=is_current))
    if is_current:
        has_changed |= _read_doubts(source, draft)
    if has_changed:
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


def _read_doubts(source: Source, draft: Draft) -> bool:
    """Replace the doubts of the last reading by those of the draft; return whether they changed.

    Doubts of other origin stay, and a doubt that a person removed does not return.
    """
    doubts = [doubt[:MAX_DOUBT_LENGTH] for doubt in draft.doubts]
    read = source.values_read.get("doubts", [])
    if source.values_read.get("doubts") == doubts:
        return False
    kept = [doubt for doubt in source.doubts if doubt not in read or doubt in doubts]
    new = [doubt for doubt in doubts if doubt not in read and doubt not in kept]
    source.doubts, source.values_read["doubts"] = [*kept, *new], doubts
    return True


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
    return _unused(Outlet, slugify(name)[:90] or "outlet")


def _free_slug(draft: Draft) -> str:
    title_slug = slugify(draft.title)[:60].strip("-")
    base = "-".join(
        filter(None, [draft.published[:10] if draft.published[:4].isdigit() else "", title_slug])
    )
    base = slugify(base) or "source"
    if base == title_slug or len(title_slug) < 8:
        # A title without Latin letters gives no slug: the hash separates articles of one day.
        base = f"{base}-{Snapshot.digest_of(draft.text)[:8]}"
    return _unused(Source, base)


def _unused(model: type[Outlet] | type[Source], base: str) -> str:
    """Return the base, or with the first number after it that no slug has."""
    taken = set(model.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in itertools.count(2))
    return next(slug for slug in itertools.chain([base], numbered) if slug not in taken)
