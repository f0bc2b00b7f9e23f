"""Validating seeds without writing, against the articles' originals where they are at hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from events.editing.reanchoring import locate
from events.seeding.doubts import doubts
from events.seeding.load import Entry, read_seeds
from events.seeding.records import Finding, SeedError
from sources import adapters
from sources.adapters.base import Draft, SourceError
from sources.intake.ingest import expand, read_input
from sources.models import Snapshot


@dataclass(frozen=True)
class Block:
    """Where a block of an original begins: all that `locate` asks of a passage."""

    start: int


def check(folder: Path) -> str:
    """Read and cross-check every record; a sentence on what was found sound. Raises SeedError."""
    entries = read_seeds(folder, alone=True)
    originals = read_originals(settings.ORIGINALS_DIR)
    findings, checked = _locators(entries, originals)
    findings += doubts(entries, folder)
    if findings:
        raise SeedError(findings)
    counts = Counter(entry.kind.name for entry in entries)
    told = ", ".join(f"{count} {name}s" for name, count in counts.items())
    return f"Sound: {told}; {checked} locators exact against {len(originals)} originals."


def read_originals(folder: Path) -> dict[str, Draft]:
    """Drafts of a folder's originals, by the SHA-256 of their text; unreadable ones left out."""
    drafts = {}
    for name in expand([str(folder)]) if folder.is_dir() else ():
        try:
            draft = adapters.read(read_input(name), name)
        except SourceError:
            continue
        drafts[Snapshot.digest_of(draft.text)] = draft
    return drafts


def _locators(entries: list[Entry], originals: dict[str, Draft]) -> tuple[list[Finding], int]:
    texts = {
        entry.key: originals.get(entry.values["text_sha256"])
        for entry in entries
        if entry.kind.name == "article"
    }
    findings, checked = [], 0
    for entry in entries:
        for item, given in zip(
            entry.values.get("evidence", []), entry.record.get("evidence", []), strict=True
        ):
            if (draft := texts.get(item["source"])) is None:
                continue
            checked += 1
            blocks = [Block(start) for start, _end in draft.spans]
            found = locate(draft, blocks, item["block"], item["start"], item["end"], item["sha256"])
            if found is None or not found[1]:
                findings.append(given.finding("sha256", "The original has other words there."))
    return findings, checked
