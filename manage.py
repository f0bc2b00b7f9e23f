#!/usr/bin/env python
"""Command-line entry point of the project's Django commands."""

import os
import sys


def main() -> None:
    """Run the Django command in `sys.argv`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
