"""Shingles: which are kept for the next comparison of the same text."""

from sources.identity.containment import CACHED_TEXTS, MAX_CACHED_CHARACTERS, shingles_of

TEXT = "one two three four five"


def test_shingles_of_the_texts_of_one_document_are_computed_once():
    first = shingles_of(TEXT)
    assert first == {"one two three four", "two three four five"}
    for number in range(CACHED_TEXTS - 1):
        shingles_of(f"{TEXT} {number}")
    assert shingles_of(" ".join(TEXT.split())) is first


def test_shingles_of_a_long_text_do_not_stay_in_memory():
    text = TEXT.ljust(MAX_CACHED_CHARACTERS + 1)
    assert shingles_of(text) == shingles_of(text)
    assert shingles_of(text) is not shingles_of(text)
