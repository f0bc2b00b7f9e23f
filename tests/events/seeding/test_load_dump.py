"""Load seeds into the database and dump them again."""

import io
import json
import shutil

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from events.editing.sources import set_source_state
from events.models import Claim, Dispute, Event, Evidence, Platform, SeedRecord, Tag, Tagged
from events.seeding.dump import dump
from events.seeding.load import load
from events.seeding.records import SeedError
from sources.models import Snapshot, Source
from tests.events.seeding.conftest import TEST_SEEDS
from tests.events.seeding.files import files_of
from tests.events.seeding.originals import CLOSES, draft_of, store_original
from tests.factories import EventFactory, evidence_for

pytestmark = pytest.mark.django_db


def history_count():
    """Return the number of rows in all history tables."""
    tables = [name for name in connection.introspection.table_names() if name.endswith("history")]
    assert len(tables) > 15
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT count(*) FROM {name}" for name in tables))
        return sum(row[0] for row in cursor.fetchall())


@pytest.mark.slow
def test_load_then_dump_is_byte_identical(seeds):
    load(seeds)
    assert dump(seeds) == []
    assert files_of(seeds) == files_of(TEST_SEEDS)


@pytest.mark.slow
def test_dump_into_an_empty_folder_writes_the_same_files(seeds, tmp_path):
    load(seeds)
    dump(tmp_path / "other")
    # coverage.yaml is not in the database.
    assert files_of(tmp_path / "other") == {
        name: data for name, data in files_of(TEST_SEEDS).items() if name != "coverage.yaml"
    }


@pytest.mark.slow
def test_load_creates_the_rows(seeds):
    report = load(seeds)
    assert report.counts == {"created": 21}
    opened = Event.objects.get(slug="harbour-lane-opens")
    assert opened.is_published
    assert [str(item) for item in opened.event_platforms.all()] == [
        "Harbour Lane (subject)", "Harbour (operator)", "null (partner)",
    ]  # fmt: skip
    assert Platform.objects.get(slug="harbour-lane").parent.slug == "harbour"
    assert Platform.objects.get(slug="harbour-lane-2").predecessors.get().slug == "harbour-lane"
    assert Source.objects.get(slug="harbour-lane-again").repost_of.slug == "harbour-lane-closes"
    claim = Claim.objects.get(key="visitors")
    assert (str(claim.value), str(claim.value_to), claim.claimant.slug) == (
        "299.5000", "300.0000", "founder",
    )  # fmt: skip
    assert list(claim.tags.all()) == []
    assert Dispute.objects.get(slug="why-it-closed").positions.count() == 2
    evidence = Evidence.objects.filter(event=opened).get()
    assert (evidence.anchor, evidence.quotation) == (
        "paragraph",
        evidence.snapshot.passages.get(position=2).text,
    )
    slugs = Event.objects.search("小巷").values_list("slug", flat=True)
    assert sorted(slugs) == ["harbour-lane-closes", "harbour-lane-opens"]


@pytest.mark.slow
def test_second_load_changes_nothing(seeds):
    load(seeds)
    before = history_count(), Snapshot.objects.count()
    assert load(seeds).counts == {"unchanged": 21}
    assert (history_count(), Snapshot.objects.count()) == before


@pytest.mark.slow
def test_load_without_seed_records_changes_nothing(seeds):
    load(seeds)
    SeedRecord.objects.all().delete()
    before = history_count()
    report = load(seeds)
    assert report.kept == []
    assert history_count() == before


def edit(seeds, name, old, new):
    path = seeds / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


@pytest.mark.slow
def test_only_the_changed_record_is_written(seeds):
    load(seeds)
    edit(seeds, "events/2019.yaml", "Too few visitors came.", "Hardly anybody came.")
    before = history_count()
    assert load(seeds).counts == {"updated": 1, "unchanged": 20}
    assert history_count() == before + 1
    assert Event.objects.get(slug="harbour-lane-closes").summary_en == "Hardly anybody came."
    assert list(Event.objects.search("hardly")) == [Event.objects.get(slug="harbour-lane-closes")]
    assert dump(seeds) == []


