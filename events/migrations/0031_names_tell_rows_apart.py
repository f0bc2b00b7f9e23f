"""Names that look alike are refused by the database; see sources.models.naming."""

import pgtrigger.compiler
import pgtrigger.migrations
import sources.models.naming
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from sources.models.naming import MAX_KEY, name_key


NAMES = {
    "Claimant": ("name_en", "name_zh"),
    "Platform": ("name_en", "name_zh"),
    "Tag": ("name", "name_zh"),
}


def fill(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Set the keys. Of rows with the same name, those that came later have none."""
    for model, names in NAMES.items():
        rows = apps.get_model("events", model)._base_manager
        for name in names:
            known: set[str] = set()
            for row in rows.filter(merged_into=None).order_by("pk"):
                key = name_key(getattr(row, name))[:MAX_KEY]
                if key and key not in known:
                    known.add(key)
                    rows.filter(pk=row.pk).update(**{f"{name}_key": key})


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0030_roles_see_the_trash'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='claimant',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='platform',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='tag',
            name='update_update',
        ),
        migrations.AddField(
            model_name='claimant',
            name='name_en_key',
            field=sources.models.naming.NameKeyField('name_en', editable=False, max_length=255, null=True),
        ),
        migrations.AddField(
            model_name='claimant',
            name='name_zh_key',
            field=sources.models.naming.NameKeyField('name_zh', editable=False, max_length=255, null=True),
        ),
        migrations.AddField(
            model_name='platform',
            name='name_en_key',
            field=sources.models.naming.NameKeyField('name_en', editable=False, max_length=255, null=True),
        ),
        migrations.AddField(
            model_name='platform',
            name='name_zh_key',
            field=sources.models.naming.NameKeyField('name_zh', editable=False, max_length=255, null=True),
        ),
        migrations.AddField(
            model_name='tag',
            name='name_key',
            field=sources.models.naming.NameKeyField('name', editable=False, max_length=255, null=True),
        ),
        migrations.AddField(
            model_name='tag',
            name='name_zh_key',
            field=sources.models.naming.NameKeyField('name_zh', editable=False, max_length=255, null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimant',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."affiliation_en" IS DISTINCT FROM (NEW."affiliation_en") OR OLD."affiliation_zh" IS DISTINCT FROM (NEW."affiliation_zh") OR OLD."aliases" IS DISTINCT FROM (NEW."aliases") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_approved" IS DISTINCT FROM (NEW."is_approved") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_zh" IS DISTINCT FROM (NEW."name_zh") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."url" IS DISTINCT FROM (NEW."url"))', func='INSERT INTO "events_claimanthistory" ("affiliation_en", "affiliation_zh", "aliases", "id", "is_approved", "kind", "merged_into_id", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "url") VALUES (NEW."affiliation_en", NEW."affiliation_zh", NEW."aliases", NEW."id", NEW."is_approved", NEW."kind", NEW."merged_into_id", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug", NEW."url"); RETURN NULL;', hash='528231c55fdca0619ebe5853b81aefe0ed453cd0', operation='UPDATE', pgid='pgtrigger_update_update_0fcb6', table='events_claimant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='platform',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_approved" IS DISTINCT FROM (NEW."is_approved") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_zh" IS DISTINCT FROM (NEW."name_zh") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."summary_en" IS DISTINCT FROM (NEW."summary_en") OR OLD."summary_zh" IS DISTINCT FROM (NEW."summary_zh"))', func='INSERT INTO "events_platformhistory" ("id", "is_approved", "kind", "merged_into_id", "name_en", "name_zh", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "summary_en", "summary_zh") VALUES (NEW."id", NEW."is_approved", NEW."kind", NEW."merged_into_id", NEW."name_en", NEW."name_zh", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug", NEW."summary_en", NEW."summary_zh"); RETURN NULL;', hash='68c9c84e7e91c2a23b9957b6470715215e274957', operation='UPDATE', pgid='pgtrigger_update_update_3d679', table='events_platform', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tag',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."aliases" IS DISTINCT FROM (NEW."aliases") OR OLD."description_en" IS DISTINCT FROM (NEW."description_en") OR OLD."description_zh" IS DISTINCT FROM (NEW."description_zh") OR OLD."facet" IS DISTINCT FROM (NEW."facet") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_approved" IS DISTINCT FROM (NEW."is_approved") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."name_zh" IS DISTINCT FROM (NEW."name_zh") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id") OR OLD."slug" IS DISTINCT FROM (NEW."slug"))', func='INSERT INTO "events_taghistory" ("aliases", "description_en", "description_zh", "facet", "id", "is_approved", "merged_into_id", "name", "name_zh", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") VALUES (NEW."aliases", NEW."description_en", NEW."description_zh", NEW."facet", NEW."id", NEW."is_approved", NEW."merged_into_id", NEW."name", NEW."name_zh", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug"); RETURN NULL;', hash='08354e6468a907014353ae2a390d87259e5a12a7', operation='UPDATE', pgid='pgtrigger_update_update_ce1c9', table='events_tag', when='AFTER')),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='claimant',
            constraint=models.UniqueConstraint(condition=models.Q(('merged_into', None)), fields=('name_en_key',), name='claimant_name_en_is_distinct', violation_error_message='This name exists already.'),
        ),
        migrations.AddConstraint(
            model_name='claimant',
            constraint=models.UniqueConstraint(condition=models.Q(('merged_into', None)), fields=('name_zh_key',), name='claimant_name_zh_is_distinct', violation_error_message='This name exists already.'),
        ),
        migrations.AddConstraint(
            model_name='platform',
            constraint=models.UniqueConstraint(condition=models.Q(('merged_into', None)), fields=('name_en_key',), name='platform_name_en_is_distinct', violation_error_message='This name exists already.'),
        ),
        migrations.AddConstraint(
            model_name='platform',
            constraint=models.UniqueConstraint(condition=models.Q(('merged_into', None)), fields=('name_zh_key',), name='platform_name_zh_is_distinct', violation_error_message='This name exists already.'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.UniqueConstraint(condition=models.Q(('merged_into', None)), fields=('name_key',), name='tag_name_is_distinct', violation_error_message='This name exists already.'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.UniqueConstraint(condition=models.Q(('merged_into', None)), fields=('name_zh_key',), name='tag_name_zh_is_distinct', violation_error_message='This name exists already.'),
        ),
    ]
