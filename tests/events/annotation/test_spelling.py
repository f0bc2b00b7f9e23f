"""The fold of the spelling of a text, and its map of offsets."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.annotation.spelling import spelled, squeezed, without_spaces
from sources.languages.folding import is_ignorable
from tests.events.annotation.respelled import RESPELLED, TEXTS

ALPHABET = (
    "aZé9 \n\r\u00a0\u3000\u2009抖店ガ，。“”’\"'-—–…１Ａﬁ\u00ad\u200b\u0301\ufe0f²①½´🎉한\ufffc"
)
texts = st.text(st.sampled_from(ALPHABET), max_size=40)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("change", RESPELLED.values(), ids=RESPELLED)
def test_fold_undoes(change, text):
    assert spelled(change(text)).text.strip() == spelled(text).text


@pytest.mark.slow
@given(texts, st.lists(st.sampled_from(sorted(RESPELLED))))
def test_fold_undoes_any_composition(text, names):
    # A lone mark would combine with a character that is added before it.
    text = text.replace("\u0301", "e\u0301")
    changed = text
    for name in names:
        changed = RESPELLED[name](changed)
    if "half width" in names:
        text = unicodedata.normalize("NFKC", text)  # which also undoes superscripts
    assert squeezed(changed).text == squeezed(text).text


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("not able", "notable"),
        ("10²", "102"),
        ("①亿", "1亿"),
        ("½", "1/2"),
        ("1, 700", "1,700"),
        ("17 19", "1719"),
        ("US", "us"),
        ("海港開業", "海港开业"),
        ("《海港》", "“海港”"),
        ("。", "."),
    ],
)
def test_fold_keeps(left, right):
    assert spelled(left).text != spelled(right).text


@pytest.mark.parametrize(
    ("text", "fold"),
    [
        ("Ｓｈｏｐｌｙ　Ｌｉｖｅ", "Shoply Live"),
        ("a \u00a0\r\n b", "a b"),
        ("a\u200b \u200bb", "a b"),
        ("17 亿 元", "17亿元"),
        ("“a ” ‘b’", "\"a\"'b'"),
        ("2019–2020", "2019-2020"),
        ("——", "-"),
        ("ﬁn…", "fin..."),
        ("ｶﾞ", "ガ"),
        ("´", "´"),
        ("\ufffc图", "图"),
        ("", ""),
    ],
)
def test_fold(text, fold):
    assert spelled(text).text == fold


def test_fold_keeps_the_given_characters():
    assert spelled("1，700—1", keep="，—").text == "1，700—1"


@given(texts)
def test_offsets_are_monotone_and_complete(text):
    for folded in (spelled(text), squeezed(text), squeezed(text).mapped(str.casefold)):
        assert len(folded.text) == len(folded.starts) == len(folded.ends)
        assert folded.starts == sorted(folded.starts)
        assert folded.ends == sorted(folded.ends)
        spans = list(zip(folded.starts, folded.ends, strict=True))
        assert all(0 <= start < end <= len(text) for start, end in spans)
        distinct = sorted(set(spans))
        assert all(
            end <= start for (_, end), (start, _) in zip(distinct, distinct[1:], strict=False)
        )
        covered = {offset for start, end in spans for offset in range(start, end)}
        for offset, char in enumerate(text):
            is_visible = not (char.isspace() or is_ignorable(char) or char == "\ufffc")
            assert offset in covered or not is_visible, (char, spans)


@given(texts)
def test_span_of_each_character_has_its_fold(text):
    folded = squeezed(text)
    for index in range(len(folded.text)):
        if folded.is_whole(index, index + 1):
            start, end = folded.original(index, index + 1)
            assert squeezed(text[start:end]).text == folded.text[index]


@given(texts)
def test_fold_without_spaces_has_only_spaces_less(text):
    folded = spelled(text)
    assert without_spaces(folded).text == folded.text.replace(" ", "")


def test_space_has_the_offsets_of_the_whole_run():
    assert spelled("a \u00a0\u200b\r\nb").original(1, 2) == (1, 6)


def test_mapped_repeats_the_offsets_of_a_character_that_becomes_several():
    folded = spelled("Straße").mapped(str.casefold)
    assert folded.text == "strasse"
    assert folded.original(4, 6) == (4, 5)
    assert list(folded.find("ss")) == [(4, 5)]
    assert list(folded.find("as")) == []


def test_part_of_a_character_is_not_found():
    assert list(spelled("a…b").find(".")) == []
    assert list(spelled("a…b").find("...")) == [(1, 2)]
    assert list(spelled("很快很快很快").find("很快很快")) == [(0, 4), (2, 6)]


def test_invisible_characters_at_its_edges_are_not_part_of_a_span():
    assert list(spelled("x \u200bab\u00ad y").find("ab")) == [(3, 5)]
