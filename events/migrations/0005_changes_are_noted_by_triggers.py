"""Every statement that changes what readers see leaves a note, in its own transaction.

One note an event; beyond MOST events in one statement a single note says "everything", which costs
the readers of the notes less than to look at each.
"""

from django.db import migrations

MOST = 10_000

# Which events rows of a table belong to, as a select on the changed rows.
OF_EVENTS = {
    "events_event": "SELECT id FROM {rows}",
    "events_eventplatform": "SELECT event_id FROM {rows}",
    "events_evidence": "SELECT event_id FROM {rows} WHERE event_id IS NOT NULL",
    "events_tagged": """
        SELECT object_id FROM {rows} WHERE content_type_id = (
            SELECT id FROM django_content_type WHERE app_label = 'events' AND model = 'event')
    """,
}
# Small tables, of which all is read again.
OF_TABLES = {
    "events_platform": "platforms",
    "events_tag": "tags",
    "sources_source": "sources",
    "events_dispute": "disputes",
    "events_position": "disputes",
    "events_position_events": "disputes",
}
OPERATIONS = {
    "INSERT": "NEW TABLE AS after_rows",
    "DELETE": "OLD TABLE AS before_rows",
    "UPDATE": "OLD TABLE AS before_rows NEW TABLE AS after_rows",
}
NOTE = "INSERT INTO events_change (what, event_id, transaction, noted_at)"
NOW = "pg_current_xact_id()::text::bigint, clock_timestamp()"


def changed_rows(operation):
    """The transition tables that a trigger for this operation has."""
    return [name for name in ("before_rows", "after_rows") if name in OPERATIONS[operation]]


def note_of_events(table, operation):
    select = OF_EVENTS[table]
    ids = " UNION ".join(select.format(rows=name) for name in changed_rows(operation))
    return f"""
        IF (SELECT count(*) > {MOST} FROM (SELECT FROM ({ids}) ids LIMIT {MOST + 1}) counted) THEN
            {NOTE} VALUES ('everything', NULL, {NOW});
        ELSE
            {NOTE} SELECT 'event', changed.id, {NOW} FROM ({ids}) changed (id);
        END IF;
    """


def note_of_table(table, operation):
    any_row = " OR ".join(f"EXISTS (SELECT FROM {name})" for name in changed_rows(operation))
    return f"IF {any_row} THEN {NOTE} VALUES ('{OF_TABLES[table]}', NULL, {NOW}); END IF;"


def function(name, body):
    return f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN {body} RETURN NULL; END $body$;
    """


def create():
    """The SQL that makes every function and trigger."""
    for table in (*OF_EVENTS, *OF_TABLES):
        note = note_of_events if table in OF_EVENTS else note_of_table
        for operation, transition in OPERATIONS.items():
            name = f"{table}_{operation.lower()}_noted"
            yield function(name, note(table, operation))
            yield f"""
                CREATE TRIGGER {name} AFTER {operation} ON {table}
                REFERENCING {transition} FOR EACH STATEMENT EXECUTE FUNCTION {name}();
            """
    yield function("events_truncated_noted", f"{NOTE} VALUES ('everything', NULL, {NOW});")
    for table in (*OF_EVENTS, *OF_TABLES):
        yield f"""
            CREATE TRIGGER {table}_truncate_noted AFTER TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION events_truncated_noted();
        """


def drop():
    """The SQL that takes them away again."""
    for table in (*OF_EVENTS, *OF_TABLES):
        for operation in OPERATIONS:
            name = f"{table}_{operation.lower()}_noted"
            yield f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();"
        yield f"DROP TRIGGER {table}_truncate_noted ON {table};"
    yield "DROP FUNCTION events_truncated_noted();"


class Migration(migrations.Migration):
    dependencies = [("events", "0004_changes_noted"), ("sources", "0003_what_ingest_looks_up")]

    operations = [migrations.RunSQL(list(create()), list(drop()))]
