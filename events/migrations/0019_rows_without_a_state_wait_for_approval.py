"""Readers see rows without a state only once they are approved. Existing rows are approved."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0018_merged_tags_are_out_of_use'),
    ]

    operations = [
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
            model_name='dispute',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='dispute',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='dispute',
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
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='tag',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='tag',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='claimant',
            name='is_approved',
            field=models.BooleanField(default=True, editable=False, verbose_name='approved'),
        ),
        migrations.AlterField(
            model_name='claimant',
            name='is_approved',
            field=models.BooleanField(default=False, editable=False, verbose_name='approved'),
        ),
        migrations.AddField(
            model_name='claimanthistory',
            name='is_approved',
            field=models.BooleanField(default=True, editable=False, verbose_name='approved'),
        ),
        migrations.AlterField(
            model_name='claimanthistory',
            name='is_approved',
            field=models.BooleanField(default=False, editable=False, verbose_name='approved'),
        ),
        migrations.AddField(
            model_name='dispute',
            name='is_approved',
            field=models.BooleanField(default=True, editable=False, verbose_name='approved'),
        ),
        migrations.AlterField(
            model_name='dispute',
            name='is_approved',
            field=models.BooleanField(default=False, editable=False, verbose_name='approved'),
        ),
        migrations.AddField(
            model_name='disputehistory',
            name='is_approved',
            field=models.BooleanField(default=True, editable=False, verbose_name='approved'),
        ),
        migrations.AlterField(
            model_name='disputehistory',
            name='is_approved',
            field=models.BooleanField(default=False, editable=False, verbose_name='approved'),
        ),
        migrations.AddField(
            model_name='platform',
            name='is_approved',
            field=models.BooleanField(default=True, editable=False, verbose_name='approved'),
        ),
        migrations.AlterField(
            model_name='platform',
            name='is_approved',
            field=models.BooleanField(default=False, editable=False, verbose_name='approved'),
        ),
        migrations.AddField(
            model_name='platformhistory',
            name='is_approved',
            field=models.BooleanField(default=True, editable=False, verbose_name='approved'),
        ),
        migrations.AlterField(
            model_name='platformhistory',
            name='is_approved',
            field=models.BooleanField(default=False, editable=False, verbose_name='approved'),
        ),
        migrations.AddField(
            model_name='tag',
            name='is_approved',
            field=models.BooleanField(default=True, editable=False, verbose_name='approved'),
        ),
        migrations.AlterField(
            model_name='tag',
            name='is_approved',
            field=models.BooleanField(default=False, editable=False, verbose_name='approved'),
        ),
        migrations.AddField(
            model_name='taghistory',
            name='is_approved',
            field=models.BooleanField(default=True, editable=False, verbose_name='approved'),
        ),
        migrations.AlterField(
            model_name='taghistory',
            name='is_approved',
            field=models.BooleanField(default=False, editable=False, verbose_name='approved'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimant',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_claimanthistory" ("affiliation_en", "affiliation_zh", "id", "is_approved", "kind", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "url") VALUES (NEW."affiliation_en", NEW."affiliation_zh", NEW."id", NEW."is_approved", NEW."kind", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."slug", NEW."url"); RETURN NULL;', hash='2eeb1efdb635c6b40cdc0b86af9190486bb0c8fb', operation='INSERT', pgid='pgtrigger_insert_insert_15e71', table='events_claimant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimant',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "events_claimanthistory" ("affiliation_en", "affiliation_zh", "id", "is_approved", "kind", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "url") VALUES (NEW."affiliation_en", NEW."affiliation_zh", NEW."id", NEW."is_approved", NEW."kind", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug", NEW."url"); RETURN NULL;', hash='3781aec57a950bf18ee208d2e0a11865228bbfa9', operation='UPDATE', pgid='pgtrigger_update_update_0fcb6', table='events_claimant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimant',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_claimanthistory" ("affiliation_en", "affiliation_zh", "id", "is_approved", "kind", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "url") VALUES (OLD."affiliation_en", OLD."affiliation_zh", OLD."id", OLD."is_approved", OLD."kind", OLD."name_en", OLD."name_zh", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."slug", OLD."url"); RETURN NULL;', hash='1ef605064a3df4c64e0d947ce2e08c7a077b117c', operation='DELETE', pgid='pgtrigger_delete_delete_c8dac', table='events_claimant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dispute',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_disputehistory" ("id", "is_approved", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_en", "question_zh", "resolution_en", "resolution_zh", "settle_en", "settle_zh", "slug", "state", "why_en", "why_zh") VALUES (NEW."id", NEW."is_approved", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."question_en", NEW."question_zh", NEW."resolution_en", NEW."resolution_zh", NEW."settle_en", NEW."settle_zh", NEW."slug", NEW."state", NEW."why_en", NEW."why_zh"); RETURN NULL;', hash='e6c775762f5534b1d8be6713eca1a3b756b0fb6d', operation='INSERT', pgid='pgtrigger_insert_insert_5b110', table='events_dispute', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dispute',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "events_disputehistory" ("id", "is_approved", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_en", "question_zh", "resolution_en", "resolution_zh", "settle_en", "settle_zh", "slug", "state", "why_en", "why_zh") VALUES (NEW."id", NEW."is_approved", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."question_en", NEW."question_zh", NEW."resolution_en", NEW."resolution_zh", NEW."settle_en", NEW."settle_zh", NEW."slug", NEW."state", NEW."why_en", NEW."why_zh"); RETURN NULL;', hash='995d48e4ee834b3c0b588b1aabfa6fe9a1457547', operation='UPDATE', pgid='pgtrigger_update_update_0c8ed', table='events_dispute', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dispute',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_disputehistory" ("id", "is_approved", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_en", "question_zh", "resolution_en", "resolution_zh", "settle_en", "settle_zh", "slug", "state", "why_en", "why_zh") VALUES (OLD."id", OLD."is_approved", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."question_en", OLD."question_zh", OLD."resolution_en", OLD."resolution_zh", OLD."settle_en", OLD."settle_zh", OLD."slug", OLD."state", OLD."why_en", OLD."why_zh"); RETURN NULL;', hash='63f76f0e1e6836c6d9f3d6ffe83f00ddcf734f3c', operation='DELETE', pgid='pgtrigger_delete_delete_88908', table='events_dispute', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='platform',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_platformhistory" ("id", "is_approved", "kind", "name_en", "name_zh", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "summary_en", "summary_zh") VALUES (NEW."id", NEW."is_approved", NEW."kind", NEW."name_en", NEW."name_zh", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."slug", NEW."summary_en", NEW."summary_zh"); RETURN NULL;', hash='b1c003e162b5baf19c646892a110c82b7990e524', operation='INSERT', pgid='pgtrigger_insert_insert_8dc5f', table='events_platform', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='platform',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "events_platformhistory" ("id", "is_approved", "kind", "name_en", "name_zh", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "summary_en", "summary_zh") VALUES (NEW."id", NEW."is_approved", NEW."kind", NEW."name_en", NEW."name_zh", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug", NEW."summary_en", NEW."summary_zh"); RETURN NULL;', hash='92ce45487b4f9df4906e2179beb1785489baf3d9', operation='UPDATE', pgid='pgtrigger_update_update_3d679', table='events_platform', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='platform',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_platformhistory" ("id", "is_approved", "kind", "name_en", "name_zh", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "summary_en", "summary_zh") VALUES (OLD."id", OLD."is_approved", OLD."kind", OLD."name_en", OLD."name_zh", OLD."parent_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."slug", OLD."summary_en", OLD."summary_zh"); RETURN NULL;', hash='8289817483afae0157a55db91bdd98a592f0e055', operation='DELETE', pgid='pgtrigger_delete_delete_358b3', table='events_platform', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tag',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_taghistory" ("aliases", "description_en", "description_zh", "facet", "id", "is_approved", "merged_into_id", "name", "name_zh", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") VALUES (NEW."aliases", NEW."description_en", NEW."description_zh", NEW."facet", NEW."id", NEW."is_approved", NEW."merged_into_id", NEW."name", NEW."name_zh", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."slug"); RETURN NULL;', hash='22aadda597fb32b8075d5be92663889b10eaa643', operation='INSERT', pgid='pgtrigger_insert_insert_54105', table='events_tag', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tag',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "events_taghistory" ("aliases", "description_en", "description_zh", "facet", "id", "is_approved", "merged_into_id", "name", "name_zh", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") VALUES (NEW."aliases", NEW."description_en", NEW."description_zh", NEW."facet", NEW."id", NEW."is_approved", NEW."merged_into_id", NEW."name", NEW."name_zh", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug"); RETURN NULL;', hash='2d29e74f5a80fb4a35368ab1e97956befc8e9f34', operation='UPDATE', pgid='pgtrigger_update_update_ce1c9', table='events_tag', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tag',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_taghistory" ("aliases", "description_en", "description_zh", "facet", "id", "is_approved", "merged_into_id", "name", "name_zh", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") VALUES (OLD."aliases", OLD."description_en", OLD."description_zh", OLD."facet", OLD."id", OLD."is_approved", OLD."merged_into_id", OLD."name", OLD."name_zh", OLD."parent_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."slug"); RETURN NULL;', hash='38b70fe04e6fd192052de338b443f868f3febefe', operation='DELETE', pgid='pgtrigger_delete_delete_e6f9c', table='events_tag', when='AFTER')),
        ),
    ]
