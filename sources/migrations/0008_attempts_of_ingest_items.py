"""Count the attempts to read a document, and park the documents that stop the process."""

from django.db import migrations, models

STATUSES = ("pending", "created", "updated", "unchanged", "kept", "failed", "parked")


class Migration(migrations.Migration):
    dependencies = [("sources", "0007_reposts_of_originals")]

    operations = [
        migrations.AddField(
            model_name="ingestitem",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="attempts"),
        ),
        migrations.AlterField(
            model_name="ingestitem",
            name="status",
            field=models.CharField(
                choices=[
                    (status, "kept aside" if status == "kept" else status) for status in STATUSES
                ],
                default="pending",
                max_length=10,
                verbose_name="status",
            ),
        ),
        migrations.RemoveConstraint(model_name="ingestitem", name="ingest_failure_says_why"),
        migrations.AddConstraint(
            model_name="ingestitem",
            constraint=models.CheckConstraint(
                name="ingest_failure_says_why",
                condition=models.Q(("status__in", ["failed", "parked"]), _negated=True)
                | models.Q(("error", ""), _negated=True),
            ),
        ),
    ]
