"""Copies of an article without a known address, and articles that quote it as a whole."""

from random import Random

import pytest

from events.editing.sources import make_snapshot_current
from events.models import Claim
from sources.intake.ingest import ingest
from sources.models import Outlet, Snapshot, Source
from tests.factories import OutletFactory, evidence_for, published_claim, user_in
from tests.sources.identity.lantern_fair import ARTICLE, OTHER, SENTENCES, page

pytestmark = pytest.mark.django_db
BARE = {"url": "", "site": ""}
_characters = [chr(code) for code in range(0x4E00, 0x9FA0)]
_random = Random(1)
REMARKS = ["".join(_random.choices(_characters, k=70)) + "。" for _ in range(8)]
SHORT = [
    f"{what}有{change}。"
    for what in ["直播", "短视频", "钱包", "团购", "快闪店", "盲盒"]
    for change in ("增长", "变化", "新规", "对手")
]


@pytest.fixture
def take(tmp_path):
    """Return a function that ingests a page, by default as a new file, and returns its item."""

    def take(name="", **changes):
        path = tmp_path / (name or f"{len(list(tmp_path.iterdir()))}.html")
        path.write_bytes(page(**changes))
        return ingest([str(path)]).items.select_related("source", "snapshot").get()

    return take


def accept(source):
    Source.objects.filter(pk=source.pk).update(state="accepted")


def record(source):
    """Return what readers see of an article."""
    source = Source.objects.get(pk=source.pk)
    text = source.snapshots.originals().current().get().text
    return source.title, source.published, source.url, str(source.outlet), source.authors, text


@pytest.mark.slow
@pytest.mark.parametrize("state", Source.State.values)
@pytest.mark.parametrize(
    "changes",
    [{"title": "评灯会：说错的地方", "date": "2025-05-05"}, {"title": "评灯会", "date": ""}],
)
def test_article_that_quotes_another_as_a_whole_is_its_own(take, state, changes):
    quoted = take().source
    Source.objects.filter(pk=quoted.pk).update(state=state)
    before = record(quoted)
    item = take(**BARE, **changes, paragraphs=[*REMARKS, *SENTENCES])
    assert (item.status, item.source.repost_of) == ("created", None)
    assert f"Possible duplicate of {quoted.slug}." in item.source.doubts
    assert record(quoted) == before


@pytest.mark.slow
def test_text_around_an_accepted_article_waits_for_a_person(take):
    source = take().source
    accept(source)
    before = record(source)
    item = take(**BARE, paragraphs=[*SENTENCES, *REMARKS])
    assert (item.source, item.status) == (source, "kept")
    assert "Most of it is not in the current text, which is accepted." in item.error
    assert record(source) == before
    # The page itself may grow as much.
    assert take(paragraphs=[*SENTENCES, *REMARKS[:7]]).status == "updated"


@pytest.mark.slow
@pytest.mark.parametrize("change", [{"title": "八百天以后"}, {"date": "2024-01-01"}])
def test_copy_replaces_nothing_that_was_read_of_the_page(take, change):
    source = take().source
    before = record(source)[:-1]
    addition = "本文在发布以后补充了一位读者来信的内容，其余部分未作改动，特此说明。"
    item = take(**BARE, **change, paragraphs=[*SENTENCES, addition])
    assert (item.source, item.status) == (source, "updated")
    assert record(source)[:-1] == before
    (doubt,) = Source.objects.get().doubts
    assert doubt.startswith("Taken for a copy by its text: “")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["title", "date", "site"])
def test_text_that_is_kept_aside_sets_nothing(take, name):
    known = {"url": ARTICLE["url"], "title": "栏目", "date": "", "site": ""}
    source = take(**known).source
    item = take(**known | {name: ARTICLE[name]}, paragraphs=OTHER)
    assert (item.source, item.status) == (source, "kept")
    assert record(source)[:-1] == ("栏目", "", ARTICLE["url"], "None", [])


