from django.db import migrations


class Migration(migrations.Migration):
    """Rename the model alone: the table, which triggers write to, keeps its name."""

    dependencies = [("events", "0009_events_by_update")]

    operations = [
        migrations.AlterModelTable(name="change", table="events_change"),
        migrations.RenameModel(old_name="Change", new_name="IndexChange"),
    ]
