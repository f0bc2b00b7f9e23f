"""Count the attempts to read a document, and park the documents that stop the process."""

from django.db import migrations, models

STATUSES = ("pending", "created", "updated", "unchanged", "failed", "parked")


class Migration(migrations.Migration):
    dependencies = [("sources", "0004_wording_of_fields")]

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
                choices=[(status, status) for status in STATUSES],
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
