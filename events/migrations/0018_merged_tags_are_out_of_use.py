"""Merged tags are on no row and form no chain. See models.merged_tags."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0017_merges_without_chains'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='tag',
            trigger=pgtrigger.compiler.Trigger(name='merged_tag_is_out_of_use', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."merged_into_id" IS NOT NULL)', declare='DECLARE target bigint;', func="\n            SELECT merged_into_id INTO target FROM events_tag\n            WHERE id = NEW.merged_into_id FOR SHARE;\n            IF target IS NOT NULL\n                OR EXISTS (SELECT 1 FROM events_tag WHERE merged_into_id = NEW.id)\n            THEN\n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_tags_form_no_chain', MESSAGE = 'Merged tags must not form a chain';\n    \n            END IF;\n            IF EXISTS (SELECT 1 FROM events_tagged WHERE tag_id = NEW.id) THEN\n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_tag_is_out_of_use', MESSAGE = 'A merged tag must be on no record';\n    \n            END IF;\n            RETURN NULL;\n        ", hash='4092853b781427bc87a6ff7b7dfe90d62c832702', operation='INSERT OR UPDATE OF "merged_into_id"', pgid='pgtrigger_merged_tag_is_out_of_use_c3572', table='events_tag', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tagged',
            trigger=pgtrigger.compiler.Trigger(name='tagged_tag_is_in_use', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE target bigint;', func="\n            SELECT merged_into_id INTO target FROM events_tag WHERE id = NEW.tag_id FOR SHARE;\n            IF target IS NOT NULL THEN\n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'tagged_tag_is_in_use', MESSAGE = 'A merged tag cannot be added to a record';\n    \n            END IF;\n            RETURN NULL;\n        ", hash='13abf300c45cdf58b0563611aa89b5239277d846', operation='INSERT OR UPDATE OF "tag_id"', pgid='pgtrigger_tagged_tag_is_in_use_51cad', table='events_tagged', when='AFTER')),
        ),
    ]
