"""Articles and outlets can be merged; texts have a history, because a merge moves them."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('sources', '0013_former_slugs'),
    ]

    operations = [
        migrations.CreateModel(
            name='SnapshotHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('original', 'original'), ('digest', 'digest')], max_length=10, verbose_name='kind')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('is_current', models.BooleanField(default=True, verbose_name='current')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256 of the bytes')),
                ('text_sha256', models.CharField(max_length=64, verbose_name='SHA-256 of the text')),
                ('adapter', models.CharField(max_length=40, verbose_name='adapter')),
                ('adapter_version', models.PositiveIntegerField(verbose_name='adapter version')),
                ('encoding', models.CharField(max_length=40, verbose_name='encoding')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
            ],
            options={
                'abstract': False,
            },
        ),
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
        pgtrigger.migrations.RemoveTrigger(
            model_name='snapshot',
            name='snapshot_never_edited',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='source',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='source',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='source',
            name='update_update',
        ),
        migrations.AddField(
            model_name='outlet',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='sources.outlet', verbose_name='merged into'),
        ),
        migrations.AddField(
            model_name='outlethistory',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='sources.outlet', verbose_name='merged into'),
        ),
        migrations.AddField(
            model_name='source',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='sources.source', verbose_name='merged into'),
        ),
        migrations.AddField(
            model_name='sourcehistory',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='sources.source', verbose_name='merged into'),
        ),
        migrations.AddIndex(
            model_name='outlet',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='outlet_merged_into'),
        ),
        migrations.AddIndex(
            model_name='source',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='source_merged_into'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outlet',
            trigger=pgtrigger.compiler.Trigger(name='merged_record_is_unused', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."merged_into_id" IS NOT NULL)', declare='DECLARE target bigint;', func="\n        SELECT merged_into_id INTO target FROM sources_outlet WHERE id = NEW.merged_into_id FOR SHARE;\n        IF target IS NOT NULL OR EXISTS (SELECT 1 FROM sources_outlet WHERE merged_into_id = NEW.id) THEN\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_records_form_no_chain', MESSAGE = 'Merged records must not form a chain';\n    \n        END IF;\n        IF EXISTS (SELECT 1 FROM sources_source WHERE outlet_id = NEW.id) OR EXISTS (SELECT 1 FROM sources_source WHERE publisher_id = NEW.id) THEN\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_record_is_out_of_use', MESSAGE = 'Nothing may refer to a merged record';\n    \n        END IF;\n        RETURN NULL;\n    ", hash='21285c41e171e0a53336425ac2be0070e3ccc1cc', operation='INSERT OR UPDATE OF "merged_into_id"', pgid='pgtrigger_merged_record_is_unused_99553', table='sources_outlet', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outlet',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "sources_outlethistory" ("aliases", "id", "is_approved", "merged_into_id", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "url") VALUES (NEW."aliases", NEW."id", NEW."is_approved", NEW."merged_into_id", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."slug", NEW."url"); RETURN NULL;', hash='7a280d52baa98fee26743a0445fff5d86bcbc604', operation='INSERT', pgid='pgtrigger_insert_insert_6363e', table='sources_outlet', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outlet',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "sources_outlethistory" ("aliases", "id", "is_approved", "merged_into_id", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "url") VALUES (NEW."aliases", NEW."id", NEW."is_approved", NEW."merged_into_id", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug", NEW."url"); RETURN NULL;', hash='3541da1580cef1b726a89fb9d462d28b65a1dd8f', operation='UPDATE', pgid='pgtrigger_update_update_6f20c', table='sources_outlet', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outlet',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "sources_outlethistory" ("aliases", "id", "is_approved", "merged_into_id", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "url") VALUES (OLD."aliases", OLD."id", OLD."is_approved", OLD."merged_into_id", OLD."name_en", OLD."name_zh", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."slug", OLD."url"); RETURN NULL;', hash='672ebeb2433d3827eee92065e74f2da85fe54262', operation='DELETE', pgid='pgtrigger_delete_delete_dbede', table='sources_outlet', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='snapshot',
            trigger=pgtrigger.compiler.Trigger(name='snapshot_never_edited', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."content" IS DISTINCT FROM (NEW."content") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."text_sha256" IS DISTINCT FROM (NEW."text_sha256") OR OLD."adapter" IS DISTINCT FROM (NEW."adapter") OR OLD."adapter_version" IS DISTINCT FROM (NEW."adapter_version") OR OLD."encoding" IS DISTINCT FROM (NEW."encoding") OR OLD."gaps" IS DISTINCT FROM (NEW."gaps") OR OLD."values_read" IS DISTINCT FROM (NEW."values_read") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='44472f2bcc31a7c2956432ee6f93567cda119fc1', operation='UPDATE', pgid='pgtrigger_snapshot_never_edited_ba100', table='sources_snapshot', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='snapshot',
            trigger=pgtrigger.compiler.Trigger(name='source_is_in_use', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."source_id" IS NOT NULL)', declare='DECLARE target bigint;', func="\n            SELECT merged_into_id INTO target FROM sources_source WHERE id = NEW.source_id\n            FOR KEY SHARE;\n            IF target IS NOT NULL THEN\n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_record_is_out_of_use', MESSAGE = 'A merged record cannot be referred to';\n    \n            END IF;\n            RETURN NULL;\n        ", hash='5045906036b086753e06b431368cb4762ef1d8a1', operation='INSERT OR UPDATE OF "source_id"', pgid='pgtrigger_source_is_in_use_94bc5', table='sources_snapshot', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='snapshot',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "sources_snapshothistory" ("adapter", "adapter_version", "created_at", "encoding", "id", "is_current", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "source_id", "text_sha256") VALUES (NEW."adapter", NEW."adapter_version", NEW."created_at", NEW."encoding", NEW."id", NEW."is_current", NEW."kind", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sha256", NEW."source_id", NEW."text_sha256"); RETURN NULL;', hash='49328a3d6ad42d7ce932f33306b37402056e579d', operation='INSERT', pgid='pgtrigger_insert_insert_d68c2', table='sources_snapshot', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='snapshot',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."adapter" IS DISTINCT FROM (NEW."adapter") OR OLD."adapter_version" IS DISTINCT FROM (NEW."adapter_version") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."encoding" IS DISTINCT FROM (NEW."encoding") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_current" IS DISTINCT FROM (NEW."is_current") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."text_sha256" IS DISTINCT FROM (NEW."text_sha256"))', func='INSERT INTO "sources_snapshothistory" ("adapter", "adapter_version", "created_at", "encoding", "id", "is_current", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "source_id", "text_sha256") VALUES (NEW."adapter", NEW."adapter_version", NEW."created_at", NEW."encoding", NEW."id", NEW."is_current", NEW."kind", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sha256", NEW."source_id", NEW."text_sha256"); RETURN NULL;', hash='4a57507008b7e385f7b6d57f3524b036bd75d6b5', operation='UPDATE', pgid='pgtrigger_update_update_53e7f', table='sources_snapshot', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='snapshot',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "sources_snapshothistory" ("adapter", "adapter_version", "created_at", "encoding", "id", "is_current", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "source_id", "text_sha256") VALUES (OLD."adapter", OLD."adapter_version", OLD."created_at", OLD."encoding", OLD."id", OLD."is_current", OLD."kind", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sha256", OLD."source_id", OLD."text_sha256"); RETURN NULL;', hash='194624f266261fc9bb471fb64d5f68c50740c146', operation='DELETE', pgid='pgtrigger_delete_delete_644f9', table='sources_snapshot', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='merged_record_is_unused', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."merged_into_id" IS NOT NULL)', declare='DECLARE target bigint;', func="\n        SELECT merged_into_id INTO target FROM sources_source WHERE id = NEW.merged_into_id FOR SHARE;\n        IF target IS NOT NULL OR EXISTS (SELECT 1 FROM sources_source WHERE merged_into_id = NEW.id) THEN\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_records_form_no_chain', MESSAGE = 'Merged records must not form a chain';\n    \n        END IF;\n        IF EXISTS (SELECT 1 FROM sources_snapshot WHERE source_id = NEW.id) OR EXISTS (SELECT 1 FROM sources_source WHERE repost_of_id = NEW.id) THEN\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_record_is_out_of_use', MESSAGE = 'Nothing may refer to a merged record';\n    \n        END IF;\n        RETURN NULL;\n    ", hash='22313b180f2eb6776bd3856ebd1195afa720f3f1', operation='INSERT OR UPDATE OF "merged_into_id"', pgid='pgtrigger_merged_record_is_unused_5fc6e', table='sources_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='outlet_is_in_use', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."outlet_id" IS NOT NULL)', declare='DECLARE target bigint;', func="\n            SELECT merged_into_id INTO target FROM sources_outlet WHERE id = NEW.outlet_id\n            FOR KEY SHARE;\n            IF target IS NOT NULL THEN\n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_record_is_out_of_use', MESSAGE = 'A merged record cannot be referred to';\n    \n            END IF;\n            RETURN NULL;\n        ", hash='76366cf82994bac21ba653f64d3bc9db697c0e4c', operation='INSERT OR UPDATE OF "outlet_id"', pgid='pgtrigger_outlet_is_in_use_e7f70', table='sources_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='publisher_is_in_use', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."publisher_id" IS NOT NULL)', declare='DECLARE target bigint;', func="\n            SELECT merged_into_id INTO target FROM sources_outlet WHERE id = NEW.publisher_id\n            FOR KEY SHARE;\n            IF target IS NOT NULL THEN\n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_record_is_out_of_use', MESSAGE = 'A merged record cannot be referred to';\n    \n            END IF;\n            RETURN NULL;\n        ", hash='83119f5c4ebc6c93e8e27e68d71c0be1d8742aca', operation='INSERT OR UPDATE OF "publisher_id"', pgid='pgtrigger_publisher_is_in_use_29ef2', table='sources_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='repost_of_is_in_use', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."repost_of_id" IS NOT NULL)', declare='DECLARE target bigint;', func="\n            SELECT merged_into_id INTO target FROM sources_source WHERE id = NEW.repost_of_id\n            FOR KEY SHARE;\n            IF target IS NOT NULL THEN\n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'check_violation', CONSTRAINT = 'merged_record_is_out_of_use', MESSAGE = 'A merged record cannot be referred to';\n    \n            END IF;\n            RETURN NULL;\n        ", hash='a1b81fe9ba2a0de344e24b8bc2163b9bda9e2afb', operation='INSERT OR UPDATE OF "repost_of_id"', pgid='pgtrigger_repost_of_is_in_use_a5d30', table='sources_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "sources_sourcehistory" ("authors", "created_at", "doubts", "id", "language", "merged_into_id", "original_sha256", "outlet_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "published_earliest", "published_latest", "publisher_id", "repost_of_id", "slug", "state", "title", "title_en", "title_key", "url") VALUES (NEW."authors", NEW."created_at", NEW."doubts", NEW."id", NEW."language", NEW."merged_into_id", NEW."original_sha256", NEW."outlet_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published", NEW."published_earliest", NEW."published_latest", NEW."publisher_id", NEW."repost_of_id", NEW."slug", NEW."state", NEW."title", NEW."title_en", NEW."title_key", NEW."url"); RETURN NULL;', hash='89dbe0666c84258423434b8662cd5e39a8defe2a', operation='INSERT', pgid='pgtrigger_insert_insert_c3ed3', table='sources_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."authors" IS DISTINCT FROM (NEW."authors") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."doubts" IS DISTINCT FROM (NEW."doubts") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."original_sha256" IS DISTINCT FROM (NEW."original_sha256") OR OLD."outlet_id" IS DISTINCT FROM (NEW."outlet_id") OR OLD."published" IS DISTINCT FROM (NEW."published") OR OLD."published_earliest" IS DISTINCT FROM (NEW."published_earliest") OR OLD."published_latest" IS DISTINCT FROM (NEW."published_latest") OR OLD."publisher_id" IS DISTINCT FROM (NEW."publisher_id") OR OLD."repost_of_id" IS DISTINCT FROM (NEW."repost_of_id") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."title_key" IS DISTINCT FROM (NEW."title_key") OR OLD."url" IS DISTINCT FROM (NEW."url"))', func='INSERT INTO "sources_sourcehistory" ("authors", "created_at", "doubts", "id", "language", "merged_into_id", "original_sha256", "outlet_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "published_earliest", "published_latest", "publisher_id", "repost_of_id", "slug", "state", "title", "title_en", "title_key", "url") VALUES (NEW."authors", NEW."created_at", NEW."doubts", NEW."id", NEW."language", NEW."merged_into_id", NEW."original_sha256", NEW."outlet_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published", NEW."published_earliest", NEW."published_latest", NEW."publisher_id", NEW."repost_of_id", NEW."slug", NEW."state", NEW."title", NEW."title_en", NEW."title_key", NEW."url"); RETURN NULL;', hash='0b7db36f72c455dfbf07cdf0594fc7f02394ed59', operation='UPDATE', pgid='pgtrigger_update_update_e6185', table='sources_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "sources_sourcehistory" ("authors", "created_at", "doubts", "id", "language", "merged_into_id", "original_sha256", "outlet_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "published_earliest", "published_latest", "publisher_id", "repost_of_id", "slug", "state", "title", "title_en", "title_key", "url") VALUES (OLD."authors", OLD."created_at", OLD."doubts", OLD."id", OLD."language", OLD."merged_into_id", OLD."original_sha256", OLD."outlet_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published", OLD."published_earliest", OLD."published_latest", OLD."publisher_id", OLD."repost_of_id", OLD."slug", OLD."state", OLD."title", OLD."title_en", OLD."title_key", OLD."url"); RETURN NULL;', hash='cd563c36e391f92b3b246d6935c922799b6f062b', operation='DELETE', pgid='pgtrigger_delete_delete_fde77', table='sources_source', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='outlet',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('pk')), _negated=True), _connector='OR'), name='outlet_is_not_merged_into_itself', violation_error_message='A record cannot be merged into itself.'),
        ),
        migrations.AddConstraint(
            model_name='outlet',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('is_approved', True), _negated=True), _connector='OR'), name='outlet_merged_is_not_public', violation_error_message='It was merged into another record. Undo the merge first.'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('pk')), _negated=True), _connector='OR'), name='source_is_not_merged_into_itself', violation_error_message='A record cannot be merged into itself.'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('state', 'accepted'), _negated=True), _connector='OR'), name='source_merged_is_not_public', violation_error_message='It was merged into another record. Undo the merge first.'),
        ),
        migrations.AddField(
            model_name='snapshothistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='snapshothistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='sources.snapshot'),
        ),
        migrations.AddField(
            model_name='snapshothistory',
            name='source',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='sources.source', verbose_name='source'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='snapshothistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ef135b0475e91d791f420b18cc13eb2132eb5e8f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_640c6', table='sources_snapshothistory', when='BEFORE')),
        ),
        # The history of the texts that exist begins with what they are now.
        migrations.RunSQL(
            """
            INSERT INTO sources_snapshothistory (
                pgh_created_at, pgh_label, id, kind, number, is_current, sha256, text_sha256,
                adapter, adapter_version, encoding, created_at, pgh_obj_id, source_id
            )
            SELECT created_at, 'insert', id, kind, number, is_current, sha256, text_sha256,
                adapter, adapter_version, encoding, created_at, id, source_id
            FROM sources_snapshot
            """,
            migrations.RunSQL.noop,
        ),
    ]
