"""`manage.py createcurator`: the first account that can use the admin."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

PASSWORD_BYTES = 18
"""144 bits of entropy; the password has 24 characters."""


class Command(BaseCommand):
    """Command that creates a curator's account with a random password."""

    help = "Create a curator's account and print its random password once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Accept a user name and --if-none."""
        parser.add_argument("--username", default="curator")
        parser.add_argument(
            "--if-none", action="store_true", help="Do nothing if there already is a curator."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Create the account and print its password once.

        Raises CommandError if the user name is taken.
        """
        username = str(options["username"])
        with transaction.atomic():
            # With the lock, two concurrent runs cannot both find that there is no curator.
            group = Group.objects.select_for_update().get(name="curator")
            if options["if_none"] and group.user_set.filter(is_active=True).exists():
                self.stdout.write("A curator already exists; nothing was changed.")
                return
            if User.objects.filter(username=username).exists():
                raise CommandError(
                    f"The account “{username}” already exists. Choose another with --username, or "
                    f"set its password: manage.py changepassword {username}"
                )
            password = secrets.token_urlsafe(PASSWORD_BYTES)
            user = User.objects.create_user(username, password=password, is_staff=True)
            user.groups.add(group)
        self.stdout.write(f"Created the account “{username}”. Its password, shown only once:")
        self.stdout.write(f"  {password}")
