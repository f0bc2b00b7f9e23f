"""What the steps of a sequence have in common: do one, check what it changed, and the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, models, transaction
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from events.editing.permissions import may_review
from events.editing.proposals.changes import changing
from events.editing.proposals.records import is_public
from events.editing.proposals.review import Review
from events.models import Proposal
from tests.events.editing.proposals import invariants
from tests.events.editing.proposals.reading import Key, Record, read_all
from tests.events.editing.proposals.world import World


class Steps(RuleBasedStateMachine):
    """One sequence. `counts` adds up how often each action was done and refused."""

    def __init__(self, world: World, counts: Counter) -> None:
        super().__init__()
        self.world, self.counts, self.token = world, counts, 0
        self.texts = 0
        self.typed: dict[str, SimpleNamespace] = {}
        self.editors: dict[int, User] = {row.pk: row.edited_by for row in world.proposals}
        self.shown: dict[int, Review] = {}
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.records, self.proposals = read_all(), {row.pk: row for row in world.proposals}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    # What the steps have in common

    def do(
        self,
        name: str,
        action: Callable[[], object],
        by: User | None = None,
        allowed: Callable[[dict, set], None] | None = None,
        then: Callable[[], None] | None = None,
        *,
        merges: bool = False,
    ) -> None:
        """Do a step and check what it changed. `by` edits with it what it writes.

        `allowed` gets the records afterwards and the keys of those that readers see differently;
        by default there must be none. `then` notes what the step did before the rules are checked.
        A merge of tags changes records, but nobody edits them with it.
        """
        before, is_done = self.records, True
        try:
            with transaction.atomic():
                action()
                _commit()
        except (ValidationError, PermissionDenied) as error:
            is_done = False
            note(f"refused: {error}")
        self.counts[name, "done" if is_done else "refused"] += 1
        self.records = read_all()
        rows = {row.pk: row for row in Proposal.objects.select_related("content_type")}
        if not is_done:
            assert self.records == before, f"{name} was refused, and wrote something"
            assert _states(rows) == _states(self.proposals), f"{name} was refused, and decided"
        changed = invariants.changed_keys(before, self.records)
        if allowed is None:
            assert not changed, f"{name} changed what readers see: {changed}"
        elif is_done:
            allowed(self.records, changed)
        self._note_editors(before, rows, by if is_done else None, merges=merges)
        self.proposals = rows
        if is_done and then is not None:
            then()
        if is_done:
            self.check(is_changed=before != self.records)

    def _note_editors(
        self, before: dict, rows: dict[int, Proposal], by: User | None, *, merges: bool
    ) -> None:
        for pk, row in rows.items():
            old, key = self.proposals.get(pk), invariants.key_of(row)
            # Who saves a proposal answers for it, also without a change.
            is_edited = old is None or (row.is_open and old.updated_at != row.updated_at)
            is_edited |= row.is_open and old is not None and old.content != row.content
            if row.kind == "publish" and row.is_open and by is not None and not merges:
                is_edited |= _own(before.get(key)) != _own(self.records[key])
                if before.get(key) != self.records[key] and row.edited_by == by:
                    is_edited = True  # a succession, edited on this platform or on the other one
            if is_edited and (by is not None or old is None):
                self.editors[pk] = by
        for pk, row in rows.items():
            if row.is_open:
                assert row.edited_by == self.editors[pk], f"{row.edited_by} did not edit {pk}"

    def check(self, *, is_changed: bool) -> None:
        """Check all rules."""
        rows = list(self.proposals.values())
        invariants.check_support()
        invariants.check_references(self.records)
        invariants.check_states(rows, self.records)
        invariants.check_queues(rows, self.world.users, self.editors)
        if is_changed:
            invariants.check_derived()
        invariants.check_nothing_is_lost(self.typed, rows, self.records)

    def pick(self, model: type[models.Model], number: int, **having: object) -> models.Model:
        keys = list(
            model._base_manager.filter(**having).order_by("pk").values_list("pk", flat=True)
        )
        if not keys:
            raise ValidationError("There is none.")
        return model._base_manager.get(pk=keys[number % len(keys)])

    def edit(
        self, name: str, who: int, model: type, number: int, others: bool,
        change: Callable[[models.Model, str], list[str]],
    ) -> None:  # fmt: skip
        """Change a record as the admin does; with `others` one that somebody changes, if any.

        `change` returns the texts that it replaces.
        """
        by, replaced, edited = self.world.users[who], [], []
        self.token += 1
        token = f"typed-{self.token}-"

        def action() -> None:
            require(by, "change", model)
            row, proposal = self.pick(model, number), None
            keys = {
                row.object_id
                for row in self.proposals.values()
                if row.is_open and row.kind == "change" and row.model is model
            }
            if others and keys:
                row = self.pick(model, number, pk__in=keys)
            if others and is_public(row) and may_review(by, model):
                open_changes = Proposal.objects.open().for_record(row).filter(kind="change")
                proposal = open_changes.first()
            with changing(row, by=by, proposal=proposal) as edit:
                row = model._base_manager.get(pk=row.pk)
                replaced.extend(change(row, token))
            edited.extend([(model, row.pk), edit.proposal])

        self.do(name, action, by, then=lambda: self._note_typed(name, token, replaced, *edited))

    def _note_typed(
        self, name: str, token: str, replaced: list[str], key: Key, proposal: Proposal | None
    ) -> None:
        """Note where a text is that was typed, and forget those that it replaced."""
        for text in list(self.typed):
            if any(text in value for value in replaced):
                del self.typed[text]
        if proposal is not None and token in str(proposal.content):
            self.typed[token] = SimpleNamespace(key=key, proposal=proposal.pk)
        elif not self.records[key].is_public and token in str(self.records[key]):
            self.typed[token] = SimpleNamespace(key=key, proposal=None)
        else:
            assert name != "type", f"what was typed is nowhere: {key}"


def step(weight: int, **values: st.SearchStrategy) -> Callable[[Callable], Callable]:
    """Decorate a step: how often it is drawn, and its arguments."""

    def decorate(method: Callable) -> Callable:
        method.weight, method.values = weight, values
        return method

    return decorate


def drawn_step(machine: type) -> st.SearchStrategy:
    """Return a strategy for the name of a step and its arguments.

    Rules of hypothesis are drawn unevenly, so that many sequences approve nothing.
    """
    steps = {
        name: method for name in dir(machine) if hasattr(method := getattr(machine, name), "weight")
    }
    names = [name for name, method in steps.items() for _time in range(method.weight)]
    return st.sampled_from(names).flatmap(
        lambda name: st.tuples(st.just(name), st.fixed_dictionaries(steps[name].values))
    )


def require(by: User, verb: str, model: type[models.Model]) -> None:
    """Raise PermissionDenied unless a user may do this with a model, as its admin page does."""
    codename = get_permission_codename(verb, model._meta)
    if not by.has_perm(f"{model._meta.app_label}.{codename}"):
        raise PermissionDenied


def _states(rows: dict[int, Proposal]) -> dict[int, tuple]:
    return {pk: (row.state, row.edited_by_id, row.content) for pk, row in rows.items()}


def _commit() -> None:
    """Let the database check now what it checks at commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _own(record: Record | None) -> Record | None:
    """Return a record without successions, which belong to two platforms."""
    if record is None:
        return None
    links = ("successions", "precessions")
    parts = {name: rows for name, rows in record.parts.items() if name not in links}
    return replace(record, parts=parts)
