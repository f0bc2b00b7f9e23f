"""A new text in another spelling moves its anchors; other words are still reported as changed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.annotation.anchors import Anchor, State, find, relocate, same_words
from events.annotation.anchors.words import tokens
from events.annotation.spelling import squeezed
from tests.events.annotation.respelled import CHINESE, ENGLISH, RESPELLED, REWRITTEN, TEXTS

QUOTATIONS = [
    (ENGLISH, "Zoë’s brother"),
    (ENGLISH, "“too few”, said Zoë’s"),
    (ENGLISH, "able to pay €2.5 million back"),
    (ENGLISH, "café “Harbour Lane” sold"),
    (CHINESE, "“海港直播”在2019年6月上线"),
    (CHINESE, "收入17亿元"),
    (CHINESE, "用户达 300 万，里面"),
]
# A full-width comma between digits separates two numbers, so another one is a change of a figure.
WITHOUT_SEPARATORS = {name for name in RESPELLED if name not in ("full width", "half width")}


def anchor(text, quotation):
    start = text.index(quotation)
    return Anchor.of(text, start, start + len(quotation))


def spans_of(text, quotation):
    return [text[slice(*span)] for span in squeezed(text).find(squeezed(quotation).text)]


@pytest.mark.parametrize(("text", "quotation"), QUOTATIONS)
@pytest.mark.parametrize("change", RESPELLED.values(), ids=RESPELLED)
def test_anchor_moves_to_the_characters_of_the_new_text(change, text, quotation):
    new = change(text)
    result = relocate(anchor(text, quotation), text, new)
    assert result.state in (State.EXACT, State.MOVED)
    assert [new[result.start : result.end]] == spans_of(new, quotation)
    is_same = new[result.start : result.end] == quotation
    assert is_same or result.note == "only white space or the form of characters differs"
    back = relocate(Anchor.of(new, result.start, result.end), new, text)
    assert back.state in (State.EXACT, State.MOVED)
    assert text[back.start : back.end] == quotation


@pytest.mark.parametrize(("text", "quotation"), QUOTATIONS)
def test_changed_word_in_another_spelling_is_still_changed(text, quotation):
    for change in RESPELLED.values():
        for old, new in (("Zoë’s", "Chloë’s"), ("2.5", "3.5"), ("sold", "never sold"),
                         ("17亿", "19亿"), ("海港", "山港"), ("300", "200")):  # fmt: skip
            if old in quotation:
                assert find(anchor(text, quotation), change(text.replace(old, new))).state in (
                    State.CHANGED,
                    State.ORPHAN,
                )


@pytest.mark.parametrize("change", REWRITTEN.values(), ids=REWRITTEN)
@pytest.mark.parametrize(
    ("text", "quotation"), [(ENGLISH, "able to pay"), (ENGLISH, "US sellers"), (CHINESE, "开业")]
)
def test_case_script_and_missing_spaces_are_changes(change, text, quotation):
    text = text + "海港开业，電商關閉。"
    new = change(quotation)
    result = find(anchor(text, quotation), text.replace(quotation, new))
    assert (result.state == State.EXACT) == (new == quotation)
    assert result.state in (State.EXACT, State.CHANGED)


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("name", sorted(WITHOUT_SEPARATORS))
def test_every_span_moves(name, language):
    text = TEXTS[language]
    new = RESPELLED[name](text)
    for start in range(len(text) - 8):
        for length in (6, 17, 40):
            original = Anchor.of(text, start, min(len(text), start + length))
            result = relocate(original, text, new)
            assert result.state in (State.EXACT, State.MOVED), (original.quotation, result.note)


@pytest.mark.parametrize("number", ["17", "217", "170"])
def test_other_number_beside_a_span_is_a_change_in_every_spelling(number):
    text = f"{ENGLISH}\n\n创始人说，收入 {number} 亿元，{CHINESE}"
    start = text.index("亿元")
    original = Anchor.of(text, start, start + 2)
    for change in RESPELLED.values():
        result = find(original, change(text.replace(number, "19")))
        assert result.state not in (State.EXACT, State.MOVED)


@pytest.mark.slow
@given(
    st.sampled_from(sorted(TEXTS)),
    st.data(),
    st.lists(st.sampled_from(sorted(RESPELLED)), max_size=3),
)
def test_anchor_is_never_at_other_words(language, data, names):
    text = TEXTS[language]
    start = data.draw(st.integers(0, len(text) - 8))
    end = data.draw(st.integers(start + 6, len(text)))
    new = text
    for name in names:
        new = RESPELLED[name](new)
    original = Anchor.of(text, start, end)
    result = relocate(original, text, new)
    if WITHOUT_SEPARATORS.issuperset(names):
        assert result.state in (State.EXACT, State.MOVED)
    if result.state in (State.EXACT, State.MOVED):
        words = new[result.start : result.end]
        assert squeezed(words).text == squeezed(original.quotation).text
        assert same_words(words, original.quotation)


@pytest.mark.parametrize("change", [lambda text: text.replace("\n", "\r\n"), RESPELLED["NFD"]])
def test_equal_places_are_distinguished_by_the_diff_of_folded_texts(change):
    body = "栏目：café 平台甲宣布在三个市场同时上线新的购物功能，商家可以直接收款。\n\n"
    old = "甲文\n\n" + body * 4 + "乙文\n"
    new = change("先说一句。\n\n" + old)
    start = old.index("café", old.index("café") + 1)
    original = Anchor.of(old, start, start + 8)
    assert find(original, new).state == State.AMBIGUOUS
    result = relocate(original, old, new)
    assert result.state == State.MOVED
    assert new[: result.start].count("caf") == 1
    assert unicodedata.normalize("NFC", new[result.start : result.end]) == original.quotation


@pytest.mark.parametrize("beyond", [("in 2019 ", ""), ("", " in 2019")])
def test_context_cut_between_a_letter_and_its_mark_is_the_same(beyond):
    # 32 characters of the NFC text reach as far as the year, those of the NFD text do not.
    left, right = beyond
    text = unicodedata.normalize("NFD", f"{left}{'é' * 20} 海港直播 {'é' * 20}{right}")
    start = text.index("海")
    original = Anchor.of(text, start, start + 4)
    assert (original.prefix[0], original.suffix[-1]) == ("\u0301", "e")
    new = unicodedata.normalize("NFC", text)
    result = find(original, new)
    assert (result.state, new[result.start : result.end]) == (State.MOVED, "海港直播")


def test_part_of_a_character_is_found_in_its_own_text():
    text = unicodedata.normalize("NFD", "Zoé saw Zoe at the café.")
    for start, end in ((0, 3), (3, 4), (3, 8), (8, 11)):
        result = find(Anchor.of(text, start, end), text)
        assert (result.state, result.start, result.end) == (State.EXACT, start, end)


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("“小店”", "「小店」", True),
        ("cafe\u0301", "café", True),
        ("2019–2020", "2019-2020", True),
        ("17亿–19亿", "17亿-19亿", True),
        ("利润−17亿", "利润-17亿", True),
        ("利润—17亿", "利润-17亿", False),
        ("profit of -5", "profit of 5", False),
        ("profit - 5", "profit -5", False),
        ("sel\u00adfie", "selfie", True),
        ("“no”", '"yes"', False),
        ("马克·甲", "马克・甲", True),
        ("Shoply （Live）", "Shoply(Live)", True),
    ],
)
def test_same_words_in_another_spelling(left, right, same):
    assert same_words(left, right) is same
    assert same_words(right, left) is same


def test_tokens_have_offsets_in_the_original():
    text = "收入 １７ 亿，Zoe\u0308’s"
    assert [(token.text, text[token.start : token.end]) for token in tokens(text)] == [
        ("收", "收"),
        ("入", "入"),
        ("17亿", "１７ 亿"),
        ("，", "，"),
        ("Zoë's", "Zoe\u0308’s"),
    ]
