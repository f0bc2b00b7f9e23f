"""A first account, so that somebody can enter the admin."""

from __future__ import annotations

import secrets

from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

PASSWORD_BYTES = 18
"""144 bits: 24 characters that nobody guesses."""


class Command(BaseCommand):
    help = "Make a curator's account and print its random password, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--username", default="curator")
        parser.add_argument(
            "--if-none", action="store_true", help="Do nothing when there is a curator already."
        )

    def handle(self, *args: object, **options: object) -> None:
        username = str(options["username"])
        with transaction.atomic():
            # Locked, so that two that start together do not both find no curator.
            group = Group.objects.select_for_update().get(name="curator")
            if options["if_none"] and group.user_set.filter(is_active=True).exists():
                self.stdout.write("There is a curator already; nothing was done.")
                return
            if User.objects.filter(username=username).exists():
                raise CommandError(
                    f"There is an account “{username}” already. Name another with --username, or "
                    f"set its password: manage.py changepassword {username}"
                )
            password = secrets.token_urlsafe(PASSWORD_BYTES)
            user = User.objects.create_user(username, password=password, is_staff=True)
            user.groups.add(group)
        self.stdout.write(f"Made the account “{username}”. Its password, shown this once:")
        self.stdout.write(f"  {password}")
