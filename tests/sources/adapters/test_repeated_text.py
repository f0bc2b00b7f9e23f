import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.adapters.repeated_text import find_folds

BODY = [f"第{n}段话说的是河边的第{n}家店和它的掌柜，末了总有一句感叹。" for n in range(1, 9)]
LETTERS = "河边旧货店冬天关门老板钥匙隔壁裁缝雨伞灯火码头渡船"


def kept_lines(lines):
    fold = next(find_folds(lines), None)
    return [lines[i] for i in fold.kept] if fold else None


def test_folds_two_copies_apart():
    lines = ["首页", "登录", *BODY, "广告一则", "相关阅读", *BODY, "返回顶部"]
    assert kept_lines(lines) == BODY


def test_folds_two_copies_adjacent():
    assert kept_lines([*BODY, *BODY]) == BODY


def test_folds_include_short_lines():
    body = ["01.", *BODY[:4], "02.", *BODY[4:], "完"]
    assert kept_lines([*body, "广告", *body, "顶部"]) == body


def test_folds_line_repeated_inside_the_body():
    body = [*BODY[:3], BODY[0], *BODY[3:]]
    assert kept_lines(["首页", *body, "广告", *body]) == body


def test_folds_drop_advert_inside_one_copy():
    advert = "下载我们的客户端，每天都能领到一张优惠券。"
    lines = [*BODY[:4], advert, *BODY[4:], "间隔", *BODY]
    fold = next(find_folds(lines))
    assert [lines[i] for i in fold.kept] == BODY
    assert [lines[i] for i in fold.dropped] == [advert]


def test_folds_keep_long_text_missing_in_one_copy():
    missing = [f"这一段只在其中一份里面，因为另一份被裁短了，它是第{n}个长段。" * 6 for n in (1, 2)]
    body = [*BODY[:4], *missing, *BODY[4:]]
    assert kept_lines([*body, "间隔", *BODY]) == body


@pytest.mark.parametrize("lines", [[], BODY, ["首页", "登录"] * 9, [BODY[0], BODY[0]]])
def test_folds_is_empty_without_a_repeated_body(lines):
    assert kept_lines(lines) is None


def test_folds_teasers_after_the_article():
    teasers = [f"{n}号摊位的老板娘说，今年的生意比去年还要难做一些。" for n in range(6)]
    lines = [*BODY, *teasers, "间隔", *teasers, *BODY, "尾"]
    assert [[lines[i] for i in found.kept] for found in find_folds(lines)] == [BODY, teasers]


line = st.text(LETTERS, min_size=14, max_size=30)


@pytest.mark.slow
@settings(max_examples=60)
@given(
    st.lists(line, min_size=10, max_size=20, unique=True),
    st.lists(st.text(LETTERS, min_size=1, max_size=5), max_size=6),
)
def test_folds_return_the_body(body, furniture):
    between = [f"{word}——{n}" for n, word in enumerate(furniture)]
    assert kept_lines([*body, *between, *body]) == body
