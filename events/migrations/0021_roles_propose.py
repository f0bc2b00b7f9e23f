"""Editors propose also tags, successions and deletions of rows of a record; curators review."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

EDITOR = (
    *("view_proposal", "add_tag", "change_tag", "add_succession", "change_succession"),
    *("delete_succession", "delete_platformalias", "delete_position"),
)
CURATOR = ("view_proposal", "review_proposal")


def grant(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    # Django makes permissions after all migrations; a fresh database has none yet.
    config = apps.get_app_config("events")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    for role, names in (("editor", EDITOR), ("curator", CURATOR)):
        permissions(apps, role).add(*named(apps, names))


def revoke(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for role, names in (("editor", EDITOR), ("curator", CURATOR)):
        permissions(apps, role).remove(*named(apps, names))


def permissions(apps: Apps, role: str):
    return apps.get_model("auth", "Group").objects.get(name=role).permissions


def named(apps: Apps, names: tuple[str, ...]):
    permission = apps.get_model("auth", "Permission")
    return permission.objects.filter(content_type__app_label="events", codename__in=names)


class Migration(migrations.Migration):
    dependencies = [("events", "0020_proposals")]

    operations = [migrations.RunPython(grant, revoke)]
