"""The names of a merged record remain names of the other one, so that they are still found."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import models

from events.editing.lookalikes import NAMED, names_of
from events.editing.merging.intended import merging_contexts
from events.models import Platform, PlatformAlias
from sources.models.history import history_of
from sources.models.naming import name_key


def kept_names(record: models.Model, into: models.Model) -> list[str]:
    """Return the names and aliases of a record that the other one does not have yet."""
    if type(record) not in NAMED:
        return []
    known = {name_key(name) for name in names_of(into)}
    kept: dict[str, str] = {}
    for name in names_of(record):
        if name_key(name) not in known:
            kept.setdefault(name_key(name), name)
    kept.pop("", None)
    return list(kept.values())


def keep_names(record: models.Model, into: models.Model) -> None:
    """Add the names of a record to the aliases of the other one, before what refers to it moves."""
    names = kept_names(record, into)
    if isinstance(record, Platform):
        own = {alias.text for alias in record.aliases.all()}  # these rows move
        for name in names:
            if name not in own:
                PlatformAlias.objects.create(platform_id=into.pk, text=name)
    elif names:
        _set_aliases(into, [*into.aliases, *names])  # type: ignore[attr-defined]


def settle_names(row: models.Model, acts: Collection[UUID]) -> None:
    """Let a record have the names that it has from people, and those of what is merged into it.

    `acts` are further contexts of merges, from before these were marked.
    """
    if type(row) not in NAMED:
        return
    followers = list(type(row)._base_manager.filter(merged_into=row.pk))
    kept = {name_key(name) for follower in followers for name in names_of(follower)}
    if isinstance(row, Platform):
        for alias in PlatformAlias.objects.filter(platform=row.pk):
            writes = list(history_of(PlatformAlias).filter(pgh_obj=alias.pk).order_by("pgh_id"))
            by_merges = merging_contexts(writes) | set(acts)
            if (
                writes
                and writes[0].pgh_context_id in by_merges
                and name_key(alias.text) not in kept
            ):
                alias.delete()
    else:
        given = _given(row, acts)
        saved: Any = type(row)._base_manager.get(pk=row.pk)
        own = [name for name in saved.aliases if name not in given or name_key(name) in kept]
        if own != saved.aliases:
            _set_aliases(saved, own)
    for follower in followers:
        keep_names(follower, type(row)._base_manager.get(pk=row.pk))


def _given(row: models.Model, acts: Collection[UUID]) -> set[str]:
    """Return the aliases of a record that merges added, and no person."""
    writes = list(history_of(type(row)).filter(pgh_obj=row.pk).order_by("pgh_id"))
    by_merges = merging_contexts(writes) | set(acts)
    given: set[str] = set()
    before: set[str] = set()
    for write in writes:
        aliases = set(write.aliases or ())  # null before the column was added
        if write.pgh_context_id in by_merges:
            given |= aliases - before
        given &= aliases
        before = aliases
    return given


def _set_aliases(row: Any, aliases: Iterable[str]) -> None:
    row.aliases = list(aliases)
    row.save(update_fields=["aliases"])
