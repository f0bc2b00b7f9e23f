"""Fill what the identity of articles needs: keys, sketches, values read, and no chains of reposts."""

from django.db import migrations

FIELDS = ("title", "language", "authors", "url", "published", "outlet_id", "publisher_id")


def fill(apps, schema_editor):
    from sources.identity.containment import shingles_of
    from sources.identity.sketches import bands_of
    from sources.models.address_key import address_key
    from sources.models.title_key import title_key

    Source, Sketch, Snapshot = (
        apps.get_model("sources", name) for name in ("Source", "Sketch", "Snapshot")
    )
    for source in Source.objects.order_by("pk").iterator():
        source.address_key = address_key(source.url)
        source.title_key = title_key(source.title)
        if not Snapshot.objects.filter(source=source, kind="digest").exists():
            source.values_read = values_read(apps, source)
        source.save(update_fields=["address_key", "title_key", "values_read"])
    for snapshot in Snapshot.objects.filter(kind="original").order_by("pk").iterator():
        Sketch.objects.create(snapshot=snapshot, bands=bands_of(shingles_of(snapshot.text)))
    flatten(Source)


def values_read(apps, source):
    """Return the values of the last change that no user made: ingest writes without a user."""
    history = apps.get_model("sources", "SourceHistory").objects.filter(pgh_obj_id=source.pk)
    for row in history.select_related("pgh_context").order_by("-pgh_id"):
        if row.pgh_context is None or "user" not in (row.pgh_context.metadata or {}):
            values = {name.removesuffix("_id"): getattr(row, name) for name in FIELDS}
            return {name: "" if value is None else value for name, value in values.items()}
    return {}


def flatten(Source):
    """Let each repost refer to an article that is no repost; of a circle, the first is kept."""
    parents = dict(Source.objects.exclude(repost_of=None).values_list("pk", "repost_of_id"))
    for pk in sorted(parents):
        chain = [pk]
        while (parent := parents.get(chain[-1])) is not None and parent not in chain:
            chain.append(parent)
        if parent is not None:  # A circle.
            root = min(chain[chain.index(parent) :])
            parents.pop(root)
            Source.objects.filter(pk=root).update(repost_of=None)
    for pk, parent in parents.items():
        root = parent
        while root in parents:
            root = parents[root]
        if root != parent:
            Source.objects.filter(pk=pk).update(repost_of=root)


class Migration(migrations.Migration):

    dependencies = [
        ("sources", "0005_identity_of_articles"),
        ("pghistory", "0001_initial"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