@pytest.mark.slow
def test_edit_is_kept_and_reported(seeds):
    load(seeds)
    Event.objects.filter(slug="harbour-lane-closes").update(summary_en="An editor's words.")
    edit(seeds, "events/2019.yaml", "Too few visitors came.", "Hardly anybody came.")
    report = load(seeds)
    assert report.kept == ["event harbour-lane-closes"]
    assert Event.objects.get(slug="harbour-lane-closes").summary_en == "An editor's words."


@pytest.mark.slow
@pytest.mark.parametrize("change", ["tag", "platform", "evidence", "alias", "retracted"])
def test_edit_of_related_rows_is_kept(seeds, change):
    load(seeds)
    event = Event.objects.get(slug="harbour-lane-closes")
    name, old = "events/2019.yaml", "Too few visitors came."
    if change == "tag":
        event.tags.remove(Tag.objects.get(slug="prices"))
    elif change == "platform":
        event.event_platforms.update(role="affected")
    elif change == "evidence":
        event.evidence.filter(stance="mentions").delete()
    elif change == "alias":
        Platform.objects.get(slug="harbour").aliases.create(text="Harbr")
        name, old = "platforms.yaml", "A company of our own making."
    else:
        Event.objects.filter(pk=event.pk).update(state="retracted")
    edit(seeds, name, old, "Other words.")
    assert load(seeds).counts["kept"] == 1
    assert load(seeds).counts["kept"] == 1
    if change == "retracted":
        assert Event.objects.get(pk=event.pk).state == "retracted"


@pytest.mark.slow
def test_overwrite_replaces_edits(seeds):
    load(seeds)
    Event.objects.filter(slug="harbour-lane-closes").update(summary_en="An editor's words.")
    edit(seeds, "events/2019.yaml", "Too few visitors came.", "Hardly anybody came.")
    report = load(seeds, overwrite=True)
    assert (report.kept, report.counts["updated"]) == ([], 1)
    assert dump(seeds) == []


@pytest.mark.slow
def test_new_record_of_a_rejected_article_is_refused_by_name(seeds, curator_user):
    load(seeds)
    source = Source.objects.get(slug="harbour-lane-again")
    set_source_state(
        source=source, state="rejected", by=curator_user, reason="A forgery.", retract=True
    )
    assert load(seeds).counts == {"unchanged": 21}
    path = seeds / "claims/harbour-lane-again.yaml"
    path.write_text(path.read_text().replace("key: sign-ups", "key: sign-ups-again", 1))
    with pytest.raises(SeedError) as error:
        load(seeds)
    finding = error.value.findings[0]
    assert (finding.file, finding.field) == ("claims/harbour-lane-again.yaml", "evidence")
    assert "No accepted article supports it here" in finding.message
    assert not Claim.objects.filter(key="sign-ups-again").exists()
    assert Source.objects.get(slug="harbour-lane-again").state == "rejected"


@pytest.mark.slow
def test_new_digest_without_the_last_support_of_an_editors_event_is_refused(seeds):
    load(seeds)
    digest = Snapshot.objects.digests().current().get(source__slug="harbour-lane-again")
    event = EventFactory(slug="written-here")
    evidence_for(event, digest, "another shop", anchor="paragraph", block=9)
    Event.objects.filter(pk=event.pk).update(state="published")
    edit(seeds, "articles/harbour-lane-again.md", "another shop", "a second shop")
    with pytest.raises(SeedError, match="The database rejects the load.*written-here"):
        load(seeds)
    assert Snapshot.objects.digests().current().get(source=digest.source) == digest


@pytest.mark.slow
def test_edit_equal_to_the_seeds_is_no_conflict(seeds):
    load(seeds)
    Event.objects.filter(slug="harbour-lane-closes").update(summary_en="Hardly anybody came.")
    edit(seeds, "events/2019.yaml", "Too few visitors came.", "Hardly anybody came.")
    assert load(seeds).kept == []


@pytest.mark.slow
def test_deleted_row_stays_deleted(seeds):
    load(seeds)
    Dispute.objects.get(slug="why-it-closed").delete()
    assert load(seeds).counts == {"unchanged": 21}
    assert not Dispute.objects.filter(slug="why-it-closed").exists()


@pytest.mark.slow
def test_record_that_refers_to_a_deleted_row_is_a_finding(seeds):
    load(seeds)
    Tagged.objects.filter(tag__slug="high-prices").delete()
    Tag.objects.get(slug="high-prices").delete()
    edit(seeds, "claims/harbour-lane-closes.yaml", "Nobody came", "Hardly anybody came")
    with pytest.raises(Exception, match=r"claims/harbour-lane-closes.yaml:1: "):
        load(seeds, overwrite=True)


