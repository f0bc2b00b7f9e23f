"""Readers see an outlet only once it is approved. Outlets that exist already are approved."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sources', '0011_address_keys_again'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='outlet',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='outlet',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='outlet',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='outlet',
            name='is_approved',
            field=models.BooleanField(default=True, editable=False, verbose_name='approved'),
        ),
        migrations.AlterField(
            model_name='outlet',
            name='is_approved',
            field=models.BooleanField(default=False, editable=False, verbose_name='approved'),
        ),
        migrations.AddField(
            model_name='outlethistory',
            name='is_approved',
            field=models.BooleanField(default=True, editable=False, verbose_name='approved'),
        ),
        migrations.AlterField(
            model_name='outlethistory',
            name='is_approved',
            field=models.BooleanField(default=False, editable=False, verbose_name='approved'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outlet',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "sources_outlethistory" ("aliases", "id", "is_approved", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "url") VALUES (NEW."aliases", NEW."id", NEW."is_approved", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."slug", NEW."url"); RETURN NULL;', hash='de1636b4dec8b34f1a5a2ecc41b85a320dbf6ca0', operation='INSERT', pgid='pgtrigger_insert_insert_6363e', table='sources_outlet', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outlet',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "sources_outlethistory" ("aliases", "id", "is_approved", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "url") VALUES (NEW."aliases", NEW."id", NEW."is_approved", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug", NEW."url"); RETURN NULL;', hash='592b35d3d1ae3e78dafbd4e32abe00ee10809fe9', operation='UPDATE', pgid='pgtrigger_update_update_6f20c', table='sources_outlet', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outlet',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "sources_outlethistory" ("aliases", "id", "is_approved", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "url") VALUES (OLD."aliases", OLD."id", OLD."is_approved", OLD."name_en", OLD."name_zh", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."slug", OLD."url"); RETURN NULL;', hash='bd56926c21755a7565b891df02efc26a3cbffec8', operation='DELETE', pgid='pgtrigger_delete_delete_dbede', table='sources_outlet', when='AFTER')),
        ),
    ]
