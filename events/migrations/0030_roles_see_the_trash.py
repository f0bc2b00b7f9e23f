"""Editors and curators see the trash."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ROLES = ("editor", "curator")


def grant(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    # Django makes permissions after all migrations; a fresh database has none yet.
    config = apps.get_app_config("events")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    for group in groups(apps):
        group.permissions.add(*permission(apps))


def revoke(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for group in groups(apps):
        group.permissions.remove(*permission(apps))


def groups(apps: Apps):
    return apps.get_model("auth", "Group").objects.filter(name__in=ROLES)


def permission(apps: Apps):
    permissions = apps.get_model("auth", "Permission").objects
    return permissions.filter(content_type__app_label="events", codename="view_trashedrecord")


class Migration(migrations.Migration):
    dependencies = [("events", "0029_trash")]

    operations = [migrations.RunPython(grant, revoke)]
