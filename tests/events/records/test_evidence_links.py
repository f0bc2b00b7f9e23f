import pytest
from django.test import Client

from tests.factories import SourceFactory, published_event, snapshot_of, user_in

pytestmark = pytest.mark.django_db

IN_DIGEST, IN_ARTICLE = "Read the passage in our summary", "Read it in the article"
RECORDS = "What we take from the article"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kinds", "for_reader", "for_editor"),
    [
        (["original"], RECORDS, IN_ARTICLE),
        (["digest"], IN_DIGEST, IN_DIGEST),
        (["original", "digest"], IN_DIGEST, IN_ARTICLE),
    ],
)
def test_link_names_the_text_that_it_opens(kinds, for_reader, for_editor):
    source = SourceFactory(state="accepted")
    snapshots = [snapshot_of(source, kind=kind) for kind in kinds]
    event = published_event(snapshot=snapshots[0])
    editor = Client()
    editor.force_login(user_in("editor"))
    for client, expected in ((Client(), for_reader), (editor, for_editor)):
        page = client.get(event.get_absolute_url()).content.decode()
        labels = (IN_DIGEST, IN_ARTICLE, RECORDS)
        assert [label in page for label in labels] == [label == expected for label in labels]
