"""Pasted quotations are found in any spelling, and never guessed."""

import sys
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from events.annotation.quotations import (
    MAX_PLACES,
    Step,
    Where,
    find_quotation,
    longest_part,
    longest_plain_run,
    split_into_blocks,
    without_passed_over,
)
from events.annotation.spelling import squeezed
from sources.languages.folding import clusters
from sources.models import Passage
from tests.events.annotation.respelled import CHINESE, ENGLISH, RESPELLED, REWRITTEN, TEXTS

QUOTATIONS = {
    "English": "Harbour Lane” sold 1,700 coffees in June 2019 – “too few”, said Zoë’s",
    "Chinese": "首月收入17亿元——“远低于预期”，创始人说。\n\n后来，Harbour 并未公布关闭的理由",
    "Traditional": "首月收入17億元——「遠低於預期」，創辦人說。\n\n後來，Harbour 並未公布關閉的理由",
}
CHANGES = {**RESPELLED, **REWRITTEN}


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize(
    "added", ["", "Another opening. 另一个开头，“别的”内容。\n\n"], ids=["", "later"]
)
def test_changed_quotation_is_found_at_its_place(language, change, added):
    text, quotation = added + TEXTS[language], QUOTATIONS[language]
    start = text.index(quotation)
    matches = find_quotation(text, change(quotation))
    assert matches.spans == ((start, start + len(quotation)),)


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_quotation_in_a_changed_text_is_found_at_its_place(language, change):
    before, after = (change(part) for part in TEXTS[language].split(QUOTATIONS[language]))
    quotation = change(QUOTATIONS[language]).strip(" \u3000\n\u00a0\t\ufeff\u2060")
    text = before + quotation + after
    matches = find_quotation(text, QUOTATIONS[language])
    assert [text[slice(*span)] for span in matches.spans] == [quotation]
    assert matches.spans[0][0] == len(before)


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_changed_quotation_that_occurs_twice_has_two_places(language, change):
    text, quotation = f"{TEXTS[language]}\n\n{TEXTS[language]}", QUOTATIONS[language]
    first, second = text.index(quotation), text.rindex(quotation)
    matches = find_quotation(text, change(quotation))
    assert [start for start, _end in matches.spans] == [first, second]


@pytest.mark.slow
@given(
    st.sampled_from(sorted(TEXTS)),
    st.data(),
    st.lists(st.sampled_from(sorted(CHANGES)), max_size=4),
)
def test_any_span_is_found_after_any_composition_of_changes(language, data, names):
    text = unicodedata.normalize(data.draw(st.sampled_from(["NFC", "NFD"])), TEXTS[language])
    edges = [start for start, _end in clusters(text)]
    start = data.draw(st.sampled_from(edges))
    end = data.draw(st.sampled_from([edge for edge in edges if edge > start] or [len(text)]))
    quotation = text[start:end].strip()
    assume(any(map(str.isalnum, quotation)))
    start = text.index(quotation, start)
    changed = quotation
    for name in names:
        changed = CHANGES[name](changed)
    matches = find_quotation(text, changed)
    if len(matches.spans) == 1 and quotation != changed:
        # Several dashes in a row are one: a quotation with some of them matches them all.
        (low, high), dashes = matches.spans[0], "–—-"
        assert text[low:high].strip(dashes) == quotation.strip(dashes)
    assert any(low <= start and start + len(quotation) <= high for low, high in matches.spans)


