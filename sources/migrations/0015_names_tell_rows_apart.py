"""Names that look alike are refused by the database; see sources.models.naming."""

import pgtrigger.compiler
import pgtrigger.migrations
import sources.models.naming
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from sources.models.naming import MAX_KEY, name_key


NAMES = {
    "Outlet": ("name_en", "name_zh"),
}


def fill(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Set the keys. Of rows with the same name, those that came later have none."""
    for model, names in NAMES.items():
        rows = apps.get_model("sources", model)._base_manager
        for name in names:
            known: set[str] = set()
            for row in rows.filter(merged_into=None).order_by("pk"):
                key = name_key(getattr(row, name))[:MAX_KEY]
                if key and key not in known:
                    known.add(key)
                    rows.filter(pk=row.pk).update(**{f"{name}_key": key})


class Migration(migrations.Migration):

    dependencies = [
        ('sources', '0014_records_can_be_merged'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='outlet',
            name='update_update',
        ),
        migrations.AddField(
            model_name='outlet',
            name='name_en_key',
            field=sources.models.naming.NameKeyField('name_en', editable=False, max_length=255, null=True),
        ),
        migrations.AddField(
            model_name='outlet',
            name='name_zh_key',
            field=sources.models.naming.NameKeyField('name_zh', editable=False, max_length=255, null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outlet',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."aliases" IS DISTINCT FROM (NEW."aliases") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_approved" IS DISTINCT FROM (NEW."is_approved") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_zh" IS DISTINCT FROM (NEW."name_zh") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."url" IS DISTINCT FROM (NEW."url"))', func='INSERT INTO "sources_outlethistory" ("aliases", "id", "is_approved", "merged_into_id", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "url") VALUES (NEW."aliases", NEW."id", NEW."is_approved", NEW."merged_into_id", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug", NEW."url"); RETURN NULL;', hash='520152cb2480ea2ff908d8245fca44587f4c23c6', operation='UPDATE', pgid='pgtrigger_update_update_6f20c', table='sources_outlet', when='AFTER')),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='outlet',
            constraint=models.UniqueConstraint(condition=models.Q(('merged_into', None)), fields=('name_en_key',), name='outlet_name_en_is_distinct', violation_error_message='This name exists already.'),
        ),
        migrations.AddConstraint(
            model_name='outlet',
            constraint=models.UniqueConstraint(condition=models.Q(('merged_into', None)), fields=('name_zh_key',), name='outlet_name_zh_is_distinct', violation_error_message='This name exists already.'),
        ),
    ]
