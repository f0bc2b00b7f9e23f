"""Values that the database cannot hold are changed with a doubt, and the document is kept."""

import json
from dataclasses import replace

import pytest

from sources import adapters
from sources.adapters.base import Block, Draft, Figure, Gap
from sources.adapters.storable import make_storable
from sources.identity.records import new_source
from sources.intake.snapshots import store
from sources.models import Snapshot
from tests.sources.adapters.hostile import SENTENCE, front_matter, linked_data, page

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

DRAFT = Draft(
    adapter="plain",
    adapter_version=1,
    encoding="utf-8",
    title="A title",
    language="en",
    blocks=(Block("heading", "First", 2), Block("paragraph", "Second one."), Block("caption", "C")),
    authors=("A. Writer", "B. Writer"),
    outlet="The Paper",
    publisher="The Site",
    url="https://example.org/a",
    published="2021-06-03",
    figures=(Figure("https://example.org/a.png", "/a.png", 2, "A picture", 2),),
    gaps=(Gap(1, 7, 0, "words are missing"), Gap(1, 3, 2, "a character is lost")),
    doubts=("A doubt.",),
)
CHANGES = {
    "title": lambda bad: {"title": bad},
    "first author": lambda bad: {"authors": (bad, "B. Writer")},
    "second author": lambda bad: {"authors": ("A. Writer", bad)},
    "outlet": lambda bad: {"outlet": bad},
    "publisher": lambda bad: {"publisher": bad},
    "address": lambda bad: {"url": f"https://example.org/{bad}"},
    "date": lambda bad: {"published": bad},
    "block": lambda bad: {"blocks": (DRAFT.blocks[0], Block("paragraph", bad), DRAFT.blocks[2])},
    "figure address": lambda bad: {"figures": (replace(DRAFT.figures[0], address=bad),)},
    "figure as served": lambda bad: {
        "figures": (replace(DRAFT.figures[0], address_as_served=bad),)
    },
    "figure text": lambda bad: {"figures": (replace(DRAFT.figures[0], alt=bad),)},
    "gap": lambda bad: {"gaps": (Gap(1, 7, 0, bad),)},
    "doubt": lambda bad: {"doubts": (bad,)},
}
BAD = {
    "NUL": "one\0two three",
    "surrogate": "one\ud800two three",
    "surrogates": "\udfff\ud800 four words",
    "long": "long " * 600,
}
# Texts of any length have columns for them; a long doubt is cut without another doubt.
KEPT_WHOLE = {"block", "figure address", "figure as served", "figure text", "gap", "doubt"}


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("field", CHANGES)
def test_bad_value_is_stored_with_a_doubt(field, bad):
    draft = replace(DRAFT, **CHANGES[field](BAD[bad]))
    storable = make_storable(draft)
    source = new_source(storable)
    source.refresh_from_db()
    snapshot = store(source, storable, b"", Snapshot.Kind.ORIGINAL)
    assert snapshot.passages.count() == 3
    assert [(p.start, p.end) for p in snapshot.passages.all()] == list(draft.spans)
    assert [replace(gap, reason="") for gap in storable.gaps] == [
        replace(gap, reason="") for gap in draft.gaps
    ]
    has_bad_characters = bad != "long"
    # A date or an address with such a character is left out, which is another doubt.
    is_left_out = has_bad_characters and field in ("date", "address")
    assert len(source.doubts) == 1 + (has_bad_characters or field not in KEPT_WHOLE) + is_left_out
    assert all(len(doubt) <= 200 for doubt in source.doubts)


def test_draft_that_fits_is_not_changed():
    assert make_storable(DRAFT) == DRAFT
    longest = replace(
        DRAFT,
        title="t" * 500,
        authors=("a" * 200,) * 50,
        outlet="o" * 200,
        publisher="p" * 200,
        url="https://" + "u" * 992,
        doubts=("d" * 200,),
    )
    assert make_storable(longest) == longest


def test_long_values_are_cut_where_the_column_ends():
    draft = make_storable(replace(DRAFT, title="t" * 501, authors=("a",) * 51, outlet="o" * 201))
    assert draft.title == "t" * 499 + "…"
    assert draft.outlet == "o" * 199 + "…"
    assert len(draft.authors) == 50
    assert draft.doubts[1:] == (
        "Only the first 50 of 51 authors are kept.",
        "The title has 501 characters and was cut to 500.",
        "The outlet has 201 characters and was cut to 200.",
    )


def test_address_that_is_too_long_is_left_out_and_never_cut():
    draft = make_storable(replace(DRAFT, url="https://" + "u" * 993))
    assert draft.url == ""
    assert draft.doubts[1].startswith("The address cannot be stored and was left out: https://uu")


def test_bad_characters_are_counted_and_replaced_one_for_one():
    blocks = (Block("paragraph", "a\0b\ud800c"), Block("paragraph", "d"))
    draft = make_storable(replace(DRAFT, blocks=blocks, figures=(), gaps=(), title="\0"))
    assert draft.text == "a\ufffdb\ufffdc\n\nd"
    assert draft.title == "\ufffd"
    assert draft.doubts[1] == "3 characters that cannot be stored were replaced by \ufffd."


REPLACED = "that cannot be stored were replaced"


@pytest.mark.parametrize(
    ("document", "doubt"),
    [
        (front_matter('author: "A\\0B"').replace("title: x", 'title: "t\\0"'), REPLACED),
        (
            page(
                f"<p>{SENTENCE}&#0;&#xD800;</p>",
                linked_data(
                    json.dumps(
                        {"@type": "Article", "headline": "A\0 title \ud800", "author": "A\0 B"}
                    )
                ),
            ),
            REPLACED,
        ),
        (page("").replace("A title here", "t" * 2000), "The title has 2000 characters"),
        (
            page("", f"<link rel='canonical' href='https://example.org/{'u' * 2000}'>"),
            "The address cannot be stored",
        ),
        (
            page("", f"<meta property='og:site_name' content='{'s' * 2000}'>"),
            "The outlet has 2000 characters",
        ),
        ("\ufeff" + SENTENCE * 3 + "\0\n" + SENTENCE, REPLACED),
    ],
    ids=["YAML escapes", "JSON escapes", "title", "address", "site", "NUL after a mark"],
)
def test_document_with_a_bad_value_is_stored(document, doubt):
    draft = adapters.read(document.encode())
    source = new_source(draft)
    store(source, draft, b"", Snapshot.Kind.ORIGINAL)
    source.refresh_from_db()
    assert doubt in " ".join(source.doubts)