@pytest.mark.slow
def test_dump_writes_only_published_rows(seeds):
    load(seeds)
    Event.objects.filter(slug="harbour-lane-again").update(state="retracted")
    assert [path.name for path in dump(seeds)] == ["2021.yaml"]
    assert not (seeds / "events/2021.yaml").exists()


@pytest.mark.slow
def test_dispute_about_a_retracted_event_still_loads_after_a_dump(seeds):
    load(seeds)
    Event.objects.filter(slug="harbour-lane-closes").update(state="retracted")
    dump(seeds)
    assert load(seeds).kept == []


@pytest.mark.slow
def test_load_and_dump_after_originals_arrive_change_nothing(seeds):
    load(seeds)
    store_original(CLOSES)
    anchors = Evidence.objects.filter(snapshot__kind="original")
    assert set(anchors.values_list("anchor", flat=True)) == {"exact"}
    assert sorted(anchors.values_list("quotation", flat=True)) == sorted(
        ["去年春天", "在2019年6月30日关门", "价格太高", "不到三百位"]
    )
    assert dump(seeds) == []
    assert load(seeds).counts == {"unchanged": 21}


@pytest.mark.slow
def test_load_with_an_original_anchors_exactly(seeds):
    load(seeds)
    store_original(CLOSES)
    SeedRecord.objects.all().delete()
    Evidence.objects.filter(claim__key="visitors").update(quotation="")
    Claim.objects.filter(key="visitors").update(state="retracted")
    Claim.objects.get(key="visitors").delete()
    load(seeds, overwrite=True)
    evidence = Evidence.objects.get(claim__key="visitors")
    assert (evidence.anchor, evidence.quotation) == ("exact", "不到三百位")


def test_check_writes_nothing(seeds, settings):
    settings.ORIGINALS_DIR = seeds / "originals"
    out = io.StringIO()
    call_command("loadseeds", seeds, "--check", stdout=out)
    assert out.getvalue().startswith("Valid: 2 outlets, 3 tags, ")
    assert not Source.objects.exists()
    assert not SeedRecord.objects.exists()


def test_check_compares_with_originals(seeds, settings, tmp_path, monkeypatch):
    (tmp_path / "originals").mkdir()
    (tmp_path / "originals" / "a.txt").write_text("read by a stub of the adapters")
    settings.ORIGINALS_DIR = tmp_path / "originals"
    monkeypatch.setattr("events.seeding.check.adapters.read", lambda *_: draft_of(CLOSES))
    out = io.StringIO()
    call_command("loadseeds", seeds, "--check", stdout=out)
    assert "4 locators exact against 1 originals" in out.getvalue()
    edit(seeds, "events/2018.yaml", "start: 0", "start: 1")
    with pytest.raises(CommandError):
        call_command("loadseeds", seeds, "--check", stdout=out, stderr=out)
    assert "events/2018.yaml:23: sha256: The original has different text there." in out.getvalue()


@pytest.mark.slow
def test_commands_print_json(seeds):
    out = io.StringIO()
    call_command("loadseeds", seeds, "--json", stdout=out)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert lines[0] == {"kind": "outlet", "key": "mirror", "status": "created"}
    assert len(lines) == 21
    shutil.rmtree(seeds / "claims")
    out = io.StringIO()
    call_command("dumpseeds", seeds, "--json", stdout=out)
    assert sorted(json.loads(line)["file"] for line in out.getvalue().splitlines()) == [
        "claims/harbour-lane-again.yaml", "claims/harbour-lane-closes.yaml",
    ]  # fmt: skip


@pytest.mark.slow
def test_load_command_reports_kept_rows(seeds):
    load(seeds)
    Event.objects.filter(slug="harbour-lane-closes").update(summary_en="An editor's words.")
    edit(seeds, "events/2019.yaml", "Too few visitors came.", "Hardly anybody came.")
    out = io.StringIO()
    call_command("loadseeds", seeds, stdout=out, stderr=out, no_color=True)
    assert "kept: event harbour-lane-closes was edited here" in out.getvalue()
    assert "1 kept, 20 unchanged" in out.getvalue()


# Valid text of a field: no outer white space, no characters PostgreSQL or YAML cannot store.
