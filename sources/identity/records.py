"""Bibliographic records: what an adapter read, and what a person edited.

`Source.values_read` holds the value of each field as it was read last. A field with another value
was edited by a person, also if it was emptied. A better reading replaces what was read, never what
was edited.
"""

from __future__ import annotations

from typing import Any

from sources.adapters.base import Draft
from sources.identity.outlets import is_same_name, known_names, outlet_named, read_name
from sources.identity.slugs import source_slug
from sources.languages.folding import fold
from sources.models import Outlet, Source

OUTLETS = ("outlet", "publisher")
FIELDS = ("title", "language", "authors", "url", "published", *OUTLETS)
MAX_DOUBT_LENGTH = 200


def new_source(draft: Draft, repost_of: Source | None = None) -> Source:
    """Create the Source of a draft."""
    source = Source(slug=source_slug(draft), repost_of=repost_of)
    _read(source, draft, FIELDS)
    _read_doubts(source, draft)
    source.save()
    return source


def refresh(source: Source, draft: Draft, *, may_replace: bool) -> None:
    """Take over what the draft of the current text reads; save only a change.

    With `may_replace` it is a newer reading of the same page: it replaces every field that was
    read, and the doubts. That of another copy only fills fields that are empty and that nothing
    was read for.
    """
    has_changed = _read(source, draft, _readable(source, draft, may_replace=may_replace))
    if may_replace:
        has_changed |= _read_doubts(source, draft)
    if has_changed:
        source.save()


def changes_of(source: Source, draft: Draft) -> dict[str, tuple[object, object]]:
    """Return the (old, new) values of the fields that a newer reading changes, as text or list."""
    changes: dict[str, tuple[object, object]] = {}
    for name in _readable(source, draft, may_replace=True):
        old, new = getattr(source, name), _value_of(draft, name)
        is_same = fold(new) in known_names(source, name) if name in OUTLETS and old else old == new
        if not is_same:
            changes[name] = (str(old) if isinstance(old, Outlet) else old or "", new)
    return changes


def _readable(source: Source, draft: Draft, *, may_replace: bool) -> list[str]:
    """Return the fields that the draft may set."""
    return [
        name
        for name in FIELDS
        if not is_edited(source, name)
        and _value_of(draft, name)
        and (not getattr(source, name) or (may_replace and _is_better(source, draft, name)))
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
        read = {name: value}
        if name in OUTLETS:
            read[read_name(name)] = value
            value = _outlet_read(source, name, value)
            read[name] = value
        has_changed |= getattr(source, name) != value
        setattr(source, name, value)
        plain = {key: _plain(item) for key, item in read.items()}
        has_changed |= not plain.items() <= source.values_read.items()
        source.values_read |= plain
    return has_changed


def _outlet_read(source: Source, field: str, name: str) -> Outlet | None:
    """Return the outlet with a name; the one that was read before, if the name is the same.

    An editor may have renamed the outlet since. A public article keeps its outlet while the one of
    the name is only proposed.
    """
    known: Outlet | None = getattr(source, field)
    if known and is_same_name(name, source.values_read.get(read_name(field))):
        return known
    is_public = source.state == Source.State.ACCEPTED
    return outlet_named(name, is_public=is_public) or (known if is_public else None)


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
