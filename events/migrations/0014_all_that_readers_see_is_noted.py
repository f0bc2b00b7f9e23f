"""Every statement on a table that readers' pages show leaves a note, not only those of the index.

The page cache relies on it (docs/adr/0015). Migration 0005 notes the events of evidence and tags;
both also belong to claims, which these notes cover. The triggers are for whole statements: one note
each, also for a statement that changes no row, which costs a cached page and nothing else.
"""

from django.db import migrations, models

TABLES = (
    "sources_outlet",
    "sources_snapshot",
    "sources_passage",
    "sources_figure",
    "events_platformalias",
    "events_succession",
    "events_tagged",
    "events_claimant",
    "events_claim",
    "events_claim_platforms",
    "events_claim_events",
    "events_evidence",
    "events_position_claims",
)
FUNCTION = """
    CREATE FUNCTION events_other_noted() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
        INSERT INTO events_change (what, event_id, transaction, noted_at)
        VALUES ('other', NULL, pg_current_xact_id()::text::bigint, clock_timestamp());
        RETURN NULL;
    END $body$;
"""


def create():
    """The SQL that makes the function and the triggers."""
    yield FUNCTION
    for table in TABLES:
        yield f"""
            CREATE TRIGGER {table}_other_noted
            AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION events_other_noted();
        """


def drop():
    """The SQL that takes them away again."""
    for table in TABLES:
        yield f"DROP TRIGGER {table}_other_noted ON {table};"
    yield "DROP FUNCTION events_other_noted();"


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0013_lives_by_the_table_of_outcomes"),
        ("sources", "0004_wording_of_fields"),
    ]

    operations = [
        migrations.AlterField(
            model_name="indexchange",
            name="what",
            field=models.CharField(
                choices=[
                    ("event", "Event"),
                    ("platforms", "Platforms"),
                    ("tags", "Tags"),
                    ("sources", "Sources"),
                    ("disputes", "Disputes"),
                    ("everything", "Everything"),
                    ("other", "Other"),
                ],
                max_length=10,
            ),
        ),
        migrations.RunSQL(list(create()), list(drop())),
    ]
