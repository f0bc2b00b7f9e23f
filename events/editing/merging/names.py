"""The names of a merged record remain names of the other one, so that they are still found."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import models

from events.editing.lookalikes import NAMED, names_of
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


def take_back_names(record: models.Model, acts: Collection[UUID]) -> None:
    """Remove what the merges of a record added to the aliases of its targets."""
    if type(record) not in NAMED:
        return
    own = {name_key(name) for name in names_of(record)}
    if isinstance(record, Platform):
        history = history_of(PlatformAlias).filter(pgh_context__in=acts, pgh_label="insert")
        added = [write.pgh_obj_id for write in history if name_key(write.text) in own]
        PlatformAlias.objects.filter(pk__in=added).exclude(platform=record.pk).delete()
        return
    for target, names in _added(type(record), acts).items():
        row: Any = type(record)._base_manager.filter(pk=target).first()
        if row is not None and (gone := {name for name in names if name_key(name) in own}):
            _set_aliases(row, [name for name in row.aliases if name not in gone])


def _added(model: type[models.Model], acts: Collection[UUID]) -> dict[int, set[str]]:
    """Return the aliases that each record got in these acts."""
    history = history_of(model)
    targets = set(history.filter(pgh_context__in=acts).values_list("pgh_obj_id", flat=True))
    added: dict[int, set[str]] = {}
    before: dict[int, set[str]] = {}
    for write in history.filter(pgh_obj_id__in=targets).order_by("pgh_id"):
        # A column that is younger than the write is null.
        aliases = set(write.aliases or ())
        if write.pgh_context_id in acts:
            new = aliases - before.get(write.pgh_obj_id, aliases)
            added.setdefault(write.pgh_obj_id, set()).update(new)
        before[write.pgh_obj_id] = aliases
    return added


def _set_aliases(row: Any, aliases: Iterable[str]) -> None:
    row.aliases = list(aliases)
    row.save(update_fields=["aliases"])
