"""Seeds and rows that wait for approval."""

import pytest

from events.models import Claimant, Dispute, Platform, Succession, Tag
from events.seeding.dump import dump
from events.seeding.load import load
from events.seeding.records import SeedError
from sources.models import Outlet
from tests.factories import (
    ClaimantFactory,
    DisputeFactory,
    OutletFactory,
    PlatformFactory,
    TagFactory,
)

pytestmark = pytest.mark.django_db

MODELS = (Claimant, Dispute, Outlet, Platform, Tag)


@pytest.mark.slow
def test_loaded_rows_are_approved(seeds):
    load(seeds)
    for model in MODELS:
        assert model.objects.exists()
        assert list(model.objects.all()) == list(model.objects.approved()), model


@pytest.mark.slow
def test_proposal_with_the_key_of_a_seed_is_replaced_by_it(seeds):
    PlatformFactory(slug="harbour", name_en="Proposed", is_approved=False)
    ClaimantFactory(slug="founder", name_en="Proposed", is_approved=False)
    DisputeFactory(slug="why-it-closed", question_en="Proposed?", is_approved=False)
    OutletFactory(slug="quay-daily", name_en="Proposed", is_approved=False)
    TagFactory(slug="prices", name="Proposed", is_approved=False)
    assert load(seeds).kept == []
    for model in MODELS:
        assert "Proposed" not in " ".join(map(str, model.objects.approved()))
        assert not model.objects.filter(is_approved=False).exists()
    assert dump(seeds) == []


@pytest.mark.slow
def test_row_that_waits_is_approved_by_a_changed_seed(seeds):
    load(seeds)
    Platform.objects.update(is_approved=False)
    path = seeds / "platforms.yaml"
    text = path.read_text()
    path.write_text(text.replace("A company of our own making.", "A company."))
    load(seeds)
    assert Platform.objects.get(slug="harbour").is_approved


@pytest.mark.slow
def test_outlet_of_a_seed_replaces_a_proposed_one_of_that_name(seeds):
    proposed = OutletFactory(
        slug="proposed", name_en="Quay Daily", url="https://typed.example/", is_approved=False
    )
    load(seeds)
    proposed.refresh_from_db()
    assert (proposed.slug, proposed.is_approved) == ("quay-daily", True)
    assert proposed.url != "https://typed.example/"


@pytest.mark.slow
def test_other_seed_with_the_name_of_a_row_is_a_finding(seeds):
    PlatformFactory(slug="another", name_en="Harbour")
    with pytest.raises(SeedError, match="Another platform has this name: Harbour"):
        load(seeds)
    assert Platform.objects.count() == 1


@pytest.mark.slow
def test_seed_that_refers_to_a_proposal_is_refused(seeds):
    load(seeds)
    PlatformFactory(slug="proposed", is_approved=False)
    path = seeds / "platforms.yaml"
    path.write_text(path.read_text().replace("parent: harbour\n", "parent: proposed\n"))
    with pytest.raises(SeedError, match="There is no platform “proposed”"):
        load(seeds)


@pytest.mark.slow
def test_dump_leaves_out_proposals(seeds):
    load(seeds)
    harbour, tag = Platform.objects.get(slug="harbour"), Tag.objects.first()
    proposed = PlatformFactory(is_approved=False)
    PlatformFactory(parent=harbour, is_approved=False)
    Succession.objects.create(predecessor=proposed, successor=harbour, kind="renamed")
    Platform.objects.filter(pk=harbour.pk).update(parent=proposed)
    TagFactory(parent=tag, is_approved=False)
    broader = TagFactory(is_approved=False)
    Tag.objects.filter(pk=tag.pk, parent=None).update(parent=broader)
    ClaimantFactory(is_approved=False)
    DisputeFactory(is_approved=False)
    OutletFactory(is_approved=False)
    assert dump(seeds) == []
