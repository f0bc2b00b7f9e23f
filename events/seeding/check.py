"""Validation of seeds without writing, against the originals that are available."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from events.editing.locators import locate
from events.seeding.doubts import probable_mistakes
from events.seeding.load import Entry, read_seeds
from events.seeding.records import Finding, SeedError
from sources import adapters
from sources.adapters.base import Draft, SourceError
from sources.intake.files import expand, read_input
from sources.models import Snapshot


@dataclass(frozen=True)
class Block:
    """Where a block of an original begins: the only attribute of a passage that `locate` needs."""

    start: int


def check(folder: Path) -> str:
    """Return a summary of valid seeds, after reading and cross-checking every record.

    Raises SeedError with all findings.
    """
    entries = read_seeds(folder, alone=True)
    originals = read_originals(settings.ORIGINALS_DIR)
    findings, checked = _locators(entries, originals)
    findings += probable_mistakes(entries, folder)
    if findings:
        raise SeedError(findings)
    counts = Counter(entry.kind.name for entry in entries)
    summary = ", ".join(f"{count} {name}s" for name, count in counts.items())
    return f"Valid: {summary}; {checked} locators exact against {len(originals)} originals."


def read_originals(folder: Path) -> dict[str, Draft]:
    """Return the drafts of the originals in a folder, by the SHA-256 of their text.

    Unreadable files are skipped.
    """
    drafts = {}
    for name in expand([str(folder)]) if folder.is_dir() else ():
        try:
            draft = adapters.read(read_input(name), name)
        except SourceError:
            continue
        drafts[Snapshot.digest_of(draft.text)] = draft
    return drafts


def _locators(entries: list[Entry], originals: dict[str, Draft]) -> tuple[list[Finding], int]:
    """Return findings of locators that do not match, and the number of checked locators."""
    texts = {
        entry.key: originals.get(entry.values["text_sha256"])
        for entry in entries
        if entry.kind.name == "article"
    }
    findings, checked = [], 0
    for entry in entries:
        for item, record in zip(
            entry.values.get("evidence", []), entry.record.get("evidence", []), strict=True
        ):
            if (draft := texts.get(item["source"])) is None:
                continue
            checked += 1
            blocks = [Block(start) for start, _end in draft.spans]
            match = locate(draft, blocks, item["block"], item["start"], item["end"], item["sha256"])
            if match is None or not match[1]:
                findings.append(record.finding("sha256", "The original has different text there."))
    return findings, checked
