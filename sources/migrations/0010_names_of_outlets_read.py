"""Store the name of an outlet or publisher that was read, so that it is known after a change."""

from django.db import migrations


def fill(apps, schema_editor):
    Source, Outlet = apps.get_model("sources", "Source"), apps.get_model("sources", "Outlet")
    names = {row.pk: row.name_zh or row.name_en for row in Outlet.objects.all()}
    for source in Source.objects.order_by("pk").iterator():
        read = {
            f"{field}_name": names.get(source.values_read[field], "")
            for field in ("outlet", "publisher")
            if field in source.values_read
        }
        if read:
            source.values_read |= read
            source.save(update_fields=["values_read"])


class Migration(migrations.Migration):
    dependencies = [("sources", "0009_values_read_of_snapshots")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
