"""Platforms and tags are not above their own parents, however they are written."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0023_decisions_are_noted'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='platform',
            trigger=pgtrigger.compiler.Trigger(name='parents_form_no_circle', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."parent_id" IS NOT NULL)', func="\n            PERFORM pg_advisory_xact_lock(hashtext('platform_parents_form_no_circle'));\n            IF EXISTS (\n                WITH RECURSIVE above AS (\n                    SELECT NEW.parent_id AS id\n                    UNION\n                    SELECT row.parent_id FROM events_platform row JOIN above ON row.id = above.id\n                    WHERE row.parent_id IS NOT NULL\n                )\n                SELECT 1 FROM above WHERE id = NEW.id\n            ) THEN\n                RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'platform_parents_form_no_circle',\n                    MESSAGE = 'The parents of a platform must not form a circle';\n            END IF;\n            RETURN NULL;\n        ", hash='eca1b5fbfb3aff0f167e112c8bc61682dc7b7add', operation='INSERT OR UPDATE OF "parent_id"', pgid='pgtrigger_parents_form_no_circle_37048', table='events_platform', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tag',
            trigger=pgtrigger.compiler.Trigger(name='parents_form_no_circle', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."parent_id" IS NOT NULL)', func="\n            PERFORM pg_advisory_xact_lock(hashtext('tag_parents_form_no_circle'));\n            IF EXISTS (\n                WITH RECURSIVE above AS (\n                    SELECT NEW.parent_id AS id\n                    UNION\n                    SELECT row.parent_id FROM events_tag row JOIN above ON row.id = above.id\n                    WHERE row.parent_id IS NOT NULL\n                )\n                SELECT 1 FROM above WHERE id = NEW.id\n            ) THEN\n                RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'tag_parents_form_no_circle',\n                    MESSAGE = 'The parents of a tag must not form a circle';\n            END IF;\n            RETURN NULL;\n        ", hash='6b4a312ca2352deddebb81739bbcf60cbc740164', operation='INSERT OR UPDATE OF "parent_id"', pgid='pgtrigger_parents_form_no_circle_b36d7', table='events_tag', when='AFTER')),
        ),
    ]
