"""Base of the seed record types: their files, their fields and the rows they are saved as."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import ClassVar

from django.db import models

from events.seeding.fields import Field, Reading, read_fields
from events.seeding.records import Finding, Record, read_records
from sources.models.approval import Approvable, ApprovableQuerySet
from sources.models.merging import Mergeable

Values = dict[str, object]


class RecordType:
    """One type of seed record.

    Subclasses define its files, its fields and how rows are saved and read.
    """

    name: ClassVar[str]
    files: ClassVar[str]  # a glob, relative to the seeds folder
    model: ClassVar[type[models.Model]]
    key: ClassVar[str] = "slug"
    fields: ClassVar[tuple[Field, ...]]

    def records(self, folder: Path) -> Iterable[Record]:
        """Yield every record in the files of this type.

        Raises SeedError for a file that is not a YAML list of mappings.
        """
        for path in sorted(folder.glob(self.files)):
            yield from read_records(path, folder)

    def read(self, record: Record) -> Reading:
        """Return the record's fields as values, including nested lists of records."""
        return read_fields(record, self.fields)

    def check(self, values: Values, record: Record, known: KnownKeys) -> list[Finding]:
        """Return findings about more than one field, such as references to missing records."""
        return []

    def save(self, values: Values, session: LoadSession) -> models.Model:
        """Write the row and return it. Runs inside the loader's transaction."""
        raise NotImplementedError

    def finish(self, row: models.Model, values: Values, session: LoadSession) -> None:
        """Link the row to others of its own type, after all of them are saved."""

    def rows(self) -> Iterable[models.Model]:
        """Return the rows that `dumpseeds` writes, in the order of the file."""
        return self.public_rows().order_by(self.key)

    def values_of(self, row: models.Model) -> Values:
        """Return the values of a row by field name: the inverse of `save`."""
        return {item.name: getattr(row, item.name) for item in self.fields}

    def is_bare(self, row: models.Model) -> bool:
        """Return whether a row holds only data from ingest, so that the seeds may complete it."""
        return False

    def is_withdrawn(self, row: models.Model) -> bool:
        """Return whether the row was retracted or rejected: the seeds do not publish it again."""
        return False

    def is_proposed(self, row: models.Model) -> bool:
        """Return whether the row waits for approval: the seeds, which were reviewed, replace it."""
        return isinstance(row, Approvable) and not row.is_approved

    def public_rows(self) -> models.QuerySet[models.Model]:
        """Return the rows that other records may refer to: all except those not approved."""
        rows = self.model._default_manager.all()
        return rows.approved() if isinstance(rows, ApprovableQuerySet) else rows

    def known_rows(self) -> models.QuerySet[models.Model]:
        """Return the rows that records may refer to: the public ones, and what is merged now."""
        if issubclass(self.model, Mergeable):
            merged: models.QuerySet[models.Model] = self.model._default_manager.exclude(
                merged_into=None
            )
            return self.public_rows() | merged
        return self.public_rows()

    def file_of(self, values: Values) -> str:
        """Return the name of the file to which the record is written."""
        return self.files

    def canonical(self, values: Values) -> Values:
        """Return the record in the order of its fields, without empty values, as files hold it."""
        return compact({item.name: values[item.name] for item in self.fields})


class KnownKeys:
    """Keys that a record may refer to, by the name of their record type.

    `blocks` holds the number of blocks of each article.
    """

    def __init__(self) -> None:
        self.keys: dict[str, set[str]] = {}
        self.blocks: dict[str, int] = {}

    def add(self, kind: str, key: str) -> None:
        """Add the key of a record."""
        self.keys.setdefault(kind, set()).add(key)

    def missing(self, kind: str, keys: Iterable[str]) -> list[str]:
        """Return the non-empty keys that no record of this type has."""
        existing = self.keys.get(kind, set())
        return [key for key in keys if key and key not in existing]

    def findings(self, record: Record, field: str, kind: str, keys: Iterable[str]) -> list[Finding]:
        """Return a finding for each missing key."""
        return [
            record.finding(field, f"There is no {kind} “{key}”.")
            for key in self.missing(kind, keys)
        ]


class LoadSession:
    """Lookups that are cached, and findings that are collected, during one load."""

    def __init__(self) -> None:
        self._rows: dict[tuple[type[models.Model], str], models.Model] = {}
        self._keys: dict[type[models.Model], set[str]] = {}
        self.findings: list[Finding] = []

    def row(self, model: type[models.Model], key: str, field: str = "slug") -> models.Model:
        """Return the row with this key, from the cache or the database.

        A row that was merged means the one that it was merged into.
        """
        result = self._rows.get((model, key))
        if result is None:
            row = model.objects.get(**{field: key})
            result = self._rows[model, key] = getattr(row, "merged_into", None) or row
        return result

    def existing(
        self, model: type[models.Model], key: str, field: str = "slug"
    ) -> models.Model | None:
        """Return the row with this key if it existed before the load, else None.

        One query per model fetches all keys.
        """
        if model not in self._keys:
            self._keys[model] = set(model.objects.values_list(field, flat=True))
        return model.objects.get(**{field: key}) if key in self._keys[model] else None

    def optional(self, model: type[models.Model], key: str) -> models.Model | None:
        """Return the row with this slug, or None for an empty slug."""
        return self.row(model, key) if key else None

    def all(self, model: type[models.Model], keys: Iterable[str], field: str = "slug") -> list:
        """Return the rows with these keys, in the same order; each once, as two may be merged."""
        return list(dict.fromkeys(self.row(model, key, field) for key in keys))


def compact(value: object) -> object:
    """Return a value in the form that seed files hold: no empty fields, plain numbers."""
    if isinstance(value, dict):
        return {
            name: compact(item)
            for name, item in value.items()
            if item not in ("", None) and item != []
        }
    if isinstance(value, list | tuple):
        return [compact(item) for item in value]
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value()
        return int(value) if whole else value.normalize()
    return value


def link(manager: models.Manager, rows: Iterable[models.Model], *, fresh: bool) -> None:
    """Set the rows of a many-to-many relation.

    A `fresh` owner has none yet, which saves a query.
    """
    if not fresh:
        manager.set(rows)
    elif rows:
        manager.add(*rows)


def set_fields(row: models.Model, values: Values, names: Iterable[str]) -> None:
    """Set the named attributes of a row to the values; a row that needs approval is approved."""
    for name in names:
        setattr(row, name, values[name])
    if isinstance(row, Approvable):
        row.is_approved = True
