"""`manage.py locate`: the locator of a quotation in an article's original."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from events.seeding.records import write_records
from sources.models import Snapshot, Source


class Command(BaseCommand):
    """Command that prints the locator of a quotation."""

    help = "Print the locator of a quotation in an article's original, in the format of seed files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Accept an article, a quotation and --json."""
        parser.add_argument("source", help="the article's slug")
        parser.add_argument("words", help="the quotation, exactly as in the original")
        parser.add_argument("--json", action="store_true", help="print one JSON object per line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print every matching locator.

        Raises CommandError unless the quotation occurs exactly once.
        """
        snapshot = (
            Snapshot.objects.originals().current().filter(source__slug=options["source"]).first()
        )
        if snapshot is None:
            slugs = ", ".join(Source.objects.order_by("slug").values_list("slug", flat=True))
            raise CommandError(
                f"There is no original of “{options['source']}” here. Ingest it first. "
                f"Articles: {slugs or 'none'}."
            )
        matches = locators(snapshot, options["words"])
        if not matches:
            raise CommandError("No block of the original contains these words. Copy them exactly.")
        for locator in matches:
            text = json.dumps(locator) if options["json"] else write_records([locator]).strip()
            self.stdout.write(text)
        if len(matches) > 1:
            raise CommandError(f"The words occur {len(matches)} times. Quote more of the passage.")


def locators(snapshot: Snapshot, quotation: str) -> list[dict[str, str | int]]:
    """Return the locator of every occurrence of a quotation in an original's blocks."""
    sha256 = Snapshot.digest_of(quotation)
    matches: list[dict[str, str | int]] = []
    for passage in snapshot.passages.order_by("position"):
        start = passage.text.find(quotation) if quotation else -1
        while start >= 0:
            matches.append(
                {
                    "source": snapshot.source.slug,
                    "block": passage.position,
                    "start": start,
                    "end": start + len(quotation),
                    "sha256": sha256,
                }
            )
            start = passage.text.find(quotation, start + 1)
    return matches
