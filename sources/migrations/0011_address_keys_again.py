"""Compute the address keys of all articles again: more spellings of one address are known."""

import itertools

from django.db import migrations

BATCH_SIZE = 500


def fill(apps, schema_editor):
    from sources.models.address_key import address_key

    Source = apps.get_model("sources", "Source")
    rows = Source.objects.order_by("pk").only("pk", "url", "address_key")
    changed = (
        row
        for row in rows.iterator(chunk_size=BATCH_SIZE)
        if row.address_key != address_key(row.url)
    )
    while batch := list(itertools.islice(changed, BATCH_SIZE)):
        for row in batch:
            row.address_key = address_key(row.url)
        Source.objects.bulk_update(batch, ["address_key"])


class Migration(migrations.Migration):
    dependencies = [("sources", "0010_names_of_outlets_read")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
