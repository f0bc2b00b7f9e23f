"""The roles: editors read originals and annotate, curators also publish and keep the vocabulary."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ROLES = ("editor", "curator")


def make(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    group = apps.get_model("auth", "Group")
    for name in ROLES:
        group.objects.get_or_create(name=name)


def unmake(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


def grant(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    # Django makes permissions after all migrations; a fresh database has none yet.
    config = apps.get_app_config("sources")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    own = permission.objects.filter(content_type__app_label="sources")
    views = list(own.filter(codename__startswith="view_").exclude(codename__endswith="history"))
    group.objects.get(name="editor").permissions.add(
        *views, *own.filter(codename__in=["change_source", "change_outlet", "add_outlet"])
    )
    group.objects.get(name="curator").permissions.add(
        *views,
        *own.filter(
            codename__in=[
                f"{verb}_{model}" for verb in ("add", "change", "delete")
                for model in ("source", "outlet")
            ]
        ),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(make, unmake),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
