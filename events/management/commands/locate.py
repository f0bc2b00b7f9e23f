from __future__ import annotations

import json
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from events.seeding.records import write_records
from sources.models import Snapshot, Source


class Command(BaseCommand):
    help = "Print the locator of a quotation in an article's original, as seed files hold it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", help="the article's slug")
        parser.add_argument("words", help="the words, just as they stand in the original")
        parser.add_argument("--json", action="store_true", help="print one JSON object a line")

    def handle(self, *args: object, **options: object) -> None:
        snapshot = (
            Snapshot.objects.originals().current().filter(source__slug=options["source"]).first()
        )
        if snapshot is None:
            known = ", ".join(Source.objects.order_by("slug").values_list("slug", flat=True))
            raise CommandError(
                f"There is no original of “{options['source']}” here. Ingest it first. "
                f"Articles: {known or 'none'}."
            )
        found = locators(snapshot, options["words"])
        if not found:
            raise CommandError("No block of the original has these words. Copy them as they stand.")
        for locator in found:
            text = json.dumps(locator) if options["json"] else write_records([locator]).strip()
            self.stdout.write(text)
        if len(found) > 1:
            raise CommandError(f"The words stand there {len(found)} times. Take more of them.")


def locators(snapshot: Snapshot, words: str) -> list[dict[str, object]]:
    """Every place in an original's blocks where these words stand."""
    sha256 = Snapshot.digest_of(words)
    found = []
    for passage in snapshot.passages.order_by("position"):
        start = passage.text.find(words) if words else -1
        while start >= 0:
            found.append(
                {
                    "source": snapshot.source.slug,
                    "block": passage.position,
                    "start": start,
                    "end": start + len(words),
                    "sha256": sha256,
                }
            )
            start = passage.text.find(words, start + 1)
    return found
