"""`manage.py dumpseeds`: write the published knowledge base to seed files."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from events.seeding.dump import dump


class Command(BaseCommand):
    """Command that writes the published knowledge base to seed files."""

    help = "Write the published knowledge base to seeds/, in the format that loadseeds reads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Accept a seeds folder and --json."""
        parser.add_argument("folder", nargs="?", type=Path, default=settings.SEEDS_DIR)
        parser.add_argument("--json", action="store_true", help="print one JSON object per line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the files and print the names of those that changed."""
        changed = dump(options["folder"])
        for path in changed:
            name = str(path.relative_to(options["folder"]))
            self.stdout.write(json.dumps({"file": name}) if options["json"] else name)
        if not changed and not options["json"]:
            self.stdout.write("Nothing to write: the files match the database.")