@pytest.mark.slow
@given(st.text(st.sampled_from("ab \n“”e\u0301１店\u00ad"), min_size=1, max_size=30), st.data())
def test_exact_characters_are_found_exactly(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quotation = text[start:end].strip()
    assume(quotation)
    matches = find_quotation(text, quotation)
    assert matches.step == Step.EXACT
    assert all(text[slice(*span)] == quotation for span in matches.spans)
    assert text.index(quotation, start) in [low for low, _high in matches.spans]


@pytest.mark.parametrize(
    ("quotation", "words", "step"),
    [
        ("US", "US", Step.EXACT),
        ("“us”", "'us'", None),
        ("'US' and", "‘US’ and", Step.SPELLING),
        ("toldus", "told us", Step.SPACING),
        ("TOLD US", "told us", Step.CASE),
        ("海港開業", "海港开业", Step.SCRIPT),
        ("notable", None, None),
        ("\u200b", None, None),
        ("", None, None),
    ],
)
def test_first_step_that_finds_something_decides(quotation, words, step):
    text = "‘US’ and us, they told us. 海港开业。"
    matches = find_quotation(text, quotation)
    assert [text[slice(*span)] for span in matches.spans] == ([words] if step is not None else [])
    assert matches.step == (step or Step.EXACT)


def test_places_are_counted_up_to_a_limit():
    assert len(find_quotation("很快" * 1000, "很快").spans) == MAX_PLACES
    assert len(find_quotation("“a”" * 1000, '"a"').spans) == MAX_PLACES


def passages_of(*blocks):
    text, passages = "", []
    for position, (kind, words) in enumerate(blocks, 1):
        text += "\n\n" if text else ""
        passage = Passage(position=position, kind=kind, start=len(text), end=len(text + words))
        text += words
        passage.text = words
        passages.append(passage)
    return text, passages


BLOCKS = [
    ("heading", "Why it closed"),
    ("paragraph", "It opened in May."),
    ("caption", "The harbour in June"),
    ("heading", "What came next"),
    ("paragraph", "It closed in June."),
    ("paragraph", "\u200b"),
    ("list_item", "Nobody used it."),
]


@pytest.mark.parametrize(
    ("first", "last", "parts"),
    [
        ("opened", "May", [(2, "opened in May")]),
        ("opened", "closed in", [(2, "opened in May."), (5, "It closed in")]),
        ("closed in June", "Nobody", [(5, "closed in June."), (7, "Nobody")]),
        ("closed", "It opened", [(1, "closed"), (2, "It opened")]),
        ("May", "harbour", [(2, "May."), (3, "The harbour")]),
        ("Why", "used it", [(1, "Why it closed"), (2, "It opened in May."),
                            (5, "It closed in June."), (7, "Nobody used it")]),
    ],
)  # fmt: skip
def test_selection_has_one_part_for_each_block(first, last, parts):
    text, passages = passages_of(*BLOCKS)
    start = text.index(first)
    end = text.index(last, start) + len(last)
    blocks = split_into_blocks(text, passages, start, end)
    assert [(passage.position, text[slice(*span)]) for passage, span in blocks] == parts
    spaced = split_into_blocks(text, passages, start - (start > 0), min(len(text), end + 1))
    assert [passage.position for passage, _span in spaced] == [block for block, _text in parts]


def test_text_without_headings_and_captions_keeps_its_offsets():
    text, passages = passages_of(*BLOCKS)
    body = without_passed_over(text, passages)
    assert len(body) == len(text)
    pasted = "opened in May. It closed in June."
    assert not find_quotation(text, pasted).spans
    ((start, end),) = find_quotation(body, pasted).spans
    assert (start, text[start:end][-8:]) == (text.index("opened"), "in June.")
    assert "harbour" not in body


@pytest.mark.parametrize(
    ("text", "quotation", "expected"),
    [
        (
            ENGLISH,
            "sold 1,700 coffees in July 2019",
            ("beginning", "June 2019 – “too…", "July 2019"),
        ),
        (ENGLISH, "said Zoë’s sister", ("beginning", "brother. It wasn…", "sister")),
        (ENGLISH, "nobody told us nothing.", ("end", "…own”. US sellers", "nobody")),
        (CHINESE, "首月收入19亿元", ("beginning", "17亿元——“远低于预期”，创始…", "19亿元")),
        (
            CHINESE,
            "海港直播在2019年6月上线，首月收入19亿",
            ("middle", "17亿元——“远低于预期”，创始…", "19亿"),
        ),
        (CHINESE, "完全没有的一句话", None),
        (CHINESE, "二", None),
        ("", "海港直播", None),
    ],
)
def test_longest_part(text, quotation, expected):
    part = longest_part(text, quotation)
    assert (part and (part.where.value, part.printed, part.quoted)) == expected


@pytest.mark.slow
@given(
    st.text(st.sampled_from("ab 店。“”"), max_size=40),
    st.text(st.sampled_from("abc 店。"), max_size=20),
)
def test_longest_part_is_in_both(text, quotation):
    part = longest_part(text, quotation)
    if part is None or find_quotation(text, quotation).spans:
        return
    words, fold = squeezed(text[part.start : part.end]).text, squeezed(quotation).text
    assert len(words) == part.length
    assert words in fold
    assert part.where != Where.BEGINNING or fold.startswith(words)
    assert part.where != Where.END or fold.endswith(words)


@pytest.mark.parametrize(
    ("quotation", "run"),
    [("“海港直播”在2019年", "海港直播"), ("it was shut down", "shut"), ("——", ""), ("", "")],
)
def test_longest_plain_run(quotation, run):
    assert longest_plain_run(quotation) == run


HOSTILE = {
    "marks": lambda length: "e" + "\u0301\u0323" * (length // 2),
    "soft hyphens": lambda length: "\u00ad" * length,
    "white space": lambda length: " \n" * (length // 2),
    "dashes": lambda length: "—" * length,
    "dashes and spaces": lambda length: "— " * (length // 2),
    "one letter": lambda length: "a" * length,
    "quotes": lambda length: "“a”" * (length // 3),
    "ellipses": lambda length: "…" * length,
    "words": lambda length: "ab " * (length // 3),
    "ligatures": lambda length: "ﷺ" * length,
}


def calls(function):
    """Return the number of calls, of Python functions and of C functions, that a function makes."""
    count = 0

    def profile(frame, event, argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(profile)
    try:
        function()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.slow
@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_calls_to_find_a_quotation_grow_with_the_length(make):
    def search(length):
        text = make(length)
        for quotation in (text[: length // 2], text[: length // 2] + "x", "“" + text[:20]):
            find_quotation(text, quotation)
            longest_part(text, quotation)

    search(3000)  # fills caches
    small, large = calls(lambda: search(3000)), calls(lambda: search(12_000))
    assert large <= 6 * small + 100


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_no_cluster_is_long(make):
    # Normalization sorts the marks of a cluster in quadratic time.
    assert max(end - start for start, end in clusters(make(3000))) <= 32
