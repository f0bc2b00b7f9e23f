"""`manage.py locate`: the locator of a quotation."""

import json

import pytest
from django.core.management import CommandError, call_command

from sources.models import Snapshot
from tests.factories import SourceFactory, snapshot_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def source():
    row = SourceFactory(slug="lane")
    snapshot_of(row, "It closed.\n\n店在六月关了，店很小。")
    return row


def test_locate_prints_a_locator(source, capsys):
    call_command("locate", "lane", "六月关了", "--json")
    assert json.loads(capsys.readouterr().out) == {
        "source": "lane",
        "block": 2,
        "start": 2,
        "end": 6,
        "sha256": Snapshot.digest_of("六月关了"),
    }


def test_locate_of_a_repeated_quotation_prints_both_and_fails(source, capsys):
    with pytest.raises(CommandError, match="2 times"):
        call_command("locate", "lane", "店", "--json")
    starts = [json.loads(line)["start"] for line in capsys.readouterr().out.splitlines()]
    assert starts == [0, 7]


@pytest.mark.parametrize("quotation", ["七月", "", "It closed.\n\n店"])
def test_locate_of_a_missing_quotation_fails(source, quotation):
    with pytest.raises(CommandError, match="No block"):
        call_command("locate", "lane", quotation)


def test_locate_without_an_original_fails(source):
    with pytest.raises(CommandError, match=r"no original of “quay”.*lane"):
        call_command("locate", "quay", "words")
