"""The names of a merged record remain names of the other one, so that they are still found."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import models

from events.editing.lookalikes import NAMED, names_of
from events.editing.merging.original_rows import merge_contexts
from events.models import Platform, PlatformAlias
from sources.models.history import history_of, writes_by_row
from sources.models.naming import name_key


def names_to_add(record: models.Model, into: models.Model) -> list[str]:
    """Return the names and aliases of a record that the other one does not have yet."""
    if type(record) not in NAMED:
        return []
    known = {"", *(name_key(name) for name in names_of(into))}
    added: dict[str, str] = {}
    for name in names_of(record):
        if name_key(name) not in known:
            added.setdefault(name_key(name), name)
    return list(added.values())


def add_names(record: models.Model, into: models.Model) -> None:
    """Add the names of a record to the aliases of the other one, before what refers to it moves."""
    names = names_to_add(record, into)
    if isinstance(record, Platform):
        own = {alias.text for alias in record.aliases.all()}  # these rows move
        for name in names:
            if name not in own:
                PlatformAlias.objects.create(platform_id=into.pk, text=name)
    elif names:
        _set_aliases(into, [*into.aliases, *names])  # type: ignore[attr-defined]


def update_aliases(row: models.Model, contexts: Collection[UUID]) -> None:
    """Let a record have the aliases that people gave it, and the names of what is merged into it.

    `contexts` are those of merges from before these were marked.
    """
    if type(row) not in NAMED:
        return
    followers = list(type(row)._base_manager.filter(merged_into=row.pk))
    kept = {name_key(name) for follower in followers for name in names_of(follower)}
    if isinstance(row, Platform):
        _delete_aliases(row, kept, contexts)
    else:
        added = _added_by_merges(row, contexts)
        saved: Any = type(row)._base_manager.get(pk=row.pk)
        aliases = [name for name in saved.aliases if name not in added or name_key(name) in kept]
        if aliases != saved.aliases:
            _set_aliases(saved, aliases)
    for follower in followers:
        add_names(follower, type(row)._base_manager.get(pk=row.pk))


def _delete_aliases(row: Platform, kept: Collection[str], contexts: Collection[UUID]) -> None:
    """Delete the aliases of a platform that merges added, except those with a key in `kept`."""
    history = history_of(PlatformAlias).filter(pgh_obj__platform=row.pk)
    for pk, writes in writes_by_row(history).items():
        is_added = writes[0].pgh_context_id in merge_contexts(writes[:1]) | set(contexts)
        if is_added and name_key(writes[-1].text) not in kept:
            PlatformAlias.objects.filter(pk=pk).delete()


def _added_by_merges(row: models.Model, contexts: Collection[UUID]) -> set[str]:
    """Return the aliases of a record that merges added, and no person."""
    writes = list(history_of(type(row)).filter(pgh_obj=row.pk).order_by("pgh_id"))
    by_merges = merge_contexts(writes) | set(contexts)
    added: set[str] = set()
    before: set[str] = set()
    for write in writes:
        aliases = set(write.aliases or ())  # null before the column was added
        if write.pgh_context_id in by_merges:
            added |= aliases - before
        added &= aliases
        before = aliases
    return added


def _set_aliases(row: Any, aliases: Iterable[str]) -> None:
    row.aliases = list(aliases)
    row.save(update_fields=["aliases"])
