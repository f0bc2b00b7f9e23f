from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from events.seeding.doubts import read_coverage, untouched
from events.seeding.load import read_seeds
from events.seeding.records import SeedError


class Command(BaseCommand):
    help = "List the passages of each article that no evidence touches: nothing there, or missed?"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.SEEDS_DIR)
        parser.add_argument("--json", action="store_true", help="print one JSON object a line")

    def handle(self, *args: object, **options: object) -> None:
        folder = options["folder"]
        try:
            entries, explained = read_seeds(folder, alone=True), read_coverage(folder)
        except SeedError as error:
            raise CommandError(str(error)) from error
        for article in (entry for entry in entries if entry.kind.name == "article"):
            blocks = article.values["digest"].blocks
            left = untouched(article, entries)
            if not options["json"]:
                done = len(blocks) - len(left)
                self.stdout.write(f"{article.key}: {done} of {len(blocks)} blocks have evidence")
            for number in left:
                why = explained.get((article.key, number), "")
                self._tell(article.key, number, blocks[number - 1].text, why, options["json"])

    def _tell(self, source: str, number: int, text: str, why: str, as_json: bool) -> None:
        if as_json:
            row = {"source": source, "block": number, "why": why or None, "digest": text}
            self.stdout.write(json.dumps(row, ensure_ascii=False))
        else:
            self.stdout.write(f"  [{number}] {why or 'NOT EXPLAINED'}: {text[:80]}")
