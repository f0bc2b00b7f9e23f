"""Seeds into the database: all or nothing, and never over what an editor wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pghistory
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, transaction
from django.db.models import Model

from events.fulltext import fold
from events.models import Claim, Event, SeedRecord
from events.seeding.record_types import KINDS, RecordType
from events.seeding.record_types.base import KnownKeys, Values
from events.seeding.record_types.evidence import EvidenceLoadSession
from events.seeding.records import Finding, Record, SeedError, fingerprint


@dataclass
class Entry:
    """One record, read and found sound."""

    kind: RecordType
    record: Record
    values: Values

    @property
    def key(self) -> str:
        return str(self.values[self.kind.key])


@dataclass
class LoadReport:
    """What a load did: counts by status, and the rows left alone because somebody edited them."""

    counts: Counter[str] = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)


def read_seeds(folder: Path, *, alone: bool = False) -> list[Entry]:
    """Every record of a seeds folder, checked. Raises SeedError with all that is wrong.

    Records may refer to rows that only the database has, unless `alone`, which asks no database.
    """
    if not folder.is_dir():
        raise SeedError([Finding(str(folder), 1, "", "There is no such folder.")])
    entries: list[Entry] = []
    findings: list[Finding] = []
    for kind in KINDS:
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
        # References to records that could not be read would only repeat what is known.
        findings += _references(entries, alone=alone)
    findings += _twice(entries) + _circles(entries)
    findings += _shared_aliases(entries)
    if findings:
        raise SeedError(sorted(set(findings), key=lambda item: (item.file, item.line)))
    return entries


def load(
    folder: Path, *, overwrite: bool = False, report: Callable[[str, Entry], None] = lambda *_: None
) -> LoadReport:
    """Load a seeds folder in one transaction. Raises SeedError, and then nothing was written.

    A record is written only when it differs from what was loaded before; a row that was edited
    since is kept as it is and named in the report, unless `overwrite`.
    """
    entries = read_seeds(folder)
    outcome, session = LoadReport(), EvidenceLoadSession()
    with transaction.atomic(), pghistory.context(reason="loadseeds"):
        loaded = {(row.kind, row.key): row for row in SeedRecord.objects.all()}
        saved: list[tuple[Entry, Model]] = []
        written: list[SeedRecord] = []
        for entry in entries:
            status = _load_entry(entry, loaded, session, overwrite, saved, written)
            outcome.counts[status] += 1
            if status == "kept":
                outcome.kept.append(f"{entry.kind.name} {entry.key}")
            report(status, entry)
        for entry, row in saved:
            entry.kind.finish(row, entry.values, session)
        if session.findings:
            raise SeedError(session.findings)
        SeedRecord.objects.bulk_create(
            written,
            update_conflicts=True,
            unique_fields=["kind", "key"],
            update_fields=["sha256"],
        )
        _index([row for _entry, row in saved])
    return outcome


def _load_entry(
    entry: Entry,
    loaded: dict,
    session: EvidenceLoadSession,
    overwrite: bool,
    saved: list[tuple[Entry, Model]],
    written: list[SeedRecord],
) -> str:
    kind = entry.kind
    sha256 = fingerprint(kind.canonical(entry.values))
    before = loaded.get((kind.name, entry.key))
    if before and before.sha256 == sha256:
        return "unchanged"
    row = session.existing(kind.model, entry.key, kind.key)
    memory = SeedRecord(kind=kind.name, key=entry.key, sha256=sha256)
    if row is not None and not kind.is_bare(row):
        now = fingerprint(kind.canonical(kind.values_of(row)))
        if now == sha256 and not kind.is_withdrawn(row):
            written.append(memory)
            return "unchanged"
        is_edited = kind.is_withdrawn(row) or not before or now != before.sha256
        if is_edited and not overwrite:
            return "kept"
    try:
        saved.append((entry, kind.save(entry.values, session)))
    except ObjectDoesNotExist as error:
        message = f"Speaks of something that was deleted here: {error}"
        raise SeedError([entry.record.finding("", message)]) from error
    except DatabaseError as error:
        message = str(error).splitlines()[0]
        raise SeedError(
            [entry.record.finding("", f"The database refuses it: {message}")]
        ) from error
    written.append(memory)
    return "updated" if row is not None else "created"


def _index(saved: list[Model]) -> None:
    """Search vectors of the rows that were saved and of those that speak of them."""
    keys = {model: [row.pk for row in saved if isinstance(row, model)] for model in (Event, Claim)}
    platforms = [row.pk for row in saved if row._meta.model_name == "platform"]
    tags = [row.pk for row in saved if row._meta.model_name == "tag"]
    for model, own in keys.items():
        touched = set(own)
        if platforms:
            touched |= set(
                model.objects.filter(platforms__in=platforms).values_list("pk", flat=True)
            )
        if tags:
            touched |= set(model.objects.filter(tags__in=tags).values_list("pk", flat=True))
        model.objects.filter(pk__in=touched).index()


def _twice(entries: list[Entry]) -> list[Finding]:
    seen: dict[tuple[str, str], Entry] = {}
    findings = []
    for entry in entries:
        first = seen.setdefault((entry.kind.name, entry.key), entry)
        if first is not entry:
            where = f"{first.record.file}:{first.record.line}"
            findings.append(
                entry.record.finding(entry.kind.key, f"“{entry.key}” is already at {where}.")
            )
    return findings


def _shared_aliases(entries: list[Entry]) -> list[Finding]:
    """Spellings that two platforms lay claim to: a text that uses one could mean either."""
    holders: dict[str, str] = {}
    findings = []
    for entry in entries:
        if entry.kind.name != "platform":
            continue
        for alias in entry.values["aliases"]:
            holder = holders.setdefault(fold(alias), entry.key)
            if holder != entry.key:
                findings.append(entry.record.finding("aliases", f"“{alias}” means {holder}."))
    return findings


def _references(entries: list[Entry], *, alone: bool) -> list[Finding]:
    """References to records that are not there."""
    known = KnownKeys()
    for kind in () if alone else KINDS:
        for key in kind.model.objects.values_list(kind.key, flat=True):
            known.add(kind.name, key)
    for entry in entries:
        known.add(entry.kind.name, entry.key)
    return [
        finding
        for entry in entries
        for finding in entry.kind.check(entry.values, entry.record, known)
    ]


def _circles(entries: list[Entry]) -> list[Finding]:
    """Trees whose branches lead back to themselves, and parents that stand behind their parts."""
    findings = []
    for name in ("platform", "tag"):
        own = {entry.key: entry for entry in entries if entry.kind.name == name}
        order = {key: number for number, key in enumerate(own)}
        for key, entry in own.items():
            parent = entry.values["parent"]
            if parent in order and order[parent] >= order[key]:
                findings.append(
                    entry.record.finding("parent", f"“{parent}” must stand before its parts.")
                )
    return findings + _repost_circles(entries)


def _repost_circles(entries: list[Entry]) -> list[Finding]:
    own = {entry.key: entry for entry in entries if entry.kind.name == "article"}
    findings = []
    for key, entry in own.items():
        seen, at = set(), key
        while at in own and at not in seen:
            seen.add(at)
            at = own[at].values["repost_of"]
        if at == key:
            findings.append(entry.record.finding("repost_of", "Leads back to this article."))
    return findings
