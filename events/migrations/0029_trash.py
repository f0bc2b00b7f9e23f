"""Deleted records can be put back; see events.editing.trash."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('events', '0028_records_can_be_merged'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TrashedRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.BigIntegerField(verbose_name='record')),
                ('name', models.CharField(max_length=300, verbose_name='name')),
                ('content', models.TextField(editable=False)),
                ('links', models.JSONField(default=list, editable=False)),
                ('deleted_at', models.DateTimeField(auto_now_add=True, verbose_name='deleted at')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype', verbose_name='kind of record')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='created by')),
                ('deleted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='deleted by')),
            ],
            options={
                'verbose_name': 'record in the trash',
                'verbose_name_plural': 'records in the trash',
                'ordering': ['-pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='TrashedRecordHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('object_id', models.BigIntegerField(verbose_name='record')),
                ('name', models.CharField(max_length=300, verbose_name='name')),
                ('deleted_at', models.DateTimeField(auto_now_add=True, verbose_name='deleted at')),
                ('content_type', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='contenttypes.contenttype', verbose_name='kind of record')),
                ('created_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='created by')),
                ('deleted_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='deleted by')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='events.trashedrecord')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='trashedrecord',
            constraint=models.UniqueConstraint(fields=('content_type', 'object_id'), name='trashed_record_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='trashedrecord',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_trashedrecordhistory" ("content_type_id", "created_by_id", "deleted_at", "deleted_by_id", "id", "name", "object_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."content_type_id", NEW."created_by_id", NEW."deleted_at", NEW."deleted_by_id", NEW."id", NEW."name", NEW."object_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='3d3d8df4bf99df33053d1f912f530193a7d98aa8', operation='INSERT', pgid='pgtrigger_insert_insert_5ae9a', table='events_trashedrecord', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='trashedrecord',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."content_type_id" IS DISTINCT FROM (NEW."content_type_id") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."deleted_at" IS DISTINCT FROM (NEW."deleted_at") OR OLD."deleted_by_id" IS DISTINCT FROM (NEW."deleted_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."object_id" IS DISTINCT FROM (NEW."object_id"))', func='INSERT INTO "events_trashedrecordhistory" ("content_type_id", "created_by_id", "deleted_at", "deleted_by_id", "id", "name", "object_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."content_type_id", NEW."created_by_id", NEW."deleted_at", NEW."deleted_by_id", NEW."id", NEW."name", NEW."object_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='a4e8a584eb2e0b82064e4129a8ad74a509f75302', operation='UPDATE', pgid='pgtrigger_update_update_f5c61', table='events_trashedrecord', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='trashedrecord',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_trashedrecordhistory" ("content_type_id", "created_by_id", "deleted_at", "deleted_by_id", "id", "name", "object_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."content_type_id", OLD."created_by_id", OLD."deleted_at", OLD."deleted_by_id", OLD."id", OLD."name", OLD."object_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='66e645acafa1587de3e110b69d7d12ae6199d750', operation='DELETE', pgid='pgtrigger_delete_delete_afa30', table='events_trashedrecord', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='trashedrecordhistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e409f9018dd153e1f889980aead966ccd2712721', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ab788', table='events_trashedrecordhistory', when='BEFORE')),
        ),
    ]
