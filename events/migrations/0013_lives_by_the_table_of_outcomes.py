"""Replace the function that writes the lives of platforms by the generated text.

The text is that of events.models.lifecycle_sql at this migration. It derives the same lives as the text of
0007, so it may stay when the migration is reversed, and no life has to be derived again.
"""

from django.db import migrations

TELL_LIVES = """\
CREATE OR REPLACE FUNCTION events_tell_lives(chosen bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(chosen) = 0 THEN
        RETURN;
    END IF;
    PERFORM 1 FROM events_platform WHERE id = ANY (chosen) ORDER BY id FOR NO KEY UPDATE;
    WITH subject_events AS MATERIALIZED (
        SELECT link.platform_id, event.id, event.outcome, event.markets, event.sort_on,
               COALESCE(event.latest, DATE '9999-12-31') AS latest,
               event."when" COLLATE "C" AS day,
               event.kind IN ('launch', 'pilot') AS begins,
               event.kind IN ('shutdown', 'cancellation', 'market_exit')
                   OR event.outcome IN ('shut_down', 'cancelled', 'never_shipped', 'shelved') AS ends,
               event.outcome IN ('failed', 'shut_down', 'cancelled', 'never_shipped', 'shelved', 'restricted', 'fell_through') AS fails
        FROM events_eventplatform link
        JOIN events_event event ON event.id = link.event_id
        WHERE link.platform_id = ANY (chosen)
          AND link.role = 'subject' AND event.state = 'published'
    ),
    market_events AS (
        SELECT '' AS market, subject_events.* FROM subject_events
        UNION ALL
        SELECT market, subject_events.*
        FROM subject_events
        CROSS JOIN LATERAL (SELECT DISTINCT unnest(subject_events.markets)) AS own (market)
        UNION ALL
        SELECT named.market, subject_events.*
        FROM subject_events
        JOIN (SELECT DISTINCT platform_id, unnest(markets) AS market FROM subject_events) named
          ON named.platform_id = subject_events.platform_id
        WHERE subject_events.ends AND subject_events.markets = '{}'
    ),
    lives AS (
        SELECT platform_id, market, COUNT(*) AS event_count,
               (ARRAY_AGG(id ORDER BY sort_on, latest, day, id) FILTER (WHERE begins))[1] AS born,
               (ARRAY_AGG(id ORDER BY sort_on DESC, latest DESC, day DESC, id DESC)
                   FILTER (WHERE ends))[1] AS ended,
               (ARRAY_AGG(id ORDER BY sort_on DESC, latest DESC, day DESC, id DESC)
                   FILTER (WHERE fails))[1] AS failing,
               (ARRAY_AGG(id ORDER BY sort_on DESC, latest DESC, day DESC, id DESC)
                   FILTER (WHERE outcome <> ''))[1] AS stating,
               (ARRAY_AGG(id ORDER BY sort_on DESC, latest DESC, day DESC, id DESC))[1] AS newest
        FROM market_events
        GROUP BY platform_id, market
    ),
    stored AS (
        INSERT INTO events_platformlife AS life
            (platform_id, market, born_id, ended_id, last_id, outcome, sort_on, event_count)
        SELECT lives.platform_id, lives.market, lives.born, lives.ended, last.id,
               COALESCE(verdict.outcome, ''), last.sort_on, lives.event_count
        FROM lives
        LEFT JOIN events_event verdict ON verdict.id = COALESCE(lives.failing, lives.stating)
        JOIN events_event last
          ON last.id = COALESCE(lives.ended, lives.failing, lives.stating, lives.newest)
        ON CONFLICT (platform_id, market) DO UPDATE SET
            born_id = EXCLUDED.born_id, ended_id = EXCLUDED.ended_id, last_id = EXCLUDED.last_id,
            outcome = EXCLUDED.outcome, sort_on = EXCLUDED.sort_on,
            event_count = EXCLUDED.event_count
    )
    DELETE FROM events_platformlife life
    WHERE life.platform_id = ANY (chosen)
      AND NOT EXISTS (
          SELECT 1 FROM lives
          WHERE lives.platform_id = life.platform_id AND lives.market = life.market
      );
END
$$
"""


class Migration(migrations.Migration):

    dependencies = [
        ("events", "0012_markets_from_one_vocabulary"),
    ]

    operations = [
        migrations.RunSQL(TELL_LIVES, migrations.RunSQL.noop),
    ]
