"""Tags that concurrent merges left in a chain or a circle refer to a tag in use, as do their rows.

The tag with the lowest id of a circle is in use again. Not reversed: the history has what was.
"""

from django.db import migrations

from events.fulltext.vector import vector_text


def end_of(tag, targets):
    """Return the tag in use at the end of a chain, the lowest of a circle. `targets` by tag."""
    path = []
    while tag in targets and tag not in path:
        path.append(tag)
        tag = targets[tag]
    return min(path[path.index(tag):]) if tag in path else tag


def flatten(apps, schema_editor):
    Tag, Tagged = apps.get_model("events", "Tag"), apps.get_model("events", "Tagged")
    targets = dict(Tag.objects.exclude(merged_into=None).values_list("pk", "merged_into_id"))
    for tag, target in sorted(targets.items()):
        end = end_of(tag, targets)
        if end != target:
            Tag.objects.filter(pk=tag).update(merged_into=None if end == tag else end)
        if end != tag:
            move_rows(apps, Tagged.objects.filter(tag=tag), Tag.objects.get(pk=end))


def move_rows(apps, items, into):
    """Give rows another tag. Its names are added to their search vectors."""
    rows = list(items.values_list("content_type", "object_id"))
    items.model.objects.bulk_create(
        [items.model(tag=into, content_type_id=type_, object_id=pk) for type_, pk in rows],
        ignore_conflicts=True,
    )
    items.delete()
    names = vector_text([(name, "C") for name in (into.name, into.name_zh, *into.aliases)])
    ContentType = apps.get_model("contenttypes", "ContentType")
    for name in ("event", "claim"):
        model = apps.get_model("events", name)
        types = ContentType.objects.filter(app_label="events", model=name)
        type_ids = set(types.values_list("pk", flat=True))
        pks = [pk for type_, pk in rows if type_ in type_ids]
        for row in model.objects.filter(pk__in=pks):
            vector = f"{row.search_vector or ''} {names}"
            model.objects.filter(pk=row.pk).update(search_vector=vector)


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("events", "0016_articles_of_a_row_are_locked"),
    ]

    operations = [migrations.RunPython(flatten, migrations.RunPython.noop)]
