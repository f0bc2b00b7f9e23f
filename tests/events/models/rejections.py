"""What the database rejects, without forms and `clean()`."""

import pytest
from django.db import IntegrityError, connection


def rejected_by(rule):
    """Return a context that passes if the database names this rule in its error."""
    return pytest.raises(IntegrityError, match=rule)


def check_now():
    """Run the deferred triggers, as the end of a transaction does."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
