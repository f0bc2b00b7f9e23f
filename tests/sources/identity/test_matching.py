"""Which Source a document belongs to: the rules, and what they must not do."""

from pathlib import Path

import pytest

from sources.intake.ingest import ingest
from sources.models import IngestItem, Source

pytestmark = pytest.mark.django_db

SENTENCES = [
    f"{who}在{place}{what}，{number}家商户参加了第{number}次集市，{after}。"
    for number, (who, place, what, after) in enumerate(
        zip(
            ["河东商会", "一位摊主", "三名店员", "旧码头的仓库", "区里的统计员", "两所学校", "卖伞的老人", "夜班司机"],
            ["南桥头", "电影院门口", "新修的广场", "渡口", "邮局二楼", "菜场后门", "钟楼下面", "河堤上"],
            ["摆出了长桌", "挂上了灯", "清点了账本", "等来了最后一班船", "念完了名单", "搭起了棚子", "收起了招牌", "数完了零钱"],
            ["雨停之前没有人离开", "剩下的柑橘送给了邻居", "下个月的场地还没有谈妥", "摄影记者只拍到背影",
             "参加者说明年还会来", "负责人拒绝透露金额", "灯一直亮到凌晨", "旧招牌被人买走"],
            strict=True,
        ),
        11,
    )
]  # fmt: skip
OTHER = [
    "北山区昨天开通了三条公交线路，首末班车都比过去晚了半个小时，司机们为此排了新的班次。",
    "图书馆从周五起延长开放到晚上十点，自习座位增加一倍，馆长说空调的费用由社区承担。",
    "气象台预计周末有大风，港务局已经通知四十条渔船回港避风，轮渡可能停航两天。",
    "体育场的翻修要等到明年春天，工程队先拆了看台，草皮送到了郊外的苗圃。",
]
ARTICLE = {
    "title": "灯会散场：一个集市的八百天", "date": "2023-05-18", "site": "江口商报",
    "url": "https://jk.example/a/1", "paragraphs": SENTENCES,
}  # fmt: skip


def page(**changes):
    """Return the bytes of a page with the article, some of its values changed."""
    values = ARTICLE | changes
    head = f"<title>{values['title']}</title>"
    if values["date"]:
        head += f'<meta property="article:published_time" content="{values["date"]}">'
    if values["site"]:
        head += f'<meta property="og:site_name" content="{values["site"]}">'
    if values["url"]:
        head += f'<link rel="canonical" href="{values["url"]}">'
    body = "".join(f"<p>{paragraph}</p>" for paragraph in values["paragraphs"])
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">{head}</head>'
        f"<body><article><h1>{values['title']}</h1>{body}</article></body></html>"
    ).encode()


@pytest.fixture
def take(tmp_path):
    """Return a function that ingests pages in order and returns their items."""

    def take(*pages):
        names = []
        for number, data in enumerate(pages):
            path = tmp_path / f"{len(list(tmp_path.iterdir()))}-{number}.html"
            path.write_bytes(data)
            names.append(str(path))
        return list(ingest(names).items.select_related("source", "snapshot").order_by("pk"))

    return take


def text_of(source):
    return source.snapshots.originals().current().get().text


@pytest.mark.parametrize(
    "url",
    [
        "http://jk.example/a/1", "https://JK.example/a/1/", "https://www.jk.example/a/1",
        "https://m.jk.example/a/1", "https://jk.example:443/a/1", "https://jk.example/a/1#top",
        "https://jk.example/a/1?utm_source=x&from=timeline", "https://jk.example/%61/1",
    ],
)  # fmt: skip
def test_same_address_is_the_same_source_in_every_spelling(take, url):
    extended = [*SENTENCES, "更正：此前的版本写错了一个年份，现已改正，编辑部向读者致歉。"]
    first, second = take(page(), page(url=url, title="另一个标题", paragraphs=extended))
    assert (first.source, first.status, second.status) == (second.source, "created", "updated")
    assert text_of(second.source).endswith("致歉。")


@pytest.mark.parametrize("change", [{"url": "https://rd.example/9"}, {"site": "热点号", "url": ""}])
@pytest.mark.parametrize("paragraphs", [SENTENCES, SENTENCES[:6], [*OTHER, *SENTENCES]])
def test_copy_at_another_address_or_outlet_is_a_repost(take, change, paragraphs):
    values = {"title": "砸钱八百天", "date": "2023-05-20", "paragraphs": paragraphs, **change}
    first, second = take(page(), page(**values))
    assert second.status == "created"
    assert second.source.repost_of == first.source
    assert (second.source.title, second.source.published) == ("砸钱八百天", "2023-05-20")
    assert second.source.url == values.get("url", ARTICLE["url"])
    assert first.source.snapshots.count() == 1


