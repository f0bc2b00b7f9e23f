"""`manage.py coverage`: blocks of articles without evidence."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from events.seeding.doubts import read_coverage, uncovered_blocks
from events.seeding.load import read_seeds
from events.seeding.records import SeedError


class Command(BaseCommand):
    """Report of blocks without evidence, with the reasons in coverage.yaml."""

    help = "List the blocks of each article without evidence, with the reason from coverage.yaml."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Accept a seeds folder and --json."""
        parser.add_argument("folder", nargs="?", type=Path, default=settings.SEEDS_DIR)
        parser.add_argument("--json", action="store_true", help="print one JSON object per line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the uncovered blocks of each article. Raises CommandError for invalid seeds."""
        folder = options["folder"]
        try:
            entries, reasons = read_seeds(folder, alone=True), read_coverage(folder)
        except SeedError as error:
            raise CommandError(str(error)) from error
        for article in (entry for entry in entries if entry.kind.name == "article"):
            blocks = article.values["digest"].blocks
            uncovered = uncovered_blocks(article, entries)
            if not options["json"]:
                covered_count = len(blocks) - len(uncovered)
                self.stdout.write(
                    f"{article.key}: {covered_count} of {len(blocks)} blocks have evidence"
                )
            for number in uncovered:
                reason = reasons.get((article.key, number), "")
                self._print(article.key, number, blocks[number - 1].text, reason, options["json"])

    def _print(self, source: str, number: int, text: str, reason: str, as_json: bool) -> None:
        if as_json:
            row = {"source": source, "block": number, "why": reason or None, "digest": text}
            self.stdout.write(json.dumps(row, ensure_ascii=False))
        else:
            self.stdout.write(f"  [{number}] {reason or 'NOT EXPLAINED'}: {text[:80]}")