@pytest.mark.slow
@pytest.mark.parametrize("title", ["九个趋势", "目录"])
def test_same_short_text_with_the_same_title_is_the_same_source(take, title):
    first = take(**BARE, title=title, paragraphs=SHORT)
    again = take(**BARE, title=title, paragraphs=SHORT, date="")
    assert again.source == first.source
    other = take(**BARE, title="十月的市场", paragraphs=SHORT)
    assert other.source != first.source
    assert f"Possible duplicate of {first.source.slug}." in other.source.doubts


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("title", {"title": "灯会散场"}),
        ("published", {"date": "2023-06-01"}),
        ("outlet", {"site": "江口晚报"}),
    ],
)
def test_values_follow_the_text_when_a_file_is_reverted(take, name, change):
    source = take("a.html").source
    before = record(source)
    take("a.html", **change, paragraphs=[*SENTENCES, OTHER[0][:20]])
    source.refresh_from_db()
    assert str(getattr(source, name)) == next(iter(change.values()))
    assert take("a.html").status == "updated"
    assert record(source) == before


@pytest.mark.slow
def test_values_follow_a_text_that_a_person_makes_current(take):
    notice = "本文为摘要，全文请到应用内阅读，感谢各位读者一直以来的支持，我们会继续努力。"
    stub = take(title="灯会散场", date="2023-05", paragraphs=[SENTENCES[0], notice])
    full = take(paragraphs=SENTENCES)
    assert full.status == "kept"
    curator = user_in("curator")
    make_snapshot_current(snapshot=full.snapshot, by=curator, reason="the whole text")
    source = Source.objects.get()
    assert (source.title, source.published) == (ARTICLE["title"], ARTICLE["date"])
    assert source.doubts == []
    source.title = "编辑改过的标题"
    source.save()
    make_snapshot_current(snapshot=stub.snapshot, by=curator, reason="undo")
    source = Source.objects.get()
    assert (source.title, source.doubts) == ("编辑改过的标题", [])


@pytest.mark.slow
@pytest.mark.parametrize("change", [("13", "130"), ("参加了", "没有参加"), ("下个月", "上个月")])
def test_words_that_support_a_published_record_do_not_change_by_themselves(take, change):
    source = take().source
    accept(source)
    evidence_for(published_claim(), source.snapshots.get(), SENTENCES[2])
    changed = [*SENTENCES, "本文内容有所更正，编辑部在此向各位读者致歉，并感谢指出错误的读者。"]
    changed[2] = changed[2].replace(*change)
    assert changed[2] != SENTENCES[2]
    item = take(paragraphs=changed)
    assert item.status == "kept"
    assert "1 quotation that supports a published record is changed there." in item.error
    Claim.objects.update(state="retracted")
    assert take(paragraphs=changed, title="更正").status == "updated"


@pytest.mark.slow
@pytest.mark.parametrize("known", ["数码财经", "SHUMA Daily"])
@pytest.mark.parametrize("change", ["rename", "alias", "none"])
def test_outlet_under_another_name_is_the_same(take, known, change):
    written = {"数码财经": "數碼財經", "SHUMA Daily": "ＳＨＵＭＡ daily"}[known]
    source = take("a.html", url="", site=known).source
    outlet = Outlet.objects.get()
    if change == "rename":
        Outlet.objects.update(name_zh="数码财经网", name_en="", aliases=[])
    elif change == "alias":
        Outlet.objects.update(name_zh="数码", name_en="", aliases=[written])
    item = take(url="", site=written, paragraphs=[*SENTENCES, OTHER[0]])
    assert item.source == source
    again = take("a.html", url="", site=known, paragraphs=[*SENTENCES, OTHER[1]])
    assert again.source == source
    source.refresh_from_db()
    assert (source.outlet, Outlet.objects.count()) == (outlet, 1)


@pytest.mark.slow
@pytest.mark.parametrize("known", ["name_zh", "name_en", "aliases"])
def test_outlet_of_an_article_that_a_person_entered_is_the_same_in_any_script(take, known):
    name = "ＤＩＧＩＴＡＬ 數碼財經"
    values = {"name_en": "Digital", known: [name] if known == "aliases" else name}
    outlet = OutletFactory(**values)
    source = take(url="", site="").source
    Source.objects.update(outlet=outlet, values_read={})
    item = take(url="", site="digital 数码财经", paragraphs=[*SENTENCES, OTHER[0]])
    assert item.source == source
    other = take(url="", site="Digital 数码财经", title="公交改线", paragraphs=OTHER)
    assert other.source != source
    assert (other.source.outlet, Outlet.objects.count()) == (outlet, 1)


def test_snapshot_has_what_was_read_beside_its_text(take):
    take()
    read = Snapshot.objects.get().values_read
    assert (read["title"], read["published"]) == (ARTICLE["title"], ARTICLE["date"])
    assert (read["url"], read["outlet"]) == (ARTICLE["url"], ARTICLE["site"])
