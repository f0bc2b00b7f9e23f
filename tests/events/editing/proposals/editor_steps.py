"""The steps of editors: write drafts, propose changes, submit, retract and delete."""

from __future__ import annotations

from types import SimpleNamespace

import pghistory
from hypothesis import strategies as st

from events.editing.actions import annotate, propose_retraction, resolve, submit
from events.editing.deletion import delete
from events.editing.proposals.changes import propose_to_publish
from events.editing.tags import add_tags, remove_tags
from events.models import Claim, Claimant, Dispute, Event, Platform, Tag
from sources.models import Outlet, Snapshot, Source
from tests.events.editing.proposals import edits
from tests.events.editing.proposals.reading import MODELS
from tests.events.editing.proposals.steps import Steps, require, step

WHO = st.integers(0, 4)
NUMBER = st.integers(0, 11)
MODEL = st.sampled_from(MODELS)
NEW = {
    Event: {"kind": "launch", "when": "2020"},
    Claim: {"kind": "opinion"},
    Platform: {"kind": "product"},
    Tag: {"facet": "cause"},
    Claimant: {"kind": "person"},
    Outlet: {},
    Dispute: {},
}


class EditorSteps(Steps):
    """What users do who may change records."""

    @step(3, who=WHO, model=st.sampled_from(list(NEW)), number=NUMBER)
    def create(self, who, model, number):
        by = self.world.users[who]
        self.token += 1
        token, rows = f"typed-{self.token}-", []

        def action():
            require(by, "add", model)
            values = {edits.SLUGS[model]: f"new-{self.token}", edits.TEXTS[model][0]: token}
            if model is Claim:
                values["claimant"] = self.pick(Claimant, number)
            with pghistory.context(user=by.pk):
                row = model(**values, **NEW[model])
                edits.save(row)
                if model in (Event, Claim):
                    model.objects.filter(pk=row.pk).index()
                else:
                    propose_to_publish(row, by=by)
            rows.append(row)

        def then():
            self.typed[token] = SimpleNamespace(key=(model, rows[0].pk), proposal=None)

        self.do(f"create {model.__name__.lower()}", action, by, then=then)

    @step(6, who=WHO, model=MODEL, number=NUMBER, field=NUMBER, others=st.booleans())
    def type(self, who, model, number, field, others):
        names = edits.TEXTS[model]
        name = names[field % len(names)]

        def change(row, token):
            replaced = [getattr(row, name)]
            edits.set_fields(row, {name: token})
            return replaced

        self.edit("type", who, model, number, others, change)

    @step(4, who=WHO, model=MODEL, number=NUMBER, choice=NUMBER, others=st.booleans())
    def choose(self, who, model, number, choice, others):
        def change(row, token):
            choices = [*edits.CHOICES[model], {edits.SLUGS[model]: "popular"}]
            edits.set_fields(row, choices[choice % len(choices)])
            return []

        self.edit("choose", who, model, number, others, change)

    @step(3,
        who=WHO, model=st.sampled_from(list(edits.REFERENCES)), number=NUMBER, name=NUMBER,
        to=NUMBER, others=st.booleans(),
    )  # fmt: skip
    def refer(self, who, model, number, name, to, others):
        def change(row, token):
            names = sorted(edits.REFERENCES[model])
            field = names[name % len(names)]
            is_empty = to == 0 and field != "claimant"
            other = None if is_empty else self.pick(edits.REFERENCES[model][field], to)
            edits.refer(row, field, other)
            return []

        self.edit("refer", who, model, number, others, change)

    @step(5,
        who=WHO, model=st.sampled_from([Event, Claim, Platform, Dispute]), number=NUMBER,
        way=NUMBER, to=NUMBER, others=st.booleans(),
    )  # fmt: skip
    def relate(self, who, model, number, way, to, others):
        def change(row, token):
            return edits.relate(row, self.pick, way, to, token)

        self.edit("relate", who, model, number, others, change)

    @step(3, who=WHO, model=st.sampled_from([Event, Claim]), number=NUMBER, text=NUMBER,
          start=st.integers(0, 3), stance=st.sampled_from(["supports", "mentions"]))  # fmt: skip
    def annotate(self, who, model, number, text, start, stance):
        by = self.world.users[who]
        self.do(
            "annotate",
            lambda: annotate(
                row=self.pick(model, number), snapshot=self.pick(Snapshot, text),
                start=start * 9, end=start * 9 + 20, by=by, stance=stance,
            ),
            by,
        )  # fmt: skip

    @step(3, who=WHO, adds=st.booleans(), rows=st.lists(st.tuples(st.sampled_from([Event, Claim]), NUMBER),
          min_size=1, max_size=3), tags=st.lists(NUMBER, min_size=1, max_size=2))  # fmt: skip
    def tag(self, who, adds, rows, tags):
        by, action = self.world.users[who], add_tags if adds else remove_tags
        self.do(
            action.__name__.replace("_", " "),
            lambda: action(
                rows=[self.pick(model, number) for model, number in rows],
                tags=[self.pick(Tag, number) for number in tags],
                by=by,
            ),
            by,
        )

    @step(
        4,
        who=WHO,
        model=st.sampled_from([Event, Claim]),
        number=NUMBER,
        drafts=st.sampled_from([True, True, True, False]),
    )
    def submit(self, who, model, number, drafts):
        by, having = self.world.users[who], {"state__in": ["draft", "retracted"]} if drafts else {}
        self.do("submit", lambda: submit(row=self.pick(model, number, **having), by=by), by)

    @step(1, who=WHO, model=MODEL, number=NUMBER)
    def propose_retraction(self, who, model, number):
        by = self.world.users[who]
        self.do(
            "propose retraction",
            lambda: propose_retraction(row=self.pick(model, number), by=by, reason="wrong"),
            by,
        )

    @step(1, who=WHO, number=NUMBER, text=st.sampled_from(["", "Counted again."]))
    def resolve(self, who, number, text):
        by = self.world.users[who]
        self.do(
            "resolve",
            lambda: resolve(dispute=self.pick(Dispute, number), by=by, resolution_en=text),
            by,
        )

    @step(1, who=WHO, model=MODEL, number=NUMBER)
    def delete(self, who, model, number):
        by, having = self.world.users[who], {"is_approved": False}
        if model in (Event, Claim, Source):
            having = {"state__in": ["draft", "new", "retracted"]}
        self.do("delete", lambda: delete(row=self.pick(model, number, **having), by=by))
