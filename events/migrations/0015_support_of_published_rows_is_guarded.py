"""A published record keeps support: evidence found in an accepted article. See models.support."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0014_all_that_readers_see_is_noted'),
        ('sources', '0004_wording_of_fields'),
    ]

    operations = [
        migrations.CreateModel(
            name='SupportingSource',
            fields=[
            ],
            options={
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('sources.source',),
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='claim',
            name='published_needs_evidence',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='event',
            name='published_needs_evidence',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='evidence',
            name='published_event_keeps_evidence',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='evidence',
            name='published_claim_keeps_evidence',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claim',
            trigger=pgtrigger.compiler.Trigger(name='published_needs_evidence', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE unsupported text;', func="\n            IF TG_OP = 'UPDATE' AND OLD.state = 'published' THEN\n                RETURN NULL;\n            END IF;\n            \n        PERFORM 1 FROM events_claim WHERE id IN (NEW.id) ORDER BY id FOR NO KEY UPDATE;\n        SELECT row.key INTO unsupported FROM events_claim row\n        WHERE row.id IN (NEW.id) AND row.state = 'published' AND NOT EXISTS (\n            SELECT 1 FROM events_evidence evidence\n            JOIN sources_snapshot snapshot ON snapshot.id = evidence.snapshot_id\n            JOIN sources_source source ON source.id = snapshot.source_id\n            WHERE evidence.claim_id = row.id AND evidence.stance = 'supports'\n              AND evidence.anchor <> 'orphan' AND source.state = 'accepted'\n        )\n        ORDER BY row.id LIMIT 1;\n        IF FOUND THEN\n            RAISE EXCEPTION USING\n                ERRCODE = 'check_violation',\n                CONSTRAINT = 'claim_published_needs_evidence',\n                MESSAGE = 'A published claim needs evidence that supports it, from an '\n                    'accepted article: ' || unsupported;\n        END IF;\n    \n            RETURN NULL;\n        ", hash='1df20369adf6762b539f2cfde8f8204dd7878d9f', operation='INSERT OR UPDATE OF "state"', pgid='pgtrigger_published_needs_evidence_a9ccb', table='events_claim', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='published_needs_evidence', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE unsupported text;', func="\n            IF TG_OP = 'UPDATE' AND OLD.state = 'published' THEN\n                RETURN NULL;\n            END IF;\n            \n        PERFORM 1 FROM events_event WHERE id IN (NEW.id) ORDER BY id FOR NO KEY UPDATE;\n        SELECT row.slug INTO unsupported FROM events_event row\n        WHERE row.id IN (NEW.id) AND row.state = 'published' AND NOT EXISTS (\n            SELECT 1 FROM events_evidence evidence\n            JOIN sources_snapshot snapshot ON snapshot.id = evidence.snapshot_id\n            JOIN sources_source source ON source.id = snapshot.source_id\n            WHERE evidence.event_id = row.id AND evidence.stance = 'supports'\n              AND evidence.anchor <> 'orphan' AND source.state = 'accepted'\n        )\n        ORDER BY row.id LIMIT 1;\n        IF FOUND THEN\n            RAISE EXCEPTION USING\n                ERRCODE = 'check_violation',\n                CONSTRAINT = 'event_published_needs_evidence',\n                MESSAGE = 'A published event needs evidence that supports it, from an '\n                    'accepted article: ' || unsupported;\n        END IF;\n    \n            RETURN NULL;\n        ", hash='28d4ed18db0c0314fe6fb0b2d0577880527d34de', operation='INSERT OR UPDATE OF "state"', pgid='pgtrigger_published_needs_evidence_a895f', table='events_event', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidence',
            trigger=pgtrigger.compiler.Trigger(name='published_event_keeps_evidence', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."stance" = \'supports\' AND NOT (OLD."anchor" = \'orphan\'))', constraint='CONSTRAINT', declare='DECLARE unsupported text;', func="\n        PERFORM 1 FROM events_event WHERE id IN (OLD.event_id) ORDER BY id FOR NO KEY UPDATE;\n        SELECT row.slug INTO unsupported FROM events_event row\n        WHERE row.id IN (OLD.event_id) AND row.state = 'published' AND NOT EXISTS (\n            SELECT 1 FROM events_evidence evidence\n            JOIN sources_snapshot snapshot ON snapshot.id = evidence.snapshot_id\n            JOIN sources_source source ON source.id = snapshot.source_id\n            WHERE evidence.event_id = row.id AND evidence.stance = 'supports'\n              AND evidence.anchor <> 'orphan' AND source.state = 'accepted'\n        )\n        ORDER BY row.id LIMIT 1;\n        IF FOUND THEN\n            RAISE EXCEPTION USING\n                ERRCODE = 'check_violation',\n                CONSTRAINT = 'event_published_needs_evidence',\n                MESSAGE = 'A published event needs evidence that supports it, from an '\n                    'accepted article: ' || unsupported;\n        END IF;\n     RETURN NULL;", hash='1a7fab7e522013a2b18259ae7292e78b218953fe', operation='DELETE OR UPDATE OF "event_id", "stance", "anchor", "snapshot_id"', pgid='pgtrigger_published_event_keeps_evidence_c9edc', table='events_evidence', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidence',
            trigger=pgtrigger.compiler.Trigger(name='published_claim_keeps_evidence', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."stance" = \'supports\' AND NOT (OLD."anchor" = \'orphan\'))', constraint='CONSTRAINT', declare='DECLARE unsupported text;', func="\n        PERFORM 1 FROM events_claim WHERE id IN (OLD.claim_id) ORDER BY id FOR NO KEY UPDATE;\n        SELECT row.key INTO unsupported FROM events_claim row\n        WHERE row.id IN (OLD.claim_id) AND row.state = 'published' AND NOT EXISTS (\n            SELECT 1 FROM events_evidence evidence\n            JOIN sources_snapshot snapshot ON snapshot.id = evidence.snapshot_id\n            JOIN sources_source source ON source.id = snapshot.source_id\n            WHERE evidence.claim_id = row.id AND evidence.stance = 'supports'\n              AND evidence.anchor <> 'orphan' AND source.state = 'accepted'\n        )\n        ORDER BY row.id LIMIT 1;\n        IF FOUND THEN\n            RAISE EXCEPTION USING\n                ERRCODE = 'check_violation',\n                CONSTRAINT = 'claim_published_needs_evidence',\n                MESSAGE = 'A published claim needs evidence that supports it, from an '\n                    'accepted article: ' || unsupported;\n        END IF;\n     RETURN NULL;", hash='3e31bc64e5dd3a4ef7de35cfc6666320f8270915', operation='DELETE OR UPDATE OF "claim_id", "stance", "anchor", "snapshot_id"', pgid='pgtrigger_published_claim_keeps_evidence_28b7a', table='events_evidence', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='supportingsource',
            trigger=pgtrigger.compiler.Trigger(name='accepted_source_of_a_published_event_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" = \'accepted\' AND NOT (NEW."state" = \'accepted\'))', constraint='CONSTRAINT', declare='DECLARE unsupported text;', func="\n        PERFORM 1 FROM events_event WHERE id IN (\n        SELECT event_id FROM events_evidence evidence\n        JOIN sources_snapshot snapshot ON snapshot.id = evidence.snapshot_id\n        WHERE snapshot.source_id = NEW.id\n          AND evidence.stance = 'supports' AND evidence.anchor <> 'orphan'\n    ) ORDER BY id FOR NO KEY UPDATE;\n        SELECT row.slug INTO unsupported FROM events_event row\n        WHERE row.id IN (\n        SELECT event_id FROM events_evidence evidence\n        JOIN sources_snapshot snapshot ON snapshot.id = evidence.snapshot_id\n        WHERE snapshot.source_id = NEW.id\n          AND evidence.stance = 'supports' AND evidence.anchor <> 'orphan'\n    ) AND row.state = 'published' AND NOT EXISTS (\n            SELECT 1 FROM events_evidence evidence\n            JOIN sources_snapshot snapshot ON snapshot.id = evidence.snapshot_id\n            JOIN sources_source source ON source.id = snapshot.source_id\n            WHERE evidence.event_id = row.id AND evidence.stance = 'supports'\n              AND evidence.anchor <> 'orphan' AND source.state = 'accepted'\n        )\n        ORDER BY row.id LIMIT 1;\n        IF FOUND THEN\n            RAISE EXCEPTION USING\n                ERRCODE = 'check_violation',\n                CONSTRAINT = 'event_published_needs_evidence',\n                MESSAGE = 'A published event needs evidence that supports it, from an '\n                    'accepted article: ' || unsupported;\n        END IF;\n     RETURN NULL;", hash='2a2e9a433112c5743c42eaab20ce59a920a9505b', operation='UPDATE OF "state"', pgid='pgtrigger_accepted_source_of_a_published_event_stays_0e0f9', table='sources_source', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='supportingsource',
            trigger=pgtrigger.compiler.Trigger(name='accepted_source_of_a_published_claim_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" = \'accepted\' AND NOT (NEW."state" = \'accepted\'))', constraint='CONSTRAINT', declare='DECLARE unsupported text;', func="\n        PERFORM 1 FROM events_claim WHERE id IN (\n        SELECT claim_id FROM events_evidence evidence\n        JOIN sources_snapshot snapshot ON snapshot.id = evidence.snapshot_id\n        WHERE snapshot.source_id = NEW.id\n          AND evidence.stance = 'supports' AND evidence.anchor <> 'orphan'\n    ) ORDER BY id FOR NO KEY UPDATE;\n        SELECT row.key INTO unsupported FROM events_claim row\n        WHERE row.id IN (\n        SELECT claim_id FROM events_evidence evidence\n        JOIN sources_snapshot snapshot ON snapshot.id = evidence.snapshot_id\n        WHERE snapshot.source_id = NEW.id\n          AND evidence.stance = 'supports' AND evidence.anchor <> 'orphan'\n    ) AND row.state = 'published' AND NOT EXISTS (\n            SELECT 1 FROM events_evidence evidence\n            JOIN sources_snapshot snapshot ON snapshot.id = evidence.snapshot_id\n            JOIN sources_source source ON source.id = snapshot.source_id\n            WHERE evidence.claim_id = row.id AND evidence.stance = 'supports'\n              AND evidence.anchor <> 'orphan' AND source.state = 'accepted'\n        )\n        ORDER BY row.id LIMIT 1;\n        IF FOUND THEN\n            RAISE EXCEPTION USING\n                ERRCODE = 'check_violation',\n                CONSTRAINT = 'claim_published_needs_evidence',\n                MESSAGE = 'A published claim needs evidence that supports it, from an '\n                    'accepted article: ' || unsupported;\n        END IF;\n     RETURN NULL;", hash='f14b03a4dfa857d4c309b677692197890f2c660a', operation='UPDATE OF "state"', pgid='pgtrigger_accepted_source_of_a_published_claim_stays_7c9e6', table='sources_source', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
    ]
