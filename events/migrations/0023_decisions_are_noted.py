"""The list of corrections shows decided proposals, so each statement on them leaves a note."""

from django.db import migrations

CREATE = """
    CREATE TRIGGER events_proposal_other_noted
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON events_proposal
    FOR EACH STATEMENT EXECUTE FUNCTION events_other_noted();
"""
DROP = "DROP TRIGGER events_proposal_other_noted ON events_proposal;"


class Migration(migrations.Migration):
    dependencies = [("events", "0022_rows_in_review_are_proposed")]

    operations = [migrations.RunSQL(CREATE, DROP)]
