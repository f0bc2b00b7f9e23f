"""What seeds may hold but nobody means: duplicates, idle platforms, passages overlooked."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

from events.fulltext import fold
from events.seeding.load import Entry
from events.seeding.records import Finding, Record, SeedError, read_records

# Two titles or statements of which this share of character pairs is common say the same thing.
ALIKE = 0.85


def doubts(entries: list[Entry], folder: Path) -> list[Finding]:
    """Findings of a whole set of seeds. Raises SeedError for a bad coverage file."""
    return [
        *near_duplicates(entries, "event", "title_en"),
        *near_duplicates(entries, "claim", "statement_en"),
        *idle_platforms(entries),
        *uncovered(entries, folder),
    ]


def near_duplicates(entries: list[Entry], kind: str, field: str) -> list[Finding]:
    """Events or claims about the same platforms in nearly the same words."""
    own = [(entry, pairs_of(entry.values[field])) for entry in entries if entry.kind.name == kind]
    findings = []
    for (first, one), (second, other) in combinations(own, 2):
        if likeness(one, other) >= ALIKE and _figures(first) == _figures(second):
            where = f"{first.record.file}:{first.record.line}"
            message = f"Nearly the same as “{first.key}” ({where}): merge them or tell them apart."
            findings.append(second.record.finding(field, message))
    return findings


def pairs_of(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a folded text."""
    folded = fold(text)
    return frozenset(folded[at : at + 2] for at in range(len(folded) - 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Sørensen-Dice coefficient of two sets of pairs: 0 for nothing in common, 1 for all."""
    size = len(one) + len(other)
    return 2 * len(one & other) / size if size else 0.0


def _figures(entry: Entry) -> tuple[object, ...]:
    """What tells two alike statements apart for good: a date, a figure, who says it."""
    values = entry.values
    return tuple(values.get(name) for name in ("when", "value", "claimant", "period"))


def idle_platforms(entries: list[Entry]) -> list[Finding]:
    """Platforms that no event or claim is about, nor anything below them."""
    used: set[str] = set()
    for entry in entries:
        if entry.kind.name == "event":
            used |= {item["platform"] for item in entry.values["platforms"]}
        if entry.kind.name == "claim":
            used |= set(entry.values["platforms"])
    platforms = [entry for entry in entries if entry.kind.name == "platform"]
    for entry in reversed(platforms):  # parts stand behind what they belong to
        if entry.key in used:
            used.add(entry.values["parent"])
    return [
        entry.record.finding("slug", "No event or claim is about it or about any part of it.")
        for entry in platforms
        if entry.key not in used
    ]


def uncovered(entries: list[Entry], folder: Path) -> list[Finding]:
    """Blocks of articles that no evidence touches and coverage.yaml does not explain."""
    explained = read_coverage(folder)
    return [
        entry.record.finding("text", f"Block {block} has no evidence, nor a word in coverage.yaml.")
        for entry in entries
        if entry.kind.name == "article"
        for block in untouched(entry, entries)
        if (entry.key, block) not in explained
    ]


def untouched(article: Entry, entries: Iterable[Entry]) -> list[int]:
    """The numbers of an article's blocks that no evidence lies in."""
    touched = {
        item["block"]
        for entry in entries
        for item in entry.values.get("evidence", [])
        if item["source"] == article.key
    }
    return [n for n in range(1, len(article.values["digest"].blocks) + 1) if n not in touched]


def read_coverage(folder: Path) -> dict[tuple[str, int], str]:
    """What coverage.yaml says: why a block, by article and number, has nothing to record.

    The file is a list of {source, block, why}. Raises SeedError.
    """
    path = folder / "coverage.yaml"
    if not path.exists():
        return {}
    records = read_records(path, folder)
    message = "Give source, block and why."
    wrong = [record.finding("", message) for record in records if not _fits(record)]
    if wrong:
        raise SeedError(wrong)
    return {(record["source"], int(record["block"])): record["why"] for record in records}


def _fits(record: Record) -> bool:
    return set(record) == {"source", "block", "why"} and record["block"].isdigit() and record["why"]
