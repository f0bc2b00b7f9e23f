"""Front matter with characters that YAML and TOML refuse: the other values are read."""

import pytest

from sources import adapters
from sources.identity.records import new_source
from tests.sources.adapters.hostile import SENTENCE

VALUES = {
    "---": "site: 'The Paper'\ndate: 2021-06-03\nurl: https://x.example/a\n",
    "+++": "site = 'The Paper'\ndate = 2021-06-03\nurl = 'https://x.example/a'\n",
}


def read(title, fence, values=None):
    sign = "=" if fence == "+++" else ":"
    head = f"title {sign} {title}\n{values or VALUES[fence]}"
    return adapters.read(f"{fence}\n{head}{fence}\n\n{SENTENCE}\n\n{SENTENCE}\n".encode())


@pytest.mark.parametrize("fence", VALUES)
@pytest.mark.parametrize(
    ("title", "expected", "count"),
    [
        (r'"One \uD800two"', "One �two", 1),
        (r'"One \udfff\ud800two"', "One ��two", 2),
        (r'"One \uD800\u0041 two"', "One �A two", 1),
        (r'"One \U0000D800two"', "One �two", 1),
        (r'"One \UFFFFFFFFtwo"', "One �two", 1),
        (r'"One \uFFFD \uD800two"', "One � �two", 1),
        (r'"One \\uD800 \uD800two"', r"One \uD800 �two", 1),
        (r'"One \uD83D\uDE00 two"', "One 😀 two", 0),
        ('"One \x08two"', "One �two", 1),
        ('"One \x7ftwo"', "One �two", 1),
    ],
)
def test_character_that_is_refused_is_replaced_with_a_doubt(fence, title, expected, count):
    draft = read(title, fence)
    assert (draft.title, draft.published) == (expected, "2021-06-03")
    assert (draft.outlet, draft.url) == ("The Paper", "https://x.example/a")
    doubts = [doubt for doubt in draft.doubts if "front matter" in doubt]
    assert doubts == (
        [f"{count} characters of the front matter that cannot be read were replaced by �."]
        if count
        else []
    )


def test_escape_that_is_text_is_left_alone():
    assert read(r"'One \uD800 two'", "---").title == r"One \uD800 two"


def test_address_with_a_replaced_character_is_left_out():
    draft = read('"One two"', "---", 'url: "https://x.example/\\uD800"\ndate: 2021-06-03\n')
    assert draft.url == ""
    assert any("address cannot be stored" in doubt for doubt in draft.doubts)


@pytest.mark.django_db
def test_document_with_a_replaced_character_is_stored():
    source = new_source(read(r'"One \uD800two"', "---"))
    source.refresh_from_db()
    assert source.title == "One �two"
