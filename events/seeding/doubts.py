"""Checks for probable mistakes in valid seeds: duplicates, unused platforms, uncovered blocks."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

from events.fulltext import fold
from events.seeding.load import Entry
from events.seeding.records import Finding, Record, SeedError, read_records

# Texts that share this part of their character pairs (Sørensen-Dice) are taken for duplicates.
MIN_SIMILARITY = 0.85


def probable_mistakes(entries: list[Entry], folder: Path) -> list[Finding]:
    """Return the findings of all checks in this module.

    Raises SeedError for an invalid coverage file.
    """
    return [
        *near_duplicates(entries, "event", "title_en"),
        *near_duplicates(entries, "claim", "statement_en"),
        *idle_platforms(entries),
        *uncovered(entries, folder),
    ]


def near_duplicates(entries: list[Entry], kind: str, field: str) -> list[Finding]:
    """Return findings of events or claims whose text is nearly the same.

    Records with different dates, figures, claimants or periods are not duplicates.
    """
    candidates = [
        (entry, character_pairs(entry.values[field]))
        for entry in entries
        if entry.kind.name == kind
    ]
    findings = []
    for (first, first_pairs), (second, second_pairs) in combinations(candidates, 2):
        if similarity(first_pairs, second_pairs) >= MIN_SIMILARITY and _figures(first) == _figures(
            second
        ):
            where = f"{first.record.file}:{first.record.line}"
            message = f"Nearly the same as “{first.key}” ({where}): merge them or clarify the text."
            findings.append(second.record.finding(field, message))
    return findings


def character_pairs(text: str) -> frozenset[str]:
    """Return the pairs of adjacent characters of a folded text."""
    folded = fold(text)
    return frozenset(folded[index : index + 2] for index in range(len(folded) - 1))


def similarity(first: frozenset[str], second: frozenset[str]) -> float:
    """Return the Sørensen-Dice coefficient of two sets of pairs, from 0 (disjoint) to 1 (equal)."""
    size = len(first) + len(second)
    return 2 * len(first & second) / size if size else 0.0


def _figures(entry: Entry) -> tuple[object, ...]:
    """Return the values that distinguish two similar records: date, figure, claimant, period."""
    values = entry.values
    return tuple(values.get(name) for name in ("when", "value", "claimant", "period"))


def idle_platforms(entries: list[Entry]) -> list[Finding]:
    """Return findings of platforms without any event or claim, including those of their parts."""
    used: set[str] = set()
    for entry in entries:
        if entry.kind.name == "event":
            used |= {item["platform"] for item in entry.values["platforms"]}
        if entry.kind.name == "claim":
            used |= set(entry.values["platforms"])
    platforms = [entry for entry in entries if entry.kind.name == "platform"]
    for entry in reversed(platforms):  # parts come after the platform they belong to
        if entry.key in used:
            used.add(entry.values["parent"])
    return [
        entry.record.finding("slug", "No event or claim refers to it or to any part of it.")
        for entry in platforms
        if entry.key not in used
    ]


def uncovered(entries: list[Entry], folder: Path) -> list[Finding]:
    """Return findings of blocks that have no evidence and no reason in coverage.yaml."""
    reasons = read_coverage(folder)
    return [
        entry.record.finding(
            "text", f"Block {block} has no evidence and no entry in coverage.yaml."
        )
        for entry in entries
        if entry.kind.name == "article"
        for block in uncovered_blocks(entry, entries)
        if (entry.key, block) not in reasons
    ]


def uncovered_blocks(article: Entry, entries: Iterable[Entry]) -> list[int]:
    """Return the numbers of an article's blocks without evidence."""
    covered = {
        item["block"]
        for entry in entries
        for item in entry.values.get("evidence", [])
        if item["source"] == article.key
    }
    return [
        number
        for number in range(1, len(article.values["digest"].blocks) + 1)
        if number not in covered
    ]


def read_coverage(folder: Path) -> dict[tuple[str, int], str]:
    """Return the reasons in coverage.yaml why a block, by article and number, has no evidence.

    The file is a list of {source, block, why}. Raises SeedError for other content.
    """
    path = folder / "coverage.yaml"
    if not path.exists():
        return {}
    records = read_records(path, folder)
    message = "Give source, block and why."
    findings = [record.finding("", message) for record in records if not _is_coverage_entry(record)]
    if findings:
        raise SeedError(findings)
    return {(record["source"], int(record["block"])): record["why"] for record in records}


def _is_coverage_entry(record: Record) -> bool:
    return set(record) == {"source", "block", "why"} and record["block"].isdigit() and record["why"]
