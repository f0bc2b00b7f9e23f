"""Readers do not see merged tags: their addresses lead to the tags that they were merged into."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("events", "0026_former_slugs")]

    operations = [
        migrations.RunSQL(
            "UPDATE events_tag SET is_approved = false"
            " WHERE is_approved AND merged_into_id IS NOT NULL",
            # Every tag could be merged only while it was approved, or was used in drafts alone.
            "UPDATE events_tag SET is_approved = true WHERE merged_into_id IS NOT NULL",
        )
    ]
