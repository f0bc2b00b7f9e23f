"""`manage.py loadseeds`: load the seed files into the database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from events.seeding.check import check
from events.seeding.load import Entry, load
from events.seeding.records import SeedError


class Command(BaseCommand):
    """Command that loads or validates the seed files."""

    help = "Load the knowledge base from seeds/. A second run changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Accept a seeds folder, --check, --overwrite and --json."""
        parser.add_argument("folder", nargs="?", type=Path, default=settings.SEEDS_DIR)
        parser.add_argument("--check", action="store_true", help="validate without writing")
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="replace rows that were edited since they were loaded",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object per line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the seeds, or validate them with --check.

        Raises CommandError, after printing every finding, if the seeds are invalid.
        """
        self.as_json = options["json"]
        try:
            if options["check"]:
                self.stdout.write(check(options["folder"]))
                return
            report = load(options["folder"], overwrite=options["overwrite"], report=self.report)
        except SeedError as error:
            for finding in error.findings:
                self.stderr.write(self.style.ERROR(str(finding)))
            raise CommandError(
                f"{len(error.findings)} errors in the seeds. Nothing was loaded."
            ) from error
        for name in report.kept:
            self.stderr.write(
                self.style.WARNING(f"kept: {name} was edited here; --overwrite replaces it")
            )
        if not self.as_json:
            summary = ", ".join(f"{count} {name}" for name, count in sorted(report.counts.items()))
            self.stdout.write(summary or "There are no seeds.")

    def report(self, status: str, entry: Entry) -> None:
        """Print the status of one record with --json, else nothing."""
        if self.as_json:
            line = {"kind": entry.kind.name, "key": entry.key, "status": status}
            self.stdout.write(json.dumps(line, ensure_ascii=False))
