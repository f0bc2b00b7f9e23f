"""What rows are today: with the targets of merged records, and without rows that are there twice.

The functions take many rows of one table, and need a fixed number of queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import models

from events.editing.merging.original_rows import OriginalRow
from events.editing.merging.references import unique_columns
from events.models import Evidence
from sources.models.merging import Mergeable

References = dict[str, int | None]
"""The ids to which the columns of a row refer; None for nothing."""

Values = tuple[Any, ...]


def current_keys(model: type[models.Model], keys: Iterable[int]) -> dict[int, int]:
    """Return the id of each record, or of the one that it is merged into; not of deleted ones."""
    rows: models.QuerySet[Any] = model._base_manager.filter(pk__in=set(keys))
    return {row.pk: row.merged_into_id or row.pk for row in rows.only("pk", "merged_into")}


def current_references(rows: Sequence[OriginalRow]) -> dict[int, References]:
    """Return the references of each row today: a merged record is replaced by its target.

    A reference to a deleted record is None, and so is that of a record to itself.
    """
    wanted: dict[type[models.Model], set[int]] = defaultdict(set)
    for row in rows:
        for column, key in row.references.items():
            wanted[row.model_of(column)] |= {key} - {None}  # type: ignore[arg-type]
    targets = {model: current_keys(model, keys) for model, keys in wanted.items()}
    return {row.pk: _current(row, targets) for row in rows}


def _current(row: OriginalRow, targets: dict[type[models.Model], dict[int, int]]) -> References:
    current: References = {}
    for column, key in row.references.items():
        model = row.model_of(column)
        target = None if key is None else targets[model].get(key)
        current[column] = None if model is row.model and target == row.pk else target
    return current


def with_equivalent(rows: Sequence[OriginalRow]) -> set[int]:
    """Return the ids of the rows whose table has them, or another row that says the same.

    A row that would tie a record to itself counts too: a merge left nothing to say.
    """
    found = {row.pk for row in rows if row.is_stored}
    missing = [row for row in rows if not row.is_stored]
    if not missing:
        return found
    current = current_references(missing)
    found |= {row.pk for row in missing if _is_self_reference(row, current[row.pk])}
    for columns in _columns_of_equivalents(missing[0].model):
        values = {row.pk: _values(row, current[row.pk], columns) for row in missing}
        stored = _stored(missing[0].model, columns, values.values())
        found |= {pk for pk, value in values.items() if value in stored}
    return found


def store(rows: Sequence[OriginalRow]) -> list[models.Model]:
    """Store deleted rows with the references of today, and return those that were stored.

    Without those that refer to deleted records or tie a record to itself, and those of which the
    table has an equal one.
    """
    stored: list[models.Model] = []
    by_model: dict[type[models.Model], list[OriginalRow]] = defaultdict(list)
    for row in rows:
        by_model[row.model].append(row)
    for model, of_model in by_model.items():
        built = _storable(model, of_model)
        model._base_manager.bulk_create(built)
        stored += built
    return stored


def _storable(model: type[models.Model], rows: list[OriginalRow]) -> list[models.Model]:
    current = current_references(rows)
    complete = [row for row in rows if _is_complete(row, current[row.pk])]
    built: list[models.Model] = []
    taken: dict[int, set[Values]] = {}
    sets = [["pk"], *unique_columns(model)]
    for index, columns in enumerate(sets):
        values = [_values(row, current[row.pk], columns) for row in complete]
        taken[index] = _stored(model, columns, values)
    for row in sorted(complete, key=lambda row: row.pk):
        values = [_values(row, current[row.pk], columns) for columns in sets]
        if any(value in taken[index] for index, value in enumerate(values)):
            continue
        for index, value in enumerate(values):
            taken[index].add(value)
        built.append(model(pk=row.pk, **{**row.values, **current[row.pk]}))
    return built


def _is_complete(row: OriginalRow, current: References) -> bool:
    """Return whether all that a row refers to exists, and is not one record."""
    has_all = all(current[column] is not None for column, key in row.references.items() if key)
    return has_all and not _is_self_reference(row, current)


def _is_self_reference(row: OriginalRow, current: References) -> bool:
    by_model: dict[type[models.Model], list[int | None]] = defaultdict(list)
    for column, key in current.items():
        by_model[row.model_of(column)].append(key)
    return any(len(keys) > 1 and len(set(keys)) == 1 for keys in by_model.values())


def _columns_of_equivalents(model: type[models.Model]) -> list[list[str]]:
    """Return the columns of which equal values make two rows say the same."""
    if model is Evidence:
        # The place of the same words changes with the texts of their article.
        return [["event_id", "claim_id", "span_sha256"]]
    # A merge deletes rows of records, but no record, so no other record replaces one.
    return [] if issubclass(model, Mergeable) else unique_columns(model)


def _values(row: OriginalRow, current: References, columns: Collection[str]) -> Values:
    values = {"pk": row.pk, **row.values, **current}
    return tuple(values[column] for column in columns)


def _stored(
    model: type[models.Model], columns: Sequence[str], values: Iterable[Values]
) -> set[Values]:
    """Return those of the values that a table has. Null is equal to nothing in unique columns."""
    values = set(values)
    rows = model._base_manager.all()
    for index, column in enumerate(columns):
        present = {value[index] for value in values}
        if None not in present:
            rows = rows.filter(**{f"{column}__in": present})
    stored = set(rows.values_list(*columns)) & values if values else set()
    is_unique = model is not Evidence or "span_sha256" not in columns
    return {value for value in stored if not (is_unique and None in value)}
