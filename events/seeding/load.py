"""The load of seeds into the database: all or nothing.

Edits made in the database are kept, unless the caller overwrites them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pghistory
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Model

from events.editing.quotations.budget import keep_within_budget, sources_of
from events.editing.support import unsupported
from events.fulltext import fold
from events.models import Claim, Event, SeedRecord, Tag
from events.seeding.record_types import RECORD_TYPES, RecordType
from events.seeding.record_types.base import KnownKeys, Values
from events.seeding.record_types.evidence import EvidenceLoadSession
from events.seeding.records import Finding, Record, SeedError, fingerprint
from sources.models.merging import is_merged
from sources.models.naming import DISTINCT


@dataclass
class Entry:
    """One valid record, with its type and values."""

    kind: RecordType
    record: Record
    values: Values

    @property
    def key(self) -> str:
        """The value of the key field: a slug, or the key of a claim."""
        return str(self.values[self.kind.key])


@dataclass
class LoadReport:
    """Result of a load: counts by status, and the names of rows kept because they were edited."""

    counts: Counter[str] = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)


def read_seeds(folder: Path, *, alone: bool = False) -> list[Entry]:
    """Return every record of a seeds folder, checked. Raises SeedError with all findings.

    Records may refer to rows that only the database has. With `alone` the database is not used.
    """
    if not folder.is_dir():
        raise SeedError([Finding(str(folder), 1, "", "There is no such folder.")])
    entries: list[Entry] = []
    findings: list[Finding] = []
    for kind in RECORD_TYPES:
        try:
            records = list(kind.records(folder))
        except SeedError as error:
            findings += error.findings
            continue
        for record in records:
            reading = kind.read(record)
            findings += reading.findings
            if not reading.findings:
                entries.append(Entry(kind, record, reading.values))
    if not findings:
        # With unreadable records, references to them would add findings for the same errors.
        findings += _references(entries, alone=alone)
    findings += _duplicates(entries) + _cycles(entries)
    findings += _shared_aliases(entries)
    if findings:
        raise SeedError(sorted(set(findings), key=lambda item: (item.file, item.line)))
    return entries


def load(
    folder: Path, *, overwrite: bool = False, report: Callable[[str, Entry], None] = lambda *_: None
) -> LoadReport:
    """Load a seeds folder in one transaction. Raises SeedError, and then nothing was written.

    A record is written only if it differs from what was loaded before. A row that was edited since
    is kept and named in the report, unless `overwrite` is true; one that was merged is always kept.
    A row that waits for approval is replaced. `report` is called with the status of each record:
    created, updated, unchanged or kept.
    """
    entries = read_seeds(folder)
    result, session = LoadReport(), EvidenceLoadSession()
    with transaction.atomic(), pghistory.context(reason="loadseeds"):
        # Nobody merges tags until the end: a saved tag, or a tag on a row, would be out of date.
        list(Tag.objects.locked())
        loaded = {(row.kind, row.key): row for row in SeedRecord.objects.all()}
        saved: list[tuple[Entry, Model]] = []
        written: list[SeedRecord] = []
        for entry in entries:
            status = _load_entry(entry, loaded, session, overwrite, saved, written)
            result.counts[status] += 1
            if status == "kept":
                result.kept.append(f"{entry.kind.name} {entry.key}")
            report(status, entry)
        for entry, row in saved:
            entry.kind.finish(row, entry.values, session)
        if findings := session.findings or _unsupported(saved):
            raise SeedError(findings)
        _check_constraints()
        SeedRecord.objects.bulk_create(
            written,
            update_conflicts=True,
            unique_fields=["kind", "key"],
            update_fields=["sha256"],
        )
        _index([row for _entry, row in saved])
        rows = [row for _entry, row in saved if isinstance(row, Event | Claim)]
        keep_within_budget(sources_of(rows))
    return result


def _load_entry(
    entry: Entry,
    loaded: dict,
    session: EvidenceLoadSession,
    overwrite: bool,
    saved: list[tuple[Entry, Model]],
    written: list[SeedRecord],
) -> str:
    """Save one record if necessary; return its status.

    Saved rows are appended to `saved`, fingerprints to store to `written`.
    """
    kind = entry.kind
    sha256 = fingerprint(kind.canonical(entry.values))
    previous = loaded.get((kind.name, entry.key))
    if previous and previous.sha256 == sha256:
        return "unchanged"
    row = session.existing(kind.model, entry.key, kind.key)
    seed_record = SeedRecord(kind=kind.name, key=entry.key, sha256=sha256)
    status = _status(kind, row, sha256, previous, overwrite=overwrite) if row else ""
    if status:
        written += [seed_record] if status == "unchanged" else []
        return status
    try:
        saved.append((entry, kind.save(entry.values, session)))
    except ObjectDoesNotExist as error:
        message = f"Refers to a row that was deleted: {error}"
        raise SeedError([entry.record.finding("", message)]) from error
    except DatabaseError as error:
        raise SeedError([entry.record.finding("", _rejection(kind, entry, error))]) from error
    written.append(seed_record)
    return "updated" if row is not None else "created"


def _status(
    kind: RecordType, row: Model, sha256: str, previous: SeedRecord | None, *, overwrite: bool
) -> str:
    """Return "unchanged" or "kept" for a row that is not written; "" if it is."""
    if is_merged(row):
        return "kept"  # what the seeds say about it is said about another record now
    if kind.is_bare(row) or kind.is_proposed(row):
        return ""
    current_sha256 = fingerprint(kind.canonical(kind.values_of(row)))
    if current_sha256 == sha256 and not kind.is_withdrawn(row):
        return "unchanged"
    is_edited = kind.is_withdrawn(row) or not previous or current_sha256 != previous.sha256
    return "kept" if is_edited and not overwrite else ""


def _rejection(kind: RecordType, entry: Entry, error: DatabaseError) -> str:
    """Return why the database rejects a record."""
    constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
    if not constraint.endswith(DISTINCT):
        return f"The database rejects it: {str(error).splitlines()[0]}"
    language = "zh" if "_zh" in constraint else "en"
    name = constraint.removeprefix(f"{kind.name}_").removesuffix(DISTINCT)
    return f"Another {kind.name} has this name: {entry.values[f'name_{language}']} ({name})."


def _unsupported(saved: list[tuple[Entry, Model]]) -> list[Finding]:
    """Return findings of records that would be published without support in this database."""
    entries = {row: entry for entry, row in saved if isinstance(row, Event | Claim)}
    message = (
        "No accepted article supports it here. Accept one of its articles, or remove the record."
    )
    return [entries[row].record.finding("evidence", message) for row in unsupported(entries)]


def _check_constraints() -> None:
    """Run the deferred checks of the database, so that what they reject is a finding too."""
    try:
        connection.check_constraints()
    except IntegrityError as error:
        message = f"The database rejects the load: {str(error).splitlines()[0]}"
        raise SeedError([Finding("", 0, "", message)]) from error


def _index(saved: list[Model]) -> None:
    """Update the search vectors of the saved rows and of the rows that refer to them."""
    keys = {model: [row.pk for row in saved if isinstance(row, model)] for model in (Event, Claim)}
    platforms = [row.pk for row in saved if row._meta.model_name == "platform"]
    tags = [row.pk for row in saved if row._meta.model_name == "tag"]
    for model, pks in keys.items():
        to_index = set(pks)
        if platforms:
            to_index |= set(
                model.objects.filter(platforms__in=platforms).values_list("pk", flat=True)
            )
        if tags:
            to_index |= set(model.objects.filter(tags__in=tags).values_list("pk", flat=True))
        model.objects.filter(pk__in=to_index).index()


def _duplicates(entries: list[Entry]) -> list[Finding]:
    """Return findings of records with the key of an earlier record of their type."""
    seen: dict[tuple[str, str], Entry] = {}
    findings = []
    for entry in entries:
        first = seen.setdefault((entry.kind.name, entry.key), entry)
        if first is not entry:
            where = f"{first.record.file}:{first.record.line}"
            findings.append(
                entry.record.finding(
                    entry.kind.key, f"“{entry.key}” is already defined at {where}."
                )
            )
    return findings


def _shared_aliases(entries: list[Entry]) -> list[Finding]:
    """Return findings of aliases that two platforms have: in a text they would be ambiguous."""
    holders: dict[str, str] = {}
    findings = []
    for entry in entries:
        if entry.kind.name != "platform":
            continue
        for alias in entry.values["aliases"]:
            holder = holders.setdefault(fold(alias), entry.key)
            if holder != entry.key:
                findings.append(
                    entry.record.finding("aliases", f"“{alias}” is already an alias of {holder}.")
                )
    return findings


def _references(entries: list[Entry], *, alone: bool) -> list[Finding]:
    """Return findings of references to missing records."""
    known = KnownKeys()
    for kind in () if alone else RECORD_TYPES:
        for key in kind.known_rows().values_list(kind.key, flat=True):
            known.add(kind.name, key)
    for entry in entries:
        known.add(entry.kind.name, entry.key)
    return [
        finding
        for entry in entries
        for finding in entry.kind.check(entry.values, entry.record, known)
    ]


def _cycles(entries: list[Entry]) -> list[Finding]:
    """Return findings of cycles, and of parents that come after their parts."""
    findings = []
    for name in ("platform", "tag"):
        by_key = {entry.key: entry for entry in entries if entry.kind.name == name}
        order = {key: number for number, key in enumerate(by_key)}
        for key, entry in by_key.items():
            parent = entry.values["parent"]
            if parent in order and order[parent] >= order[key]:
                findings.append(
                    entry.record.finding("parent", f"“{parent}” must come before its parts.")
                )
    return findings + _repost_cycles(entries)


def _repost_cycles(entries: list[Entry]) -> list[Finding]:
    """Return findings of articles whose chain of reposts leads back to themselves."""
    by_key = {entry.key: entry for entry in entries if entry.kind.name == "article"}
    findings = []
    for key, entry in by_key.items():
        seen, current = set(), key
        while current in by_key and current not in seen:
            seen.add(current)
            current = by_key[current].values["repost_of"]
        if current == key:
            findings.append(entry.record.finding("repost_of", "The reposts form a cycle."))
    return findings
