"""The steps of reviewers, of those who take in articles, and the whole state machine."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from hypothesis import strategies as st
from hypothesis.stateful import rule

from events.editing.actions import retract
from events.editing.merging.actions import merge_records, unmerge_record
from events.editing.proposals.decisions import approve, send_back, withdraw
from events.editing.proposals.review import Review
from events.editing.sources import (
    make_snapshot_current,
    reanchor,
    set_source_state,
    settle_doubts,
)
from events.models import Claim, Event, Platform, Proposal, Tag
from sources.models import Snapshot, Source
from tests.events.editing.proposals import invariants
from tests.events.editing.proposals.editor_steps import NUMBER, WHO, EditorSteps
from tests.events.editing.proposals.reading import differences
from tests.events.editing.proposals.steps import drawn_step, step
from tests.events.editing.proposals.world import NEW_TEXTS

MAX_TEXTS = 3


REVIEWER = st.sampled_from([0, 2, 2, 3, 3, 4, 4])


class AllSteps(EditorSteps):
    """What all of them do."""

    def chosen(
        self, number: int, batch: bool, states: tuple[str, ...], **having: object
    ) -> list[Proposal]:
        """Return a proposal, or with `batch` all that were made with it, as the page shows them."""
        row = self.pick(Proposal, number, state__in=states, **having)
        rows = Proposal.objects.filter(batch=row.batch, state=row.state).order_by("pk")
        return list(rows) if batch else [row]

    @step(3, number=NUMBER)
    def look(self, number):
        def action():
            for row in self.chosen(number, True, ("proposed",)):
                self.shown[row.pk] = Review.of(row)

        self.do("look", action, allowed=self.same)

    @step(8, who=REVIEWER, number=NUMBER, batch=st.booleans(), is_stale=st.booleans())
    def approve(self, who, number, batch, is_stale):
        by, chosen = self.world.users[who], []

        def action():
            having = {"pk__in": list(self.shown)} if is_stale and self.shown else {}
            for row in self.chosen(number, batch, ("proposed",), **having):
                if not is_stale or row.pk not in self.shown:
                    self.shown[row.pk] = Review.of(row)
                chosen.append(row)
            return approve(proposals={row.pk: self.shown[row.pk].seen for row in chosen}, by=by)

        name = "approve what was seen before" if is_stale else "approve"
        before = self.records
        self.do(
            name,
            action,
            None,
            lambda after, changed: self._approved(chosen, by, before, after, changed),
        )

    @step(2, who=REVIEWER, number=NUMBER, field=NUMBER)
    def approve_too_late(self, who, number, field):
        """Approve what its author changed after the reviewer looked at it."""
        waiting = [row for row in self.proposals.values() if row.state == "proposed"]
        if not waiting:
            return
        row = waiting[number % len(waiting)]
        self.shown = {row.pk: Review.of(row)}
        keys = sorted(pk for model, pk in self.records if model is row.model)
        author, place = self.world.users.index(row.author), keys.index(row.object_id)
        self.type(who=author, model=row.model, number=place, field=field, others=False)
        self.approve(who=who, number=0, batch=False, is_stale=True)

    def _approved(self, chosen, by, before, after, changed) -> None:
        """Check that readers see just what the reviewer saw, and who approved it."""
        merged = set()
        for row in chosen:
            assert self.editors[row.pk] != by, f"{by} approved what {by} edited: {row.pk}"
            key, shown = invariants.key_of(row), self.shown[row.pk]
            if row.kind == "merge":
                merged |= self._merged(shown, before, after, changed)
                continue
            changed = changed - {key}
            if row.kind == "retract":
                assert not after[key].is_public
                continue
            assert after[key].is_public or row.kind == "change"
            wanted = shown.after
            assert not (found := differences(wanted, after[key])), f"not as shown: {key} {found}"
            if row.kind == "change":
                assert shown.before["fields"].keys() == wanted["fields"].keys()
                outside = {"state", "doubts", "merged_into"}
                for name in outside & set(after[key].fields) - set(wanted["fields"]):
                    assert after[key].fields[name] == before[key].fields[name], name
            for text, place in self.typed.items():
                if place.proposal == row.pk:
                    assert text in str(after[key]), f"approved without {text}"
        # A succession is a row of both platforms: see `_shared`.
        changed = {key for key in changed - merged if not self._shared(key, before, after)}
        assert not changed, f"changed beside what was approved: {changed}"

    def _shared(self, key, before, after) -> bool:
        """Return whether only rows of a platform changed that belong to another one as well."""
        parts = {"successions", "precessions"}
        return key[0] is Platform and before[key].without(parts=parts) == after[key].without(
            parts=parts
        )

    def _merged(self, shown, before, after, changed):
        """Return the tag and the records with it; check that nothing but their tags changed."""
        tag = (Tag, shown.record.pk)
        keys = {key for key in changed if key == tag or key[0] is not Tag}
        keys |= {key for key in changed if key[0] is Tag and before[key].fields["merged_into"]}
        for key in keys:
            parts, fields = {"tags"}, {"merged_into"}
            assert before[key].without(fields, parts) == after[key].without(fields, parts)
        return keys

    @step(
        4,
        who=REVIEWER,
        number=NUMBER,
        batch=st.booleans(),
        answer=st.sampled_from(["Say why.", "Say why.", ""]),
    )
    def send_back(self, who, number, batch, answer):
        by = self.world.users[who]
        self.do(
            "send back",
            lambda: send_back(
                proposals=self.chosen(number, batch, ("proposed",)), by=by, answer=answer
            ),
        )

    @step(4, who=WHO, number=NUMBER, batch=st.booleans())
    def withdraw(self, who, number, batch):
        by, own = self.world.users[who], {"author": self.world.users[who]} if number else {}
        states = ("proposed", "returned")
        self.do(
            "withdraw",
            lambda: withdraw(proposals=self.chosen(number, batch, states, **own), by=by),
        )

    @step(1, who=REVIEWER, model=st.sampled_from([Event, Claim]), number=NUMBER)
    def retract(self, who, model, number):
        by, rows = self.world.users[who], []

        def action():
            rows.append(self.pick(model, number))
            retract(row=rows[0], by=by, reason="wrong")

        self.do(
            "retract", action, allowed=lambda after, changed: self.retracted(rows, after, changed)
        )

    def retracted(self, rows, after, changed) -> None:
        """Check that these records, and no others, are gone from readers."""
        assert changed == {(type(row), row.pk) for row in rows}
        assert not any(after[key].is_public for key in changed)

    def same(self, after, changed) -> None:
        """Check that readers see what they saw."""
        assert not changed

    @step(1, who=WHO, number=NUMBER, into=NUMBER)
    def merge_tags(self, who, number, into):
        by = self.world.users[who]
        self.do(
            "merge tags",
            lambda: merge_records(record=self.pick(Tag, number), into=self.pick(Tag, into), by=by),
            by,
            merges=True,
        )

    @step(1, who=WHO, number=NUMBER)
    def unmerge_tag(self, who, number):
        by = self.world.users[who]
        self.do(
            "unmerge tag",
            lambda: unmerge_record(record=self.pick(Tag, number, merged_into__isnull=False), by=by),
            by,
            merges=True,
        )

    # Articles and their texts

    @step(
        2, who=WHO, number=NUMBER, state=st.sampled_from(Source.State.values), takes=st.booleans()
    )
    def set_source_state(self, who, number, state, takes):
        by, done = self.world.users[who], []

        def action():
            source = self.pick(Source, number)
            rows = set_source_state(source=source, state=state, by=by, reason="r", retract=takes)
            done.extend([source, rows])

        def allowed(after, changed):
            source, rows = done
            self.retracted(rows, after, changed - {(Source, source.pk)})
            assert takes or not rows

        self.do("set source state", action, allowed=allowed)

    @step(1, who=WHO, number=NUMBER)
    def settle_doubts(self, who, number):
        by, before = self.world.users[who], self.records

        def action():
            source = self.pick(Source, number)
            settle_doubts(source=source, doubts=source.doubts, by=by)

        def allowed(after, changed):
            for key in changed:
                assert before[key].without({"doubts"}) == after[key].without({"doubts"})

        self.do("settle doubts", action, allowed=allowed)

    def _only_anchors(self, retracted=()):
        before = self.records

        def allowed(after, changed):
            gone = {(type(row), row.pk) for row in retracted}
            self.retracted(retracted, after, changed & gone)
            for key in changed - gone:
                old, new = before[key], after[key]
                if key[0] is Source:
                    assert old.without({"doubts"}) == new.without({"doubts"})
                assert old.is_public == new.is_public
                if key[0] is not Source:
                    assert old.without_anchors() == new.without_anchors()

        return allowed

    @step(1, name=st.sampled_from(NEW_TEXTS))
    def new_text(self, name):
        def action():
            if self.texts == MAX_TEXTS:
                raise ValidationError("Enough texts.")
            self.texts += 1
            self.world.ingest(name)

        self.do("new text", action, allowed=self._only_anchors())

    @step(1, who=WHO, number=NUMBER)
    def reanchor(self, who, number):
        by = self.world.users[who]
        self.do(
            "reanchor",
            lambda: reanchor(source=self.pick(Source, number), by=by),
            allowed=self._only_anchors(),
        )

    @step(1, who=WHO, number=NUMBER, takes=st.booleans())
    def make_current(self, who, number, takes):
        by, rows = self.world.users[who], []

        def action():
            snapshot = self.pick(Snapshot, number, is_current=False)
            rows.extend(make_snapshot_current(snapshot=snapshot, by=by, reason="r", retract=takes))

        self.do("make current", action, allowed=self._only_anchors(rows))


class Sequence(AllSteps):
    """One sequence of such steps, drawn by their weights."""

    @rule(drawn=drawn_step(AllSteps))
    def step(self, drawn):
        name, values = drawn
        getattr(self, name)(**values)
