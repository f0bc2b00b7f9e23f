"""Documents, reviews and texts in any order: no evidence is lost or silently moved."""

import itertools
import tempfile
from pathlib import Path
from random import Random

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from events.editing.sources import make_snapshot_current, set_source_state
from events.models import Claim, Evidence
from sources.intake.ingest import ingest
from sources.models import Snapshot, Source
from tests.factories import evidence_for, published_claim, user_in
from tests.sources.identity.lantern_fair import OTHER, SENTENCES, page

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

_characters = [chr(code) for code in range(0x4E00, 0x9FA0)]
REMARKS = ["".join(Random(seed).choices(_characters, k=70)) + "。" for seed in range(8)]
EDITED = [sentence.replace("商户", "摊主") for sentence in SENTENCES]
PAGES = {
    "full": page(),
    "extended": page(paragraphs=[*SENTENCES, OTHER[0][:30]]),
    "truncated": page(paragraphs=SENTENCES[:7]),
    "stub": page(url="", site="", paragraphs=[SENTENCES[0], "全文请到应用内阅读，感谢各位读者的支持。"]),
    "edited": page(paragraphs=[*SENTENCES[:-1], EDITED[-1]]),
    "rewritten": page(paragraphs=OTHER),
    "renamed": page(title="另一个标题"),
    "without address": page(url="", site=""),
    "tracked address": page(url="https://www.jk.example/a/1?utm_source=x#top", paragraphs=[*SENTENCES, OTHER[1][:20]]),
    "same title": page(url="https://ns.example/7", site="南山日报", paragraphs=OTHER),
    "corrected": page(paragraphs=[SENTENCES[0].replace("11", "21"), *SENTENCES[1:], OTHER[2]]),
    "quoted whole": page(url="", site="", title="评灯会", paragraphs=[*REMARKS, *SENTENCES]),
    "quoted under its title": page(url="", site="", paragraphs=[*REMARKS, *SENTENCES]),
    "other site": page(url="https://rd.example/9", site="热点号", title="砸钱八百天"),
}  # fmt: skip
QUOTED = (SENTENCES[0][2:20], SENTENCES[4][3:25], SENTENCES[-1][5:30])
names = itertools.count()

steps = st.lists(
    st.one_of(
        st.tuples(st.just("take"), st.sampled_from(sorted(PAGES))),
        st.tuples(st.just("take again"), st.integers(0, 5)),
        st.tuples(st.just("state"), st.sampled_from(Source.State.values), st.booleans()),
        st.tuples(st.just("current"), st.integers(0, 6), st.booleans()),
    ),
    min_size=1,
    max_size=9,
)


class World:
    """An accepted article with three published claims, and what happens to it."""

    def __init__(self, folder):
        self.folder, self.taken = folder, []
        self.take("full")
        self.source = Source.objects.get()
        self.curator = user_in("curator")
        set_source_state(source=self.source, state="accepted", by=self.curator)
        snapshot = self.source.snapshots.get()
        self.evidence = {
            evidence_for(published_claim(), snapshot, words).pk: words for words in QUOTED
        }
        # The factory gives each claim a passage of another article, which must not support it.
        Evidence.objects.exclude(pk__in=self.evidence).update(stance="context")

    def take(self, name):
        path = self.folder / f"{next(names)}.html"
        path.write_bytes(PAGES[name])
        self.taken.append(str(path))
        ingest([str(path)])

    def do(self, step):
        kind, *values = step
        try:
            if kind == "take":
                self.take(*values)
            elif kind == "take again":
                ingest([self.taken[values[0] % len(self.taken)]])
            elif kind == "state":
                state, retract = values
                set_source_state(
                    source=self.source, state=state, by=self.curator, reason="r", retract=retract
                )
            else:
                number, retract = values
                texts = list(self.source.snapshots.order_by("number"))
                make_snapshot_current(
                    snapshot=texts[number % len(texts)],
                    by=self.curator,
                    reason="r",
                    retract=retract,
                )
        except (PermissionDenied, ValidationError):
            pass  # Refused with a reason: nothing may have changed, which `check` sees.
        self.source.refresh_from_db()

    def check(self):
        rows = Evidence.objects.filter(pk__in=self.evidence).select_related("snapshot")
        assert {row.pk: row.quotation for row in rows} == self.evidence
        for row in rows:
            assert row.snapshot.source_id == self.source.pk
            if row.anchor in ("exact", "moved"):
                assert row.snapshot.text[row.start : row.end] == row.quotation
                # It is in the current text, and not left behind in an old one.
                assert row.snapshot.is_current
        published = Claim.objects.filter(state="published")
        for claim in published:
            assert claim.evidence.supporting().exists()
        assert self.source.snapshots.current().count() == 1
        strangers = Snapshot.objects.exclude(source=self.source)
        assert not strangers.filter(text=self.source.snapshots.get(number=1).text, source__repost_of=None).exists()  # fmt: skip


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=steps)
@example(steps=[("take", "quoted whole"), ("take", "edited"), ("take", "other site")])
def test_no_evidence_is_lost_or_silently_moved(db, steps):
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        world = World(Path(folder))
        for step in steps:
            world.do(step)
            world.check()
        # A person can bring everything back.
        first = world.source.snapshots.get(number=1)
        if not first.is_current:
            make_snapshot_current(snapshot=first, by=world.curator, reason="r", retract=True)
        states = Evidence.objects.filter(pk__in=world.evidence).values_list("anchor", flat=True)
        assert len(states) == len(QUOTED)
        assert set(states) <= {"exact", "moved"}
        transaction.set_rollback(True)
