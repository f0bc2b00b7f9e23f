"""The `ingest` command."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sources.intake.ingest import ingest
from sources.management.interruption import interruptible
from sources.models import IngestItem


class Command(BaseCommand):
    """Read articles from files and folders into the database."""

    help = (
        "Read articles from files and folders into Sources. Safe to run again at any time. Without "
        "a path, only continue what an earlier run left. A document that failed twice is parked: "
        "it is read again only if its own path is given."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the inputs and the output format."""
        parser.add_argument("inputs", nargs="*", metavar="PATH|URL")
        parser.add_argument("--json", action="store_true", help="print one JSON object per line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ingest all inputs; raise CommandError if a document fails, or the run is ended."""
        self.as_json = options["json"]
        self.counts: Counter[str] = Counter()
        with interruptible(self.describe_progress):
            ingest(options["inputs"], report=self.report)
        self.summarise()

    def report(self, item: IngestItem) -> None:
        """Print the result of one item and count it."""
        if self.as_json:
            self.stdout.write(json.dumps(as_dict(item), ensure_ascii=False))
        else:
            self._print(item)
        # Last, so that an interruption counts what was printed.
        self.counts[item.status] += 1

    def _print(self, item: IngestItem) -> None:
        line = f"{item.status:<9} {item.input}"
        if item.status in IngestItem.FAILURES:
            self.stderr.write(self.style.ERROR(f"{line}: {item.error}"))
        elif item.source:
            original = (
                f", a repost of {item.source.repost_of.slug}" if item.source.repost_of else ""
            )
            self.stdout.write(f"{line} → {item.source.slug} “{item.source.title}”{original}")
            if item.status == IngestItem.Status.KEPT:
                self.stdout.write(f"          {item.error}")

    def totals(self) -> str:
        """Return the number of documents with each result."""
        return ", ".join(
            f"{self.counts[status]} {status.value}"
            for status in IngestItem.Status
            if self.counts[status]
        )

    def describe_progress(self) -> str:
        """Return what a run that is ended has done, and how to continue."""
        totals = f" ({self.totals()})" if self.counts else ""
        return (
            f"{self.counts.total()} documents are done and kept{totals}. Run the same command "
            "again; it continues where this run stopped."
        )

    def summarise(self) -> None:
        """Print the totals; raise CommandError if any document failed."""
        if not self.as_json:
            self.stdout.write(self.totals() or "Nothing to ingest.")
        failed = sum(self.counts[status] for status in IngestItem.FAILURES)
        if failed:
            raise CommandError(f"{failed} of {self.counts.total()} documents failed.")


def as_dict(item: IngestItem) -> dict[str, str | int | list[str] | None]:
    """Return the JSON object that `--json` prints for one item."""
    source, snapshot = item.source, item.snapshot
    return {
        "input": item.input,
        "status": item.status,
        "source": source.slug if source else None,
        "title": source.title if source else None,
        "repost_of": source.repost_of.slug if source and source.repost_of else None,
        "doubts": source.doubts if source else [],
        "language": source.language if source else None,
        "outlet": str(source.outlet) if source and source.outlet else None,
        "published": source.published or None if source else None,
        "passages": snapshot.passages.count() if snapshot else 0,
        "attempts": item.attempts,
        "error": item.error or None,
        "error_code": item.error_code or None,
    }
