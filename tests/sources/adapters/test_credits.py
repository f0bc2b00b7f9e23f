import pytest

from sources.adapters.credits import is_byline, is_credit, read_credits, split_names


@pytest.mark.parametrize(
    ("line", "authors", "outlet"),
    [
        ("作者：阿禾，微信公众号：巷口商业（ID：xiangkou）", ["阿禾"], "巷口商业"),
        ("文丨Nora Field", ["Nora Field"], ""),
        ("文/周栀 老沈", ["周栀", "老沈"], ""),
        ("撰文 | 周栀、老沈", ["周栀", "老沈"], ""),
        ("By Nora Field and Tomas Hale", ["Nora Field", "Tomas Hale"], ""),
        ("来源|水乡手记", [], "水乡手记"),
        ("來源：水鄉手記（ID：shui）", [], "水鄉手記"),
        ("本文来自微信公众号“巷口商业”（ID：x），作者：阿禾，编辑：小满", ["阿禾"], "巷口商业"),
        ("本文由 @巷口商业 授权发布于货架观察站。未经许可，禁止转载。", [], "巷口商业"),
        ("本文由 @阿禾 原创发布于货架观察站。", ["阿禾"], ""),
        ("编辑：小满", [], ""),
        ("作者：佚名", [], ""),
    ],
)
def test_credit_authors_and_outlet(line, authors, outlet):
    credits = read_credits([line])
    assert is_credit(line)
    assert (credits.authors, credits.outlet) == (authors, outlet)


@pytest.mark.parametrize("line", ["来源：网络", "来源网络", "來源網絡", "来源：网络整理"])
def test_credit_says_outlet_is_unknown(line):
    credits = read_credits([line])
    assert credits.outlet_unknown
    assert credits.outlet == ""


def test_credit_address():
    assert read_credits(["来源：https://mp.example.com/s/a1"]).url == "https://mp.example.com/s/a1"
    assert read_credits(["来源：https://mp.example.com/s/a1"]).outlet == ""


@pytest.mark.parametrize(
    "line",
    [
        "作者认为，这家店不会再开。",
        "这段文字来源：一位老顾客的来信",
        "公司的收入来源主要是会员费和茶钱。",
        "By the time the shop closed, nobody came.",
        "人文/历史/地理是书店里最好卖的三个架子，每年都要补三次货，补到货架装不下为止也不罢休。",
    ],
)
def test_credit_is_not_running_text(line):
    assert not is_byline(line)
    assert not is_credit(line)


def test_split_names_ignores_a_date():
    assert split_names("柳溪 2021-09-14 07:00") == ["柳溪"]
