import pytest
from django.db import connection

from events.models.lifecycle_sql import function_body


@pytest.mark.django_db
def test_installed_function_is_the_generated_one():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT prosrc FROM pg_proc WHERE oid = 'events_tell_lives(bigint[])'::regprocedure"
        )
        installed = cursor.fetchone()[0]
    assert installed == function_body(), "a migration has to install lifecycle_function()"
