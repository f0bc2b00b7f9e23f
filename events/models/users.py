"""The type of the user of a request."""

from django.contrib.auth.models import AnonymousUser, User

AnyUser = User | AnonymousUser
"""A signed-in user or a reader without an account; both have permissions."""
