"""Fill what the identity of articles needs: keys, sketches, values read, and no chains of reposts."""

import re

from django.db import migrations

# Sentences of adapters that were reworded since; a reading of today gives the second of each.
REWORDED = [
    (
        r"(\d+) characters were half lost; the only fitting ones were put back\.",
        r"\1 damaged characters were restored by elimination; check them.",
    ),
    (
        r"The front matter's author was taken for a person, not for a site\.",
        "The author in the front matter is assumed to be a person, not a site.",
    ),
    (
        r"The front matter gives no title; the first words stand for it\.",
        "The front matter has no title; its first words are used as the title.",
    ),
    (
        r"The page gives no title; the first words stand for it\.",
        "The page gives no title; its first words are used as the title.",
    ),
    (
        r"(\d+) lines stand in only one of the two copies; left out\.",
        r"\1 lines are in only one of the two copies; left out.",
    ),
]
FIELDS = ("title", "language", "authors", "url", "published", "outlet_id", "publisher_id")


def fill(apps, schema_editor):
    from sources.identity.containment import shingles_of
    from sources.identity.sketches import bands_of
    from sources.models.address_key import address_key
    from sources.models.title_key import title_key

    Source, Band, Snapshot = (
        apps.get_model("sources", name) for name in ("Source", "Band", "Snapshot")
    )
    for source in Source.objects.order_by("pk").iterator():
        source.address_key = address_key(source.url)
        source.title_key = title_key(source.title)
        source.doubts = [reworded(doubt) for doubt in source.doubts]
        source.values_read = values_read(apps, source)
        source.save(update_fields=["address_key", "title_key", "doubts", "values_read"])
    for snapshot in Snapshot.objects.filter(kind="original").order_by("pk").iterator():
        keys = bands_of(shingles_of(snapshot.text))
        Band.objects.bulk_create(Band(snapshot=snapshot, key=key) for key in keys)
    flatten(Source)


def values_read(apps, source):
    """Return the values of the last change by ingest: of a new article, and without a user."""
    history = apps.get_model("sources", "SourceHistory").objects.filter(pgh_obj_id=source.pk)
    history = history.filter(state="new")
    for row in history.select_related("pgh_context").order_by("-pgh_id"):
        if row.pgh_context is None or "user" not in (row.pgh_context.metadata or {}):
            values = {name.removesuffix("_id"): getattr(row, name) for name in FIELDS}
            values["doubts"] = [reworded(doubt) for doubt in row.doubts]
            return {name: "" if value is None else value for name, value in values.items()}
    return {}


def reworded(doubt):
    """Return a doubt in the words of today."""
    for old, new in REWORDED:
        if re.fullmatch(old, doubt):
            return re.sub(old, new, doubt)
    return doubt


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
