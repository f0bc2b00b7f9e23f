"""Validation of markets against events.models.markets. It changes no table."""

import django.contrib.postgres.fields
import events.models.markets
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0011_wording_of_fields'),
    ]

    operations = [
        migrations.AlterField(
            model_name='event',
            name='markets',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list, help_text='ISO 3166 codes (US, GB) or a named region (europe, southeast-asia, global).', size=None, validators=[events.models.markets.validate_markets], verbose_name='markets'),
        ),
        migrations.AlterField(
            model_name='eventhistory',
            name='markets',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list, help_text='ISO 3166 codes (US, GB) or a named region (europe, southeast-asia, global).', size=None, validators=[events.models.markets.validate_markets], verbose_name='markets'),
        ),
    ]