def test_repost_of_a_repost_refers_to_the_original(take):
    copies = [page(url=f"https://copy{n}.example/x", site=f"站{n}") for n in range(3)]
    first, *others = take(page(), *copies)
    assert {item.source.repost_of for item in others} == {first.source}


@pytest.mark.parametrize(
    "paragraphs", [OTHER, [SENTENCES[0], *OTHER], [*SENTENCES[:3], *OTHER, *OTHER[::-1]]]
)
@pytest.mark.parametrize("change", [{"site": "南山日报", "url": ""}, {"site": "", "url": ""}])
def test_title_and_day_never_decide(take, paragraphs, change):
    first, second = take(page(), page(paragraphs=paragraphs, **change))
    assert second.source != first.source
    assert second.source.repost_of is None
    assert second.source.doubts == [f"Possible duplicate of {first.source.slug}."]
    assert text_of(first.source).startswith(SENTENCES[0])


@pytest.mark.parametrize("known", ["neither", "first", "second"])
def test_unknown_address_and_half_of_the_blocks_is_the_same_source(take, known):
    bare = {"url": "", "site": ""}
    cut = {"paragraphs": SENTENCES[:7]}
    first, second = take(
        page(**({} if known == "first" else bare)),
        page(**cut, **({} if known == "second" else bare)),
    )
    assert second.source == first.source
    if known == "second":
        first.source.refresh_from_db()
        assert first.source.url == ARTICLE["url"]


def test_stub_is_kept_but_not_current(take):
    notice = "本文为摘要，全文请到应用内阅读，感谢各位读者一直以来的支持。"
    full, stub = take(page(), page(url="", site="", paragraphs=[SENTENCES[0], notice]))
    assert (stub.status, stub.source) == ("kept", full.source)
    assert not stub.snapshot.is_current
    assert text_of(full.source) == full.snapshot.text
    full.source.refresh_from_db()
    assert any("Text 2 is not current." in doubt for doubt in full.source.doubts)


def test_accepted_text_never_gets_shorter_by_itself(take):
    (first,) = take(page())
    Source.objects.update(state="accepted")
    (second,) = take(page(paragraphs=SENTENCES[:7]))
    assert second.status == "kept"
    Source.objects.update(state="new")
    (third,) = take(page(paragraphs=[*SENTENCES[:7], "短。"]))
    assert third.status == "updated"


@pytest.mark.parametrize("title", ["！！！", "—", "t", "首页"])
def test_documents_with_one_meaningless_title_stay_apart(take, title):
    pages = [
        page(title=title, url="", site="", paragraphs=[text.replace("。", f"，第{n}期。") for text in OTHER[n:]][:1] + [SENTENCES[n], SENTENCES[n + 4]])
        for n in range(3)
    ]  # fmt: skip
    items = take(*pages)
    assert len({item.source for item in items}) == 3
    assert {item.status for item in items} == {"created"}


def test_front_page_as_address_identifies_nothing(take):
    first, second = take(
        page(url="https://jk.example/"), page(url="https://jk.example", title="公交", paragraphs=OTHER)
    )  # fmt: skip
    assert first.source != second.source


def test_given_sequence_of_documents_behaves_as_stated():
    """`shared/cases/ingest/sequence`, where it is at hand: a full text, a stub, another, a copy."""
    folder = Path(__file__).parents[4] / "shared" / "cases" / "ingest" / "sequence"
    if not folder.is_dir():
        pytest.skip("the cases are not at hand")
    items = list(ingest([str(path) for path in sorted(folder.glob("*.html"))]).items.order_by("pk"))
    first, stub, other, repost = items
    assert [item.status for item in items] == ["created", "kept", "created", "created"]
    assert stub.source == first.source
    assert IngestItem.objects.get(pk=first.pk).snapshot.is_current
    assert (other.source.repost_of, repost.source.repost_of) == (None, first.source)
    assert (repost.source.title, repost.source.published) == (
        "砸钱八百天，灯笼集市还是关了",
        "2023-05-20",
    )
    assert (str(repost.source.outlet), repost.source.url) == ("热点号", "https://rd.example/9")
