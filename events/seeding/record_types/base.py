"""What a kind of seed record is: its files, its fields, and the row it becomes."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import ClassVar

from django.db import models

from events.seeding.fields import Field, Reading, read_fields
from events.seeding.records import Finding, Record, read_records

Values = dict[str, object]


class RecordType:
    """One kind of record. Subclasses say which, and how a row is written and read."""

    name: ClassVar[str]
    files: ClassVar[str]  # a glob, relative to the seeds folder
    model: ClassVar[type[models.Model]]
    key: ClassVar[str] = "slug"
    fields: ClassVar[tuple[Field, ...]]

    def records(self, folder: Path) -> Iterable[Record]:
        """Every record in this kind's files. Raises SeedError for a file that is no YAML list."""
        for path in sorted(folder.glob(self.files)):
            yield from read_records(path, folder)

    def read(self, record: Record) -> Reading:
        """The record's fields as values, nested lists of records included."""
        return read_fields(record, self.fields)

    def check(self, values: Values, record: Record, known: KnownKeys) -> list[Finding]:
        """What is wrong beyond single fields: references to records that are not there."""
        return []

    def save(self, values: Values, session: LoadSession) -> models.Model:
        """Write the row. Runs inside the loader's transaction."""
        raise NotImplementedError

    def finish(self, row: models.Model, values: Values, session: LoadSession) -> None:
        """Tie the row to others of its own kind, once all of them are there."""

    def rows(self) -> models.QuerySet:
        """The rows that `dumpseeds` writes, in the order of the file."""
        return self.model.objects.order_by(self.key)

    def values_of(self, row: models.Model) -> Values:
        """The inverse of `save`: the values of a row, by field name."""
        return {item.name: getattr(row, item.name) for item in self.fields}

    def is_bare(self, row: models.Model) -> bool:
        """Whether a row holds nothing but what ingest gave it, so that the seeds may fill it."""
        return False

    def is_withdrawn(self, row: models.Model) -> bool:
        """Whether somebody took the row back from the public: the seeds do not show it again."""
        return False

    def file_of(self, values: Values) -> str:
        """The file in which a row is written down."""
        return self.files

    def canonical(self, values: Values) -> Values:
        """The record in the order of the fields, without what is empty: what a file holds."""
        return compact({item.name: values[item.name] for item in self.fields})


class KnownKeys:
    """Every key that a record may refer to, by the name of its kind."""

    def __init__(self) -> None:
        self.keys: dict[str, set[str]] = {}
        self.blocks: dict[str, int] = {}

    def add(self, kind: str, key: str) -> None:
        self.keys.setdefault(kind, set()).add(key)

    def missing(self, kind: str, keys: Iterable[str]) -> list[str]:
        """Those of the keys that no record of this kind has."""
        known = self.keys.get(kind, set())
        return [key for key in keys if key and key not in known]

    def findings(self, record: Record, field: str, kind: str, keys: Iterable[str]) -> list[Finding]:
        return [
            record.finding(field, f"There is no {kind} “{key}”.")
            for key in self.missing(kind, keys)
        ]


class LoadSession:
    """What saving rows needs to look up again and again during one load."""

    def __init__(self) -> None:
        self._rows: dict[tuple[type[models.Model], str], models.Model] = {}
        self._keys: dict[type[models.Model], set[str]] = {}
        self.findings: list[Finding] = []

    def row(self, model: type[models.Model], key: str, field: str = "slug") -> models.Model:
        found = self._rows.get((model, key))
        if found is None:
            found = self._rows[model, key] = model.objects.get(**{field: key})
        return found

    def existing(
        self, model: type[models.Model], key: str, field: str = "slug"
    ) -> models.Model | None:
        """The row with this key from before the load; one query tells which are there."""
        if model not in self._keys:
            self._keys[model] = set(model.objects.values_list(field, flat=True))
        return model.objects.get(**{field: key}) if key in self._keys[model] else None

    def optional(self, model: type[models.Model], key: str) -> models.Model | None:
        return self.row(model, key) if key else None

    def all(self, model: type[models.Model], keys: Iterable[str], field: str = "slug") -> list:
        return [self.row(model, key, field) for key in keys]


def compact(value: object) -> object:
    """A value as a seed file holds it: no empty fields, numbers plain, all else as it is."""
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


def link(manager: models.Manager, wanted: Iterable[models.Model], *, fresh: bool) -> None:
    """Make the rows of a many-to-many relation exactly these; a `fresh` owner has none yet."""
    if not fresh:
        manager.set(wanted)
    elif wanted:
        manager.add(*wanted)


def set_fields(row: models.Model, values: Values, names: Iterable[str]) -> None:
    for name in names:
        setattr(row, name, values[name])
