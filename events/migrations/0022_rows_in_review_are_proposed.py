"""Events and claims that wait for review get the proposal that the queue of reviewers shows."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def propose(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    proposals = apps.get_model("events", "Proposal").objects
    content_types = apps.get_model("contenttypes", "ContentType").objects
    for name in ("event", "claim"):
        rows = apps.get_model("events", name).objects.filter(state="in_review")
        if not rows.exists():
            continue
        content_type, _created = content_types.get_or_create(app_label="events", model=name)
        open_ids = proposals.filter(
            content_type=content_type, kind="publish", state__in=["proposed", "returned"]
        ).values("object_id")
        for row in rows.exclude(pk__in=open_ids).order_by("pk"):
            proposals.create(
                kind="publish", state="proposed", content_type=content_type, object_id=row.pk
            )


class Migration(migrations.Migration):
    dependencies = [("events", "0021_roles_propose")]

    operations = [migrations.RunPython(propose, migrations.RunPython.noop)]
