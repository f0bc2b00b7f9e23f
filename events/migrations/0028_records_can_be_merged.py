"""Records can be merged into others of their kind; see sources.models.merging."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0027_merged_tags_are_not_public'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='claim',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='claim',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='claim',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='claimant',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='claimant',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='claimant',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='event',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='event',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='event',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='platform',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='platform',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='platform',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='tag',
            name='merged_tag_is_out_of_use',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='tagged',
            name='tagged_tag_is_in_use',
        ),
        migrations.AddField(
            model_name='claim',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='events.claim', verbose_name='merged into'),
        ),
        migrations.AddField(
            model_name='claimant',
            name='aliases',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None, verbose_name='other names'),
        ),
        migrations.AddField(
            model_name='claimant',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='events.claimant', verbose_name='merged into'),
        ),
        migrations.AddField(
            model_name='claimanthistory',
            name='aliases',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None, verbose_name='other names'),
        ),
        migrations.AddField(
            model_name='claimanthistory',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='events.claimant', verbose_name='merged into'),
        ),
        migrations.AddField(
            model_name='claimhistory',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='events.claim', verbose_name='merged into'),
        ),
        migrations.AddField(
            model_name='event',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='events.event', verbose_name='merged into'),
        ),
        migrations.AddField(
            model_name='eventhistory',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='events.event', verbose_name='merged into'),
        ),
        migrations.AddField(
            model_name='platform',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='events.platform', verbose_name='merged into'),
        ),
        migrations.AddField(
            model_name='platformhistory',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='events.platform', verbose_name='merged into'),
        ),
        migrations.AlterField(
            model_name='tag',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='events.tag', verbose_name='merged into'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='claim_merged_into'),
        ),
        migrations.AddIndex(
            model_name='claimant',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='claimant_merged_into'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='event_merged_into'),
        ),
        migrations.AddIndex(
            model_name='platform',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='platform_merged_into'),
        ),
        migrations.AddIndex(
            model_name='tag',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='tag_merged_into'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claim',
            trigger=pgtrigger.compiler.Trigger(name='merged_record_is_unused', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."merged_into_id" IS NOT NULL)', declare='DECLARE target bigint;', func="\n        SELECT merged_into_id INTO target FROM events_claim WHERE id = NEW.merged_into_id FOR SHARE;\n        IF target IS NOT NULL OR EXISTS (SELECT 1 FROM events_claim WHERE merged_into_id = NEW.id) THEN\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_records_form_no_chain', MESSAGE = 'Merged records must not form a chain';\n    \n        END IF;\n        IF EXISTS (SELECT 1 FROM events_claim_platforms WHERE claim_id = NEW.id) OR EXISTS (SELECT 1 FROM events_claim_events WHERE claim_id = NEW.id) OR EXISTS (SELECT 1 FROM events_position_claims WHERE claim_id = NEW.id) OR EXISTS (SELECT 1 FROM events_evidence WHERE claim_id = NEW.id) THEN\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_record_is_out_of_use', MESSAGE = 'Nothing may refer to a merged record';\n    \n        END IF;\n        RETURN NULL;\n    ", hash='05a0d06497d4a1642764cd7142999c3b2583b2a8', operation='INSERT OR UPDATE OF "merged_into_id"', pgid='pgtrigger_merged_record_is_unused_21700', table='events_claim', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claim',
            trigger=pgtrigger.compiler.Trigger(name='claimant_is_in_use', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."claimant_id" IS NOT NULL)', declare='DECLARE target bigint;', func="\n            SELECT merged_into_id INTO target FROM events_claimant WHERE id = NEW.claimant_id\n            FOR KEY SHARE;\n            IF target IS NOT NULL THEN\n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_record_is_out_of_use', MESSAGE = 'A merged record cannot be referred to';\n    \n            END IF;\n            RETURN NULL;\n        ", hash='0a01e35bd9ad453bbb71e684877cff4e43255979', operation='INSERT OR UPDATE OF "claimant_id"', pgid='pgtrigger_claimant_is_in_use_39a8d', table='events_claim', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claim',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_claimhistory" ("asserted", "claimant_id", "created_at", "currency", "id", "key", "kind", "merged_into_id", "metric", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "rank_reason", "state", "statement_en", "statement_zh", "unit", "updated_at", "value", "value_to", "version") VALUES (NEW."asserted", NEW."claimant_id", NEW."created_at", NEW."currency", NEW."id", NEW."key", NEW."kind", NEW."merged_into_id", NEW."metric", NEW."period", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rank", NEW."rank_reason", NEW."state", NEW."statement_en", NEW."statement_zh", NEW."unit", NEW."updated_at", NEW."value", NEW."value_to", NEW."version"); RETURN NULL;', hash='c3160523406f8f90a1fa225fb186256484372316', operation='INSERT', pgid='pgtrigger_insert_insert_566e6', table='events_claim', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claim',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."asserted" IS DISTINCT FROM (NEW."asserted") OR OLD."claimant_id" IS DISTINCT FROM (NEW."claimant_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."metric" IS DISTINCT FROM (NEW."metric") OR OLD."period" IS DISTINCT FROM (NEW."period") OR OLD."rank" IS DISTINCT FROM (NEW."rank") OR OLD."rank_reason" IS DISTINCT FROM (NEW."rank_reason") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."statement_en" IS DISTINCT FROM (NEW."statement_en") OR OLD."statement_zh" IS DISTINCT FROM (NEW."statement_zh") OR OLD."unit" IS DISTINCT FROM (NEW."unit") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."value" IS DISTINCT FROM (NEW."value") OR OLD."value_to" IS DISTINCT FROM (NEW."value_to") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "events_claimhistory" ("asserted", "claimant_id", "created_at", "currency", "id", "key", "kind", "merged_into_id", "metric", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "rank_reason", "state", "statement_en", "statement_zh", "unit", "updated_at", "value", "value_to", "version") VALUES (NEW."asserted", NEW."claimant_id", NEW."created_at", NEW."currency", NEW."id", NEW."key", NEW."kind", NEW."merged_into_id", NEW."metric", NEW."period", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rank", NEW."rank_reason", NEW."state", NEW."statement_en", NEW."statement_zh", NEW."unit", NEW."updated_at", NEW."value", NEW."value_to", NEW."version"); RETURN NULL;', hash='53e47d291afc3619b6998a0e9612d06324f51e22', operation='UPDATE', pgid='pgtrigger_update_update_765bf', table='events_claim', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claim',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_claimhistory" ("asserted", "claimant_id", "created_at", "currency", "id", "key", "kind", "merged_into_id", "metric", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "rank_reason", "state", "statement_en", "statement_zh", "unit", "updated_at", "value", "value_to", "version") VALUES (OLD."asserted", OLD."claimant_id", OLD."created_at", OLD."currency", OLD."id", OLD."key", OLD."kind", OLD."merged_into_id", OLD."metric", OLD."period", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rank", OLD."rank_reason", OLD."state", OLD."statement_en", OLD."statement_zh", OLD."unit", OLD."updated_at", OLD."value", OLD."value_to", OLD."version"); RETURN NULL;', hash='a731045aec1138c839143f95359c081b86c49703', operation='DELETE', pgid='pgtrigger_delete_delete_738d0', table='events_claim', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimant',
            trigger=pgtrigger.compiler.Trigger(name='merged_record_is_unused', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."merged_into_id" IS NOT NULL)', declare='DECLARE target bigint;', func="\n        SELECT merged_into_id INTO target FROM events_claimant WHERE id = NEW.merged_into_id FOR SHARE;\n        IF target IS NOT NULL OR EXISTS (SELECT 1 FROM events_claimant WHERE merged_into_id = NEW.id) THEN\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_records_form_no_chain', MESSAGE = 'Merged records must not form a chain';\n    \n        END IF;\n        IF EXISTS (SELECT 1 FROM events_claim WHERE claimant_id = NEW.id) THEN\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_record_is_out_of_use', MESSAGE = 'Nothing may refer to a merged record';\n    \n        END IF;\n        RETURN NULL;\n    ", hash='660ca79d55a44a699fe22c4fc66499e54cf106bb', operation='INSERT OR UPDATE OF "merged_into_id"', pgid='pgtrigger_merged_record_is_unused_19b5d', table='events_claimant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimant',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_claimanthistory" ("affiliation_en", "affiliation_zh", "aliases", "id", "is_approved", "kind", "merged_into_id", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "url") VALUES (NEW."affiliation_en", NEW."affiliation_zh", NEW."aliases", NEW."id", NEW."is_approved", NEW."kind", NEW."merged_into_id", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."slug", NEW."url"); RETURN NULL;', hash='8399d04bb27af4ee1983a569e65f46a7188a4f7f', operation='INSERT', pgid='pgtrigger_insert_insert_15e71', table='events_claimant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimant',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "events_claimanthistory" ("affiliation_en", "affiliation_zh", "aliases", "id", "is_approved", "kind", "merged_into_id", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "url") VALUES (NEW."affiliation_en", NEW."affiliation_zh", NEW."aliases", NEW."id", NEW."is_approved", NEW."kind", NEW."merged_into_id", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug", NEW."url"); RETURN NULL;', hash='491cbe7cdcde4a5bb1a74f0a1069c2a9233a4b8e', operation='UPDATE', pgid='pgtrigger_update_update_0fcb6', table='events_claimant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimant',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_claimanthistory" ("affiliation_en", "affiliation_zh", "aliases", "id", "is_approved", "kind", "merged_into_id", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "url") VALUES (OLD."affiliation_en", OLD."affiliation_zh", OLD."aliases", OLD."id", OLD."is_approved", OLD."kind", OLD."merged_into_id", OLD."name_en", OLD."name_zh", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."slug", OLD."url"); RETURN NULL;', hash='4cdb48514fd553a166b29cf21f436bda61f25533', operation='DELETE', pgid='pgtrigger_delete_delete_c8dac', table='events_claimant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimevent',
            trigger=pgtrigger.compiler.Trigger(name='claim_is_in_use', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."claim_id" IS NOT NULL)', declare='DECLARE target bigint;', func="\n            SELECT merged_into_id INTO target FROM events_claim WHERE id = NEW.claim_id\n            FOR KEY SHARE;\n            IF target IS NOT NULL THEN\n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_record_is_out_of_use', MESSAGE = 'A merged record cannot be referred to';\n    \n            END IF;\n            RETURN NULL;\n        ", hash='d870409ce6320b458ae5118d2a4f9ad0e116365b', operation='INSERT OR UPDATE OF "claim_id"', pgid='pgtrigger_claim_is_in_use_6d189', table='events_claim_events', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimevent',
            trigger=pgtrigger.compiler.Trigger(name='event_is_in_use', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."event_id" IS NOT NULL)', declare='DECLARE target bigint;', func="\n            SELECT merged_into_id INTO target FROM events_event WHERE id = NEW.event_id\n            FOR KEY SHARE;\n            IF target IS NOT NULL THEN\n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_record_is_out_of_use', MESSAGE = 'A merged record cannot be referred to';\n    \n            END IF;\n            RETURN NULL;\n        ", hash='9e49f7d029e56b5c1ef62648618b83b8e90d5b8e', operation='INSERT OR UPDATE OF "event_id"', pgid='pgtrigger_event_is_in_use_09c1f', table='events_claim_events', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimplatform',
            trigger=pgtrigger.compiler.Trigger(name='claim_is_in_use', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."claim_id" IS NOT NULL)', declare='DECLARE target bigint;', func="\n            SELECT merged_into_id INTO target FROM events_claim WHERE id = NEW.claim_id\n            FOR KEY SHARE;\n            IF target IS NOT NULL THEN\n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_record_is_out_of_use', MESSAGE = 'A merged record cannot be referred to';\n    \n            END IF;\n            RETURN NULL;\n        ", hash='f99604ea1d34b17fba484568be8dc17cdb75c5cf', operation='INSERT OR UPDATE OF "claim_id"', pgid='pgtrigger_claim_is_in_use_ad8ea', table='events_claim_platforms', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimplatform',
            trigger=pgtrigger.compiler.Trigger(name='platform_is_in_use', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."platform_id" IS NOT NULL)', declare='DECLARE target bigint;', func="\n            SELECT merged_into_id INTO target FROM events_platform WHERE id = NEW.platform_id\n            FOR KEY SHARE;\n            IF target IS NOT NULL THEN\n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_record_is_out_of_use', MESSAGE = 'A merged record cannot be referred to';\n    \n            END IF;\n            RETURN NULL;\n        ", hash='ac4e5e154fdc0a12b726921e0f3b509a3d56a70d', operation='INSERT OR UPDATE OF "platform_id"', pgid='pgtrigger_platform_is_in_use_6511e', table='events_claim_platforms', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='merged_record_is_unused', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."merged_into_id" IS NOT NULL)', declare='DECLARE target bigint;', func="\n        SELECT merged_into_id INTO target FROM events_event WHERE id = NEW.merged_into_id FOR SHARE;\n        IF target IS NOT NULL OR EXISTS (SELECT 1 FROM events_event WHERE merged_into_id = NEW.id) THEN\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_records_form_no_chain', MESSAGE = 'Merged records must not form a chain';\n    \n        END IF;\n        IF EXISTS (SELECT 1 FROM events_eventplatform WHERE event_id = NEW.id) OR EXISTS (SELECT 1 FROM events_claim_events WHERE event_id = NEW.id) OR EXISTS (SELECT 1 FROM events_position_events WHERE event_id = NEW.id) OR EXISTS (SELECT 1 FROM events_evidence WHERE event_id = NEW.id) THEN\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_record_is_out_of_use', MESSAGE = 'Nothing may refer to a merged record';\n    \n        END IF;\n        RETURN NULL;\n    ", hash='21042e135706670931b47e97ec26debe9ecce468', operation='INSERT OR UPDATE OF "merged_into_id"', pgid='pgtrigger_merged_record_is_unused_10e6e', table='events_event', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_eventhistory" ("created_at", "date_note_en", "date_note_zh", "earliest", "id", "importance", "kind", "latest", "markets", "merged_into_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "sort_on", "state", "summary_en", "summary_zh", "title_en", "title_zh", "updated_at", "version", "when") VALUES (NEW."created_at", NEW."date_note_en", NEW."date_note_zh", NEW."earliest", NEW."id", NEW."importance", NEW."kind", NEW."latest", NEW."markets", NEW."merged_into_id", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."slug", NEW."sort_on", NEW."state", NEW."summary_en", NEW."summary_zh", NEW."title_en", NEW."title_zh", NEW."updated_at", NEW."version", NEW."when"); RETURN NULL;', hash='c2d59a4cd3129c29bad8a62c6f08f17ff765064f', operation='INSERT', pgid='pgtrigger_insert_insert_82b94', table='events_event', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."date_note_en" IS DISTINCT FROM (NEW."date_note_en") OR OLD."date_note_zh" IS DISTINCT FROM (NEW."date_note_zh") OR OLD."earliest" IS DISTINCT FROM (NEW."earliest") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."importance" IS DISTINCT FROM (NEW."importance") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."latest" IS DISTINCT FROM (NEW."latest") OR OLD."markets" IS DISTINCT FROM (NEW."markets") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."sort_on" IS DISTINCT FROM (NEW."sort_on") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."summary_en" IS DISTINCT FROM (NEW."summary_en") OR OLD."summary_zh" IS DISTINCT FROM (NEW."summary_zh") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."title_zh" IS DISTINCT FROM (NEW."title_zh") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."when" IS DISTINCT FROM (NEW."when"))', func='INSERT INTO "events_eventhistory" ("created_at", "date_note_en", "date_note_zh", "earliest", "id", "importance", "kind", "latest", "markets", "merged_into_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "sort_on", "state", "summary_en", "summary_zh", "title_en", "title_zh", "updated_at", "version", "when") VALUES (NEW."created_at", NEW."date_note_en", NEW."date_note_zh", NEW."earliest", NEW."id", NEW."importance", NEW."kind", NEW."latest", NEW."markets", NEW."merged_into_id", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug", NEW."sort_on", NEW."state", NEW."summary_en", NEW."summary_zh", NEW."title_en", NEW."title_zh", NEW."updated_at", NEW."version", NEW."when"); RETURN NULL;', hash='7a943021f9dbffd8e63bcd749d1d6fb9d484327a', operation='UPDATE', pgid='pgtrigger_update_update_73f59', table='events_event', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_eventhistory" ("created_at", "date_note_en", "date_note_zh", "earliest", "id", "importance", "kind", "latest", "markets", "merged_into_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "sort_on", "state", "summary_en", "summary_zh", "title_en", "title_zh", "updated_at", "version", "when") VALUES (OLD."created_at", OLD."date_note_en", OLD."date_note_zh", OLD."earliest", OLD."id", OLD."importance", OLD."kind", OLD."latest", OLD."markets", OLD."merged_into_id", OLD."outcome", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."slug", OLD."sort_on", OLD."state", OLD."summary_en", OLD."summary_zh", OLD."title_en", OLD."title_zh", OLD."updated_at", OLD."version", OLD."when"); RETURN NULL;', hash='be14a1c1e22a84eca7adf596783c3afd21afd6a8', operation='DELETE', pgid='pgtrigger_delete_delete_d74a6', table='events_event', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='eventplatform',
            trigger=pgtrigger.compiler.Trigger(name='event_is_in_use', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."event_id" IS NOT NULL)', declare='DECLARE target bigint;', func="\n            SELECT merged_into_id INTO target FROM events_event WHERE id = NEW.event_id\n            FOR KEY SHARE;\n            IF target IS NOT NULL THEN\n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_record_is_out_of_use', MESSAGE = 'A merged record cannot be referred to';\n    \n            END IF;\n            RETURN NULL;\n        ", hash='493523f6308e2926046b0cdf43868112bd0cd88b', operation='INSERT OR UPDATE OF "event_id"', pgid='pgtrigger_event_is_in_use_26db3', table='events_eventplatform', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='eventplatform',
            trigger=pgtrigger.compiler.Trigger(name='platform_is_in_use', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."platform_id" IS NOT NULL)', declare='DECLARE target bigint;', func="\n            SELECT merged_into_id INTO target FROM events_platform WHERE id = NEW.platform_id\n            FOR KEY SHARE;\n            IF target IS NOT NULL THEN\n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_record_is_out_of_use', MESSAGE = 'A merged record cannot be referred to';\n    \n            END IF;\n            RETURN NULL;\n        ", hash='18dfe4f1fbd4aec7d49f9906028b7e39069f1d05', operation='INSERT OR UPDATE OF "platform_id"', pgid='pgtrigger_platform_is_in_use_a8340', table='events_eventplatform', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidence',
            trigger=pgtrigger.compiler.Trigger(name='event_is_in_use', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."event_id" IS NOT NULL)', declare='DECLARE target bigint;', func="\n            SELECT merged_into_id INTO target FROM events_event WHERE id = NEW.event_id\n            FOR KEY SHARE;\n            IF target IS NOT NULL THEN\n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_record_is_out_of_use', MESSAGE = 'A merged record cannot be referred to';\n    \n            END IF;\n            RETURN NULL;\n        ", hash='728eab5f301f6a98090ab0fce7ad2b6906677e10', operation='INSERT OR UPDATE OF "event_id"', pgid='pgtrigger_event_is_in_use_01882', table='events_evidence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidence',
            trigger=pgtrigger.compiler.Trigger(name='claim_is_in_use', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."claim_id" IS NOT NULL)', declare='DECLARE target bigint;', func="\n            SELECT merged_into_id INTO target FROM events_claim WHERE id = NEW.claim_id\n            FOR KEY SHARE;\n            IF target IS NOT NULL THEN\n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_record_is_out_of_use', MESSAGE = 'A merged record cannot be referred to';\n    \n            END IF;\n            RETURN NULL;\n        ", hash='0221c84aef79b2d4f539a47c37fd51d80731fdd0', operation='INSERT OR UPDATE OF "claim_id"', pgid='pgtrigger_claim_is_in_use_69bc9', table='events_evidence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='platform',
            trigger=pgtrigger.compiler.Trigger(name='merged_record_is_unused', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."merged_into_id" IS NOT NULL)', declare='DECLARE target bigint;', func="\n        SELECT merged_into_id INTO target FROM events_platform WHERE id = NEW.merged_into_id FOR SHARE;\n        IF target IS NOT NULL OR EXISTS (SELECT 1 FROM events_platform WHERE merged_into_id = NEW.id) THEN\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_records_form_no_chain', MESSAGE = 'Merged records must not form a chain';\n    \n        END IF;\n        IF EXISTS (SELECT 1 FROM events_platform WHERE parent_id = NEW.id) OR EXISTS (SELECT 1 FROM events_platformalias WHERE platform_id = NEW.id) OR EXISTS (SELECT 1 FROM events_succession WHERE predecessor_id = NEW.id) OR EXISTS (SELECT 1 FROM events_succession WHERE successor_id = NEW.id) OR EXISTS (SELECT 1 FROM events_eventplatform WHERE platform_id = NEW.id) OR EXISTS (SELECT 1 FROM events_claim_platforms WHERE platform_id = NEW.id) THEN\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_record_is_out_of_use', MESSAGE = 'Nothing may refer to a merged record';\n    \n        END IF;\n        RETURN NULL;\n    ", hash='044a6cb28b291108eac8c29d56f7ea57be3dca0f', operation='INSERT OR UPDATE OF "merged_into_id"', pgid='pgtrigger_merged_record_is_unused_92817', table='events_platform', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='platform',
            trigger=pgtrigger.compiler.Trigger(name='parent_is_in_use', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."parent_id" IS NOT NULL)', declare='DECLARE target bigint;', func="\n            SELECT merged_into_id INTO target FROM events_platform WHERE id = NEW.parent_id\n            FOR KEY SHARE;\n            IF target IS NOT NULL THEN\n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_record_is_out_of_use', MESSAGE = 'A merged record cannot be referred to';\n    \n            END IF;\n            RETURN NULL;\n        ", hash='3a14e5b07758ee407cd09c328c26c36b6e08294b', operation='INSERT OR UPDATE OF "parent_id"', pgid='pgtrigger_parent_is_in_use_30563', table='events_platform', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='platform',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_platformhistory" ("id", "is_approved", "kind", "merged_into_id", "name_en", "name_zh", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "summary_en", "summary_zh") VALUES (NEW."id", NEW."is_approved", NEW."kind", NEW."merged_into_id", NEW."name_en", NEW."name_zh", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."slug", NEW."summary_en", NEW."summary_zh"); RETURN NULL;', hash='78608131b783d71270614cb9affee2b7bfbd6760', operation='INSERT', pgid='pgtrigger_insert_insert_8dc5f', table='events_platform', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='platform',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "events_platformhistory" ("id", "is_approved", "kind", "merged_into_id", "name_en", "name_zh", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "summary_en", "summary_zh") VALUES (NEW."id", NEW."is_approved", NEW."kind", NEW."merged_into_id", NEW."name_en", NEW."name_zh", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug", NEW."summary_en", NEW."summary_zh"); RETURN NULL;', hash='188e93309f0ea7dbe94b268cc294d2f3c500c3f2', operation='UPDATE', pgid='pgtrigger_update_update_3d679', table='events_platform', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='platform',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_platformhistory" ("id", "is_approved", "kind", "merged_into_id", "name_en", "name_zh", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "summary_en", "summary_zh") VALUES (OLD."id", OLD."is_approved", OLD."kind", OLD."merged_into_id", OLD."name_en", OLD."name_zh", OLD."parent_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."slug", OLD."summary_en", OLD."summary_zh"); RETURN NULL;', hash='93935f916eaf3406f22d8e376b14c08c883e5952', operation='DELETE', pgid='pgtrigger_delete_delete_358b3', table='events_platform', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='platformalias',
            trigger=pgtrigger.compiler.Trigger(name='platform_is_in_use', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."platform_id" IS NOT NULL)', declare='DECLARE target bigint;', func="\n            SELECT merged_into_id INTO target FROM events_platform WHERE id = NEW.platform_id\n            FOR KEY SHARE;\n            IF target IS NOT NULL THEN\n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_record_is_out_of_use', MESSAGE = 'A merged record cannot be referred to';\n    \n            END IF;\n            RETURN NULL;\n        ", hash='7720d5138637bcffd666cb535f162766023f644e', operation='INSERT OR UPDATE OF "platform_id"', pgid='pgtrigger_platform_is_in_use_b214f', table='events_platformalias', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='positionclaim',
            trigger=pgtrigger.compiler.Trigger(name='claim_is_in_use', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."claim_id" IS NOT NULL)', declare='DECLARE target bigint;', func="\n            SELECT merged_into_id INTO target FROM events_claim WHERE id = NEW.claim_id\n            FOR KEY SHARE;\n            IF target IS NOT NULL THEN\n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_record_is_out_of_use', MESSAGE = 'A merged record cannot be referred to';\n    \n            END IF;\n            RETURN NULL;\n        ", hash='b90ad4c30c30ea0488f1aa4a30cfb29e9c63f934', operation='INSERT OR UPDATE OF "claim_id"', pgid='pgtrigger_claim_is_in_use_df8eb', table='events_position_claims', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='positionevent',
            trigger=pgtrigger.compiler.Trigger(name='event_is_in_use', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."event_id" IS NOT NULL)', declare='DECLARE target bigint;', func="\n            SELECT merged_into_id INTO target FROM events_event WHERE id = NEW.event_id\n            FOR KEY SHARE;\n            IF target IS NOT NULL THEN\n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_record_is_out_of_use', MESSAGE = 'A merged record cannot be referred to';\n    \n            END IF;\n            RETURN NULL;\n        ", hash='46b7db47481ba81b9a47335ae26a0fa4e83128fa', operation='INSERT OR UPDATE OF "event_id"', pgid='pgtrigger_event_is_in_use_5e3c7', table='events_position_events', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='succession',
            trigger=pgtrigger.compiler.Trigger(name='predecessor_is_in_use', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."predecessor_id" IS NOT NULL)', declare='DECLARE target bigint;', func="\n            SELECT merged_into_id INTO target FROM events_platform WHERE id = NEW.predecessor_id\n            FOR KEY SHARE;\n            IF target IS NOT NULL THEN\n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_record_is_out_of_use', MESSAGE = 'A merged record cannot be referred to';\n    \n            END IF;\n            RETURN NULL;\n        ", hash='63d49a71df5b34d0b81ac70ca4188c06a7764b99', operation='INSERT OR UPDATE OF "predecessor_id"', pgid='pgtrigger_predecessor_is_in_use_19aea', table='events_succession', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='succession',
            trigger=pgtrigger.compiler.Trigger(name='successor_is_in_use', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."successor_id" IS NOT NULL)', declare='DECLARE target bigint;', func="\n            SELECT merged_into_id INTO target FROM events_platform WHERE id = NEW.successor_id\n            FOR KEY SHARE;\n            IF target IS NOT NULL THEN\n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_record_is_out_of_use', MESSAGE = 'A merged record cannot be referred to';\n    \n            END IF;\n            RETURN NULL;\n        ", hash='268537fff6cf97bc056005b4bc66c35a3d64b9ec', operation='INSERT OR UPDATE OF "successor_id"', pgid='pgtrigger_successor_is_in_use_1bb6f', table='events_succession', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tag',
            trigger=pgtrigger.compiler.Trigger(name='merged_record_is_unused', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."merged_into_id" IS NOT NULL)', declare='DECLARE target bigint;', func="\n        SELECT merged_into_id INTO target FROM events_tag WHERE id = NEW.merged_into_id FOR SHARE;\n        IF target IS NOT NULL OR EXISTS (SELECT 1 FROM events_tag WHERE merged_into_id = NEW.id) THEN\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_records_form_no_chain', MESSAGE = 'Merged records must not form a chain';\n    \n        END IF;\n        IF EXISTS (SELECT 1 FROM events_tag WHERE parent_id = NEW.id) OR EXISTS (SELECT 1 FROM events_tagged WHERE tag_id = NEW.id) THEN\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_record_is_out_of_use', MESSAGE = 'Nothing may refer to a merged record';\n    \n        END IF;\n        RETURN NULL;\n    ", hash='dc70f6ef85f5e7c7c1a04ef51f2bac541c0cdf27', operation='INSERT OR UPDATE OF "merged_into_id"', pgid='pgtrigger_merged_record_is_unused_56d62', table='events_tag', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tag',
            trigger=pgtrigger.compiler.Trigger(name='parent_is_in_use', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."parent_id" IS NOT NULL)', declare='DECLARE target bigint;', func="\n            SELECT merged_into_id INTO target FROM events_tag WHERE id = NEW.parent_id\n            FOR KEY SHARE;\n            IF target IS NOT NULL THEN\n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_record_is_out_of_use', MESSAGE = 'A merged record cannot be referred to';\n    \n            END IF;\n            RETURN NULL;\n        ", hash='1c34d923cfbb13355cd5e9bb59a58182e414d610', operation='INSERT OR UPDATE OF "parent_id"', pgid='pgtrigger_parent_is_in_use_f1973', table='events_tag', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tagged',
            trigger=pgtrigger.compiler.Trigger(name='tag_is_in_use', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."tag_id" IS NOT NULL)', declare='DECLARE target bigint;', func="\n            SELECT merged_into_id INTO target FROM events_tag WHERE id = NEW.tag_id\n            FOR KEY SHARE;\n            IF target IS NOT NULL THEN\n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_record_is_out_of_use', MESSAGE = 'A merged record cannot be referred to';\n    \n            END IF;\n            RETURN NULL;\n        ", hash='fb0c255b644f688273a218322ac07a878e135e52', operation='INSERT OR UPDATE OF "tag_id"', pgid='pgtrigger_tag_is_in_use_02e65', table='events_tagged', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('pk')), _negated=True), _connector='OR'), name='claim_is_not_merged_into_itself', violation_error_message='A record cannot be merged into itself.'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('state', 'published'), _negated=True), _connector='OR'), name='claim_merged_is_not_public', violation_error_message='It was merged into another record. Undo the merge first.'),
        ),
        migrations.AddConstraint(
            model_name='claimant',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('pk')), _negated=True), _connector='OR'), name='claimant_is_not_merged_into_itself', violation_error_message='A record cannot be merged into itself.'),
        ),
        migrations.AddConstraint(
            model_name='claimant',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('is_approved', True), _negated=True), _connector='OR'), name='claimant_merged_is_not_public', violation_error_message='It was merged into another record. Undo the merge first.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('pk')), _negated=True), _connector='OR'), name='event_is_not_merged_into_itself', violation_error_message='A record cannot be merged into itself.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('state', 'published'), _negated=True), _connector='OR'), name='event_merged_is_not_public', violation_error_message='It was merged into another record. Undo the merge first.'),
        ),
        migrations.AddConstraint(
            model_name='platform',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('pk')), _negated=True), _connector='OR'), name='platform_is_not_merged_into_itself', violation_error_message='A record cannot be merged into itself.'),
        ),
        migrations.AddConstraint(
            model_name='platform',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('is_approved', True), _negated=True), _connector='OR'), name='platform_merged_is_not_public', violation_error_message='It was merged into another record. Undo the merge first.'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('is_approved', True), _negated=True), _connector='OR'), name='tag_merged_is_not_public', violation_error_message='It was merged into another record. Undo the merge first.'),
        ),
        migrations.AlterConstraint(
            model_name='tag',
            name='tag_is_not_merged_into_itself',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('pk')), _negated=True), _connector='OR'), name='tag_is_not_merged_into_itself', violation_error_message='A record cannot be merged into itself.'),
        ),
    ]
