from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from events.seeding.dump import dump


class Command(BaseCommand):
    help = "Write the published knowledge base into seeds/, as loadseeds reads it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.SEEDS_DIR)
        parser.add_argument("--json", action="store_true", help="print one JSON object a line")

    def handle(self, *args: object, **options: object) -> None:
        changed = dump(options["folder"])
        for path in changed:
            name = str(path.relative_to(options["folder"]))
            self.stdout.write(json.dumps({"file": name}) if options["json"] else name)
        if not changed and not options["json"]:
            self.stdout.write("Nothing to write: the files say what the database says.")
