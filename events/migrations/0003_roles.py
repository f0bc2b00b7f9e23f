"""What the roles may do with events, claims and the vocabulary."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

EDITED = (
    "event", "eventplatform", "claim", "evidence", "claimant", "dispute", "position", "tagged",
)
CURATED = ("platform", "platformalias", "succession", "tag")


def grant(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    # Django makes permissions after all migrations; a fresh database has none yet.
    config = apps.get_app_config("events")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    own = permission.objects.filter(content_type__app_label="events")
    views = own.filter(codename__startswith="view_").exclude(codename__endswith="history")
    drafting = own.filter(codename__in=names(("add", "change"), (*EDITED, "platform", "platformalias")))
    everything = own.filter(codename__in=names(("add", "change", "delete"), (*EDITED, *CURATED)))
    publishing = own.filter(codename__in=["publish_event", "publish_claim"])
    # An annotation put in the wrong place must be removable by whoever put it there.
    removing = own.filter(codename__in=names(("delete",), ("evidence", "eventplatform", "tagged")))
    group.objects.get(name="editor").permissions.add(*views, *drafting, *removing)
    group.objects.get(name="curator").permissions.add(*views, *everything, *publishing)


def names(verbs: tuple[str, ...], models: tuple[str, ...]) -> list[str]:
    return [f"{verb}_{model}" for verb in verbs for model in models]


def revoke(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    own = permission.objects.filter(content_type__app_label="events")
    for role in group.objects.filter(name__in=["editor", "curator"]):
        role.permissions.remove(*own)


class Migration(migrations.Migration):
    dependencies = [("events", "0002_what_events_are_tied_to"), ("sources", "0002_roles")]

    operations = [migrations.RunPython(grant, revoke)]
