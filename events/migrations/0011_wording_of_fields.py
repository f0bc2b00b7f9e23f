import django.db.models.deletion
import sources.models.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Set verbose names, help texts, choice labels and messages. No change to the database."""

    dependencies = [
        ('events', '0010_change_is_named_index_change'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='platformlife',
            options={'default_permissions': (), 'ordering': ['-sort_on', '-pk'], 'verbose_name': 'platform life cycle', 'verbose_name_plural': 'platform life cycles'},
        ),
        migrations.AlterModelOptions(
            name='tagged',
            options={'verbose_name': 'tag assignment', 'verbose_name_plural': 'tag assignments'},
        ),
        migrations.AlterField(
            model_name='claim',
            name='asserted',
            field=sources.models.fields.EDTFField(blank=True, max_length=64, verbose_name='date of claim'),
        ),
        migrations.AlterField(
            model_name='claim',
            name='claimant',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='events.claimant', verbose_name='claimant'),
        ),
        migrations.AlterField(
            model_name='claim',
            name='metric',
            field=models.CharField(blank=True, choices=[('users_daily', 'daily users'), ('users_monthly', 'monthly users'), ('users_total', 'users'), ('users_potential', 'potential users'), ('merchants', 'merchants'), ('revenue', 'revenue'), ('revenue_commerce', 'commerce revenue'), ('revenue_advertising', 'advertising revenue'), ('revenue_change', 'change in revenue'), ('market_size', 'market size'), ('market_share', 'market share'), ('market_value_change', 'change in market value'), ('share_price_change', 'change in share price'), ('loss', 'loss'), ('price_paid', 'purchase price'), ('fine', 'fine'), ('sales_units', 'units sold'), ('sales_multiple', 'sales compared with before'), ('conversion_multiple', 'conversion rate compared with before'), ('traffic_share', 'traffic share'), ('respondents_share', 'share of respondents'), ('time_per_day', 'time per day'), ('session_length', 'session length'), ('countries', 'countries'), ('downloads', 'downloads'), ('pay_offer', 'pay offered'), ('working_hours', 'working hours'), ('lifespan', 'lifespan')], max_length=20, verbose_name='metric'),
        ),
        migrations.AlterField(
            model_name='claimhistory',
            name='asserted',
            field=sources.models.fields.EDTFField(blank=True, max_length=64, verbose_name='date of claim'),
        ),
        migrations.AlterField(
            model_name='claimhistory',
            name='claimant',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='events.claimant', verbose_name='claimant'),
        ),
        migrations.AlterField(
            model_name='claimhistory',
            name='metric',
            field=models.CharField(blank=True, choices=[('users_daily', 'daily users'), ('users_monthly', 'monthly users'), ('users_total', 'users'), ('users_potential', 'potential users'), ('merchants', 'merchants'), ('revenue', 'revenue'), ('revenue_commerce', 'commerce revenue'), ('revenue_advertising', 'advertising revenue'), ('revenue_change', 'change in revenue'), ('market_size', 'market size'), ('market_share', 'market share'), ('market_value_change', 'change in market value'), ('share_price_change', 'change in share price'), ('loss', 'loss'), ('price_paid', 'purchase price'), ('fine', 'fine'), ('sales_units', 'units sold'), ('sales_multiple', 'sales compared with before'), ('conversion_multiple', 'conversion rate compared with before'), ('traffic_share', 'traffic share'), ('respondents_share', 'share of respondents'), ('time_per_day', 'time per day'), ('session_length', 'session length'), ('countries', 'countries'), ('downloads', 'downloads'), ('pay_offer', 'pay offered'), ('working_hours', 'working hours'), ('lifespan', 'lifespan')], max_length=20, verbose_name='metric'),
        ),
        migrations.AlterField(
            model_name='dispute',
            name='settle_en',
            field=models.TextField(blank=True, verbose_name='what would resolve it, in English'),
        ),
        migrations.AlterField(
            model_name='dispute',
            name='settle_zh',
            field=models.TextField(blank=True, verbose_name='what would resolve it, in Chinese'),
        ),
        migrations.AlterField(
            model_name='dispute',
            name='why_en',
            field=models.TextField(blank=True, verbose_name='why they cannot all be true, in English'),
        ),
        migrations.AlterField(
            model_name='dispute',
            name='why_zh',
            field=models.TextField(blank=True, verbose_name='why they cannot all be true, in Chinese'),
        ),
        migrations.AlterField(
            model_name='disputehistory',
            name='settle_en',
            field=models.TextField(blank=True, verbose_name='what would resolve it, in English'),
        ),
        migrations.AlterField(
            model_name='disputehistory',
            name='settle_zh',
            field=models.TextField(blank=True, verbose_name='what would resolve it, in Chinese'),
        ),
        migrations.AlterField(
            model_name='disputehistory',
            name='why_en',
            field=models.TextField(blank=True, verbose_name='why they cannot all be true, in English'),
        ),
        migrations.AlterField(
            model_name='disputehistory',
            name='why_zh',
            field=models.TextField(blank=True, verbose_name='why they cannot all be true, in Chinese'),
        ),
        migrations.AlterField(
            model_name='event',
            name='importance',
            field=models.PositiveSmallIntegerField(default=3, help_text='From 1 (a detail) to 5 (essential).', verbose_name='importance'),
        ),
        migrations.AlterField(
            model_name='event',
            name='outcome',
            field=models.CharField(blank=True, choices=[('ongoing', 'ongoing'), ('succeeded', 'succeeded'), ('mixed', 'mixed'), ('underperformed', 'fell short'), ('failed', 'failed'), ('shut_down', 'shut down'), ('cancelled', 'cancelled'), ('never_shipped', 'never launched'), ('shelved', 'shelved'), ('restricted', 'restricted'), ('fell_through', 'fell through')], max_length=20, verbose_name='outcome'),
        ),
        migrations.AlterField(
            model_name='event',
            name='when',
            field=sources.models.fields.EDTFField(help_text='In EDTF format: 2019-04, 2021-36 (a quarter), 2017-37 (early 2017), 2020/..', max_length=64, verbose_name='when'),
        ),
        migrations.AlterField(
            model_name='eventhistory',
            name='importance',
            field=models.PositiveSmallIntegerField(default=3, help_text='From 1 (a detail) to 5 (essential).', verbose_name='importance'),
        ),
        migrations.AlterField(
            model_name='eventhistory',
            name='outcome',
            field=models.CharField(blank=True, choices=[('ongoing', 'ongoing'), ('succeeded', 'succeeded'), ('mixed', 'mixed'), ('underperformed', 'fell short'), ('failed', 'failed'), ('shut_down', 'shut down'), ('cancelled', 'cancelled'), ('never_shipped', 'never launched'), ('shelved', 'shelved'), ('restricted', 'restricted'), ('fell_through', 'fell through')], max_length=20, verbose_name='outcome'),
        ),
        migrations.AlterField(
            model_name='eventhistory',
            name='when',
            field=sources.models.fields.EDTFField(help_text='In EDTF format: 2019-04, 2021-36 (a quarter), 2017-37 (early 2017), 2020/..', max_length=64, verbose_name='when'),
        ),
        migrations.AlterField(
            model_name='evidence',
            name='anchor',
            field=models.CharField(choices=[('exact', 'exact'), ('moved', 'moved'), ('changed', 'changed'), ('ambiguous', 'ambiguous'), ('orphan', 'not found'), ('paragraph', 'paragraph')], default='exact', max_length=10, verbose_name='anchor'),
        ),
        migrations.AlterField(
            model_name='evidence',
            name='anchor_note',
            field=models.CharField(blank=True, max_length=500, verbose_name='note on the anchor'),
        ),
        migrations.AlterField(
            model_name='evidence',
            name='prefix',
            field=models.CharField(blank=True, max_length=32, verbose_name='text before'),
        ),
        migrations.AlterField(
            model_name='evidence',
            name='span_sha256',
            field=models.CharField(max_length=64, verbose_name='SHA-256 of the original text of the passage'),
        ),
        migrations.AlterField(
            model_name='evidence',
            name='suffix',
            field=models.CharField(blank=True, max_length=32, verbose_name='text after'),
        ),
        migrations.AlterField(
            model_name='evidencehistory',
            name='anchor',
            field=models.CharField(choices=[('exact', 'exact'), ('moved', 'moved'), ('changed', 'changed'), ('ambiguous', 'ambiguous'), ('orphan', 'not found'), ('paragraph', 'paragraph')], default='exact', max_length=10, verbose_name='anchor'),
        ),
        migrations.AlterField(
            model_name='evidencehistory',
            name='anchor_note',
            field=models.CharField(blank=True, max_length=500, verbose_name='note on the anchor'),
        ),
        migrations.AlterField(
            model_name='evidencehistory',
            name='prefix',
            field=models.CharField(blank=True, max_length=32, verbose_name='text before'),
        ),
        migrations.AlterField(
            model_name='evidencehistory',
            name='span_sha256',
            field=models.CharField(max_length=64, verbose_name='SHA-256 of the original text of the passage'),
        ),
        migrations.AlterField(
            model_name='evidencehistory',
            name='suffix',
            field=models.CharField(blank=True, max_length=32, verbose_name='text after'),
        ),
        migrations.AlterField(
            model_name='platformlife',
            name='outcome',
            field=models.CharField(blank=True, choices=[('ongoing', 'ongoing'), ('succeeded', 'succeeded'), ('mixed', 'mixed'), ('underperformed', 'fell short'), ('failed', 'failed'), ('shut_down', 'shut down'), ('cancelled', 'cancelled'), ('never_shipped', 'never launched'), ('shelved', 'shelved'), ('restricted', 'restricted'), ('fell_through', 'fell through')], max_length=20, verbose_name='outcome'),
        ),
        migrations.AlterField(
            model_name='tag',
            name='description_en',
            field=models.TextField(blank=True, verbose_name='usage note in English'),
        ),
        migrations.AlterField(
            model_name='tag',
            name='description_zh',
            field=models.TextField(blank=True, verbose_name='usage note in Chinese'),
        ),
        migrations.AlterField(
            model_name='tag',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='events.tag', verbose_name='broader tag'),
        ),
        migrations.AlterField(
            model_name='taghistory',
            name='description_en',
            field=models.TextField(blank=True, verbose_name='usage note in English'),
        ),
        migrations.AlterField(
            model_name='taghistory',
            name='description_zh',
            field=models.TextField(blank=True, verbose_name='usage note in Chinese'),
        ),
        migrations.AlterField(
            model_name='taghistory',
            name='parent',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='events.tag', verbose_name='broader tag'),
        ),
        migrations.AlterConstraint(
            model_name='claim',
            name='claim_range_in_order',
            constraint=models.CheckConstraint(condition=models.Q(('value_to', None), models.Q(('value__isnull', False), ('value__lt', models.F('value_to'))), _connector='OR'), name='claim_range_in_order', violation_error_message='“Up to” must be greater than the value.'),
        ),
        migrations.AlterConstraint(
            model_name='claim',
            name='claim_value_has_a_unit',
            constraint=models.CheckConstraint(condition=models.Q(('value', None), models.Q(('unit', ''), _negated=True), _connector='OR'), name='claim_value_has_a_unit', violation_error_message='Enter a unit for the value.'),
        ),
        migrations.AlterConstraint(
            model_name='claim',
            name='claim_money_has_a_currency',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('unit', 'money'), _negated=True), models.Q(('currency', ''), _negated=True), _connector='OR'), name='claim_money_has_a_currency', violation_error_message='Enter a currency for the amount, such as USD.'),
        ),
        migrations.AlterConstraint(
            model_name='claim',
            name='claim_rank_has_a_reason',
            constraint=models.CheckConstraint(condition=models.Q(('rank', 'normal'), models.Q(('rank_reason', ''), _negated=True), _connector='OR'), name='claim_rank_has_a_reason', violation_error_message='Give a reason for preferring or deprecating the claim.'),
        ),
        migrations.AlterConstraint(
            model_name='dispute',
            name='dispute_resolved_says_how',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'open'), models.Q(('resolution_en', ''), ('resolution_zh', ''), _negated=True), _connector='OR'), name='dispute_resolved_says_how', violation_error_message='Describe how the dispute was resolved.'),
        ),
        migrations.AlterConstraint(
            model_name='event',
            name='event_importance_from_1_to_5',
            constraint=models.CheckConstraint(condition=models.Q(('importance__range', (1, 5))), name='event_importance_from_1_to_5', violation_error_message='Importance must be from 1 to 5.'),
        ),
        migrations.AlterConstraint(
            model_name='tag',
            name='tag_is_not_wider_than_itself',
            constraint=models.CheckConstraint(condition=models.Q(('parent', None), models.Q(('parent', models.F('pk')), _negated=True), _connector='OR'), name='tag_is_not_wider_than_itself', violation_error_message='A tag cannot be its own broader tag.'),
        ),
    ]
