import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Set verbose names, help texts, choice labels and messages. No change to the database."""

    dependencies = [
        ('sources', '0003_what_ingest_looks_up'),
    ]

    operations = [
        migrations.AlterField(
            model_name='figure',
            name='address_as_served',
            field=models.TextField(verbose_name='address on the page'),
        ),
        migrations.AlterField(
            model_name='snapshot',
            name='content',
            field=models.BinaryField(verbose_name='original bytes'),
        ),
        migrations.AlterField(
            model_name='source',
            name='doubts',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, help_text='Points for an editor to check.', size=None, verbose_name='doubts'),
        ),
        migrations.AlterField(
            model_name='source',
            name='original_sha256',
            field=models.CharField(blank=True, db_index=True, max_length=64, verbose_name='SHA-256 of the original text'),
        ),
        migrations.AlterField(
            model_name='source',
            name='outlet',
            field=models.ForeignKey(blank=True, help_text='The outlet that wrote the article.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sources', to='sources.outlet', verbose_name='outlet'),
        ),
        migrations.AlterField(
            model_name='source',
            name='publisher',
            field=models.ForeignKey(blank=True, help_text='The outlet that published this copy.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='served_sources', to='sources.outlet', verbose_name='publisher'),
        ),
        migrations.AlterField(
            model_name='sourcehistory',
            name='doubts',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, help_text='Points for an editor to check.', size=None, verbose_name='doubts'),
        ),
        migrations.AlterField(
            model_name='sourcehistory',
            name='original_sha256',
            field=models.CharField(blank=True, max_length=64, verbose_name='SHA-256 of the original text'),
        ),
        migrations.AlterField(
            model_name='sourcehistory',
            name='outlet',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='The outlet that wrote the article.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='sources.outlet', verbose_name='outlet'),
        ),
        migrations.AlterField(
            model_name='sourcehistory',
            name='publisher',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='The outlet that published this copy.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='sources.outlet', verbose_name='publisher'),
        ),
    ]
