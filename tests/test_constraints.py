"""Every constraint of the models is in the database, as the model defines it.

The tests of the packages violate each constraint in the database, which migrations make; here the
models are compared with it. A constraint dropped from a model would lose its message in forms.
"""

import pytest
from django.apps import apps
from django.db import connection


def of_merges(model):
    """Return the constraints of records that can be merged."""
    return {f"{model}_is_not_merged_into_itself", f"{model}_merged_is_not_public"}


def of_names(model, *names):
    """Return the constraints of names that tell rows apart."""
    return {f"{model}_{name}_is_distinct" for name in names}


CONSTRAINTS = {
    "events.Claim": of_merges("claim") | {
        "claim_money_has_a_currency", "claim_range_in_order", "claim_rank_has_a_reason",
        "claim_value_has_a_unit",
    },
    "events.Claimant": of_merges("claimant") | of_names("claimant", "name_en", "name_zh"),
    "events.Dispute": {"dispute_resolved_says_how"},
    "events.Event": of_merges("event") | {
        "event_bounds_in_order", "event_importance_from_1_to_5",
    },
    "events.EventPlatform": {"platform_once_in_an_event"},
    "events.Evidence": {
        "evidence_for_exactly_one", "evidence_locator_starts_before_it_ends",
        "evidence_once_for_a_claim", "evidence_once_for_an_event", "evidence_starts_before_it_ends",
        "evidence_quotes_a_part_of_its_span",
    },
    "events.Platform": of_merges("platform") | of_names("platform", "name_en", "name_zh") | {
        "platform_is_no_part_of_itself",
    },
    "events.PlatformAlias": {"alias_once_on_a_platform"},
    "events.PlatformLife": {"life_once_of_a_platform_in_a_market"},
    "events.Position": {"position_order_once"},
    "events.Proposal": {
        "decided_proposal_says_when", "one_open_proposal_of_an_author",
        "one_open_proposal_to_publish", "returned_proposal_says_why",
    },
    "events.SeedRecord": {"seed_record_once"},
    "events.Succession": {"succession_is_between_two", "succession_once_between_two"},
    "events.Tag": of_merges("tag") | of_names("tag", "name", "name_zh") | {
        "tag_is_not_wider_than_itself",
    },
    "events.Tagged": {"tag_once_on_a_row"},
    "events.TrashedRecord": {"trashed_record_once"},
    "sources.Band": {"band_once_in_a_text"},
    "sources.Figure": {"figure_number_once_in_a_snapshot"},
    "sources.IngestItem": {"ingest_failure_says_why"},
    "sources.Outlet": of_merges("outlet") | of_names("outlet", "name_en", "name_zh") | {
        "outlet_has_a_name",
    },
    "sources.Passage": {"passage_position_once_in_a_snapshot", "passage_starts_before_it_ends"},
    "sources.Snapshot": {"snapshot_number_once_in_a_source", "snapshot_one_current_of_a_kind"},
    "sources.Source": of_merges("source") | {
        "source_is_no_repost_of_itself", "source_published_bounds_in_order",
    },
}  # fmt: skip
DEFINITIONS = """
    SELECT pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = %(table)s::regclass AND conname = %(name)s
    UNION ALL
    SELECT indexdef FROM pg_indexes
    WHERE schemaname = current_schema() AND tablename = %(table)s AND indexname = %(name)s
"""
MODELS = {
    model._meta.label: model
    for app in ("events", "sources")
    for model in apps.get_app_config(app).get_models(include_auto_created=True)
    if model._meta.constraints and not model._meta.proxy
}


def definitions(model, constraint):
    """Return what the database has under the name of the constraint."""
    with connection.cursor() as cursor:
        parameters = {"table": model._meta.db_table, "name": constraint.name}
        cursor.execute(DEFINITIONS, parameters)
        return [definition for (definition,) in cursor.fetchall()]


@pytest.mark.slow
def test_models_have_their_constraints():
    names = {
        label: {row.name for row in model._meta.constraints} for label, model in MODELS.items()
    }
    assert names == CONSTRAINTS


@pytest.mark.parametrize("label", MODELS)
def test_constraint_in_the_database_is_that_of_the_model(db, label):
    model = MODELS[label]
    for constraint in model._meta.constraints:
        migrated = definitions(model, constraint)
        assert migrated, constraint.name
        with connection.schema_editor() as editor:
            editor.remove_constraint(model, constraint)
            editor.add_constraint(model, constraint)
        assert definitions(model, constraint) == migrated
