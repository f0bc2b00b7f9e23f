import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.search.snippets import Part, has_match, marked, snippet

texts = st.lists(
    st.sampled_from(["Spark ", "closed ", "抖音", "，", "𠮷🎉", "x" * 30]), max_size=40
)


def test_marked_separates_the_matches():
    assert marked("Amazon closes Spark", "spark") == (
        Part("Amazon closes ", False),
        Part("Spark", True),
    )
    assert marked("在抖音上", "抖音")[1] == Part("抖音", True)


@pytest.mark.parametrize("text", ["", "Nothing of it"])
def test_marked_without_a_match(text):
    assert not has_match(marked(text, "spark"))


@pytest.mark.slow
@given(texts.map("".join), st.sampled_from(["spark", "抖音", "closed spark", ""]))
def test_marked_parts_joined_are_the_text(text, query):
    assert "".join(part.text for part in marked(text, query)) == text


@pytest.mark.slow
@given(texts.map("".join), st.sampled_from(["spark", "抖音", "𠮷"]))
def test_snippet_is_a_short_excerpt_with_the_first_match(text, query):
    parts = snippet(text, query)
    shown = "".join(part.text for part in parts).removeprefix("…").removesuffix("…")
    assert shown in text
    assert len(shown) <= 240
    assert has_match(parts) == has_match(marked(text, query))


def test_snippet_starts_before_a_late_match_and_cuts_no_word():
    text = "word " * 100 + "Spark closed. " + "more " * 100
    parts = snippet(text, "spark")
    assert parts[0].text == parts[-1].text == "…"
    assert parts[1].text.startswith("word ")
    assert "".join(part.text for part in parts[1:-1]).split()[-1] in ("more", "closed.")


def test_snippet_of_a_short_text_is_the_text():
    assert snippet("A short text.", "spark") == (Part("A short text.", False),)
