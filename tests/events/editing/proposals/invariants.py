"""What holds after each step of a sequence of edits and reviews."""

from __future__ import annotations

import json
from types import SimpleNamespace

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction

from events.editing.permissions import may_review
from events.editing.proposals.queues import mine, returned, waiting
from events.models import Claim, Event, Platform, PlatformLife, Proposal, State, Tag
from sources.models import Outlet, Source
from sources.models.history import history_of
from tests.events.editing.proposals.reading import Key, Record

Records = dict[Key, Record]


def check_support() -> None:
    """Check that what is published has a passage in an accepted article."""
    for model in (Event, Claim):
        for row in model.objects.published():
            assert row.evidence.supporting().exists(), f"without support: {row}"


def check_references(records: Records) -> None:
    """Check that public records refer only to approved ones, and that no tree has a circle."""
    for (model, pk), record in records.items():
        for target in _references(model, record) if record.is_public else ():
            assert records[target].is_public, f"{model.__name__} {pk} shows {target}"
        if model in (Tag, Platform):
            above, path = record.fields["parent"], {pk}
            while above is not None:
                assert above not in path, f"a circle of parents: {model.__name__} {pk}"
                path.add(above)
                above = records[model, above].fields["parent"]


def _references(model: type[models.Model], record: Record) -> list[Key]:
    fields, found = record.fields, []
    if model in (Platform, Tag):
        found.append((model, fields["parent"]))
    if model is Claim:
        claimant = Claim._meta.get_field("claimant").related_model
        found.append((claimant, fields["claimant"]))
        found += [(Platform, key) for key in record.relations["platforms"]]
    if model is Source:
        found += [(Outlet, fields["outlet"]), (Outlet, fields["publisher"])]
    links = record.parts.get("event_platforms", {}).values()
    found += [(Platform, row["fields"]["platform"]) for row in links]
    found += [(Tag, row["fields"]["tag"]) for row in record.parts.get("tags", {}).values()]
    return [(kind, key) for kind, key in found if key is not None]


def check_states(proposals: list[Proposal], records: Records) -> None:
    """Check that the states of records and those of their proposals agree."""
    publishing = {
        key_of(row): row.state for row in proposals if row.kind == "publish" and row.is_open
    }
    for key, record in records.items():
        if key[0] in (Event, Claim):
            in_review = record.fields["state"] == State.IN_REVIEW
            assert in_review == (publishing.get(key) == "proposed"), (key, publishing.get(key))
        if record.is_public:
            assert key not in publishing, f"public and proposed: {key}"
    counts: dict[tuple, int] = {}
    for row in proposals:
        if row.is_open:
            assert key_of(row) in records, f"an open proposal about nothing: {row.pk}"
            author = None if row.kind == "publish" else row.author_id
            place = (*key_of(row), row.kind, author)
            counts[place] = counts.get(place, 0) + 1
    assert all(count == 1 for count in counts.values()), counts


def check_queues(proposals: list[Proposal], users: list[User], editors: dict[int, User]) -> None:
    """Check who finds which proposal in which queue. `editors` edited each one last."""
    for user in users:
        own = [row for row in proposals if row.author_id == user.pk]
        proposed = [row for row in proposals if row.state == "proposed"]
        wait = [
            row.pk for row in proposed if may_review(user, row.model) and editors[row.pk] != user
        ]
        assert set(waiting(user).values_list("pk", flat=True)) == set(wait), user
        assert set(mine(user).values_list("pk", flat=True)) == {
            row.pk for row in own if row.state == "proposed"
        }
        assert set(returned(user).values_list("pk", flat=True)) == {
            row.pk for row in own if row.state == "returned"
        }


def check_derived() -> None:
    """Check that the search index and the lives of platforms are as if they were made now."""
    before = _derived()
    with transaction.atomic():
        for model in (Event, Claim):
            model.objects.all().index()
        keys = list(Platform.objects.values_list("pk", flat=True))
        with connection.cursor() as cursor:
            cursor.execute("SELECT events_tell_lives(%s::bigint[])", [keys])
        after = _derived()
        transaction.set_rollback(True)
    assert before == after, [
        pair for pair in zip(before, after, strict=True) if len(set(map(str, pair))) > 1
    ]


def _derived() -> list:
    names = ("platform", "market", "born", "ended", "last", "outcome", "sort_on", "event_count")
    rows: list = [
        dict(model.objects.order_by("pk").values_list("pk", "search_vector"))
        for model in (Event, Claim)
    ]
    return [*rows, list(PlatformLife.objects.order_by("platform", "market").values_list(*names))]


def check_nothing_is_lost(
    typed: dict[str, SimpleNamespace], proposals: list[Proposal], records: Records
) -> None:
    """Check that each text that somebody typed, and nobody who saw it replaced, is there.

    What was typed on a record that waits is in its row, or in its history; what was typed on a
    public one is in the proposal, also after it was decided.
    """
    contents = {row.pk: json.dumps(row.content) for row in proposals}
    for text, place in typed.items():
        if place.proposal is not None:
            assert text in contents[place.proposal], f"lost from a proposal: {text}"
        elif place.key not in records or text not in str(records[place.key]):
            assert text in str(_history(*place.key)), f"lost from a record: {text}"


def _history(model: type[models.Model], pk: int) -> list:
    rows = list(history_of(model).filter(pgh_obj=pk).values())
    for relation in model._meta.related_objects:
        related = relation.related_model
        is_part = relation.field.name in ("platform", "dispute") and hasattr(related, "history")
        if is_part:
            rows += history_of(related).filter(**{relation.field.name: pk}).values()
    return rows


def key_of(proposal: Proposal) -> Key:
    model = ContentType.objects.get_for_id(proposal.content_type_id).model_class()
    return model, proposal.object_id


def changed_keys(before: Records, after: Records) -> set[Key]:
    """Return the records that readers see differently."""
    keys = {*before, *after}
    return {key for key in keys if _public(before, key) != _public(after, key)}


def _public(records: Records, key: Key) -> tuple | None:
    """Return what readers see of a record; they see no succession of what waits for approval."""
    record = records.get(key)
    if record is None or not record.is_public:
        return None
    successions = [
        row["fields"]
        for part, end in (("successions", "successor"), ("precessions", "predecessor"))
        for row in record.parts.get(part, {}).values()
        if records[Platform, row["fields"][end]].is_public
    ]
    return (*record.without(parts={"successions", "precessions"}), successions)
