"""Which Source a document belongs to: the rules, and what they must not do."""

from pathlib import Path

import pytest

from sources.intake.ingest import ingest
from sources.models import IngestItem, Source
from tests.sources.identity.lantern_fair import ARTICLE, OTHER, SENTENCES, page

pytestmark = pytest.mark.django_db


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


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
def test_repost_of_a_repost_refers_to_the_original(take):
    copies = [page(url=f"https://copy{n}.example/x", site=f"站{n}") for n in range(3)]
    first, *others = take(page(), *copies)
    assert {item.source.repost_of for item in others} == {first.source}


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
def test_stub_is_kept_but_not_current(take):
    notice = "本文为摘要，全文请到应用内阅读，感谢各位读者一直以来的支持。"
    full, stub = take(page(), page(url="", site="", paragraphs=[SENTENCES[0], notice]))
    assert (stub.status, stub.source) == ("kept", full.source)
    assert stub.error.startswith("Text 2 is not current. It has ")
    assert not stub.snapshot.is_current
    assert text_of(full.source) == full.snapshot.text
    full.source.refresh_from_db()
    assert any("Text 2 is not current." in doubt for doubt in full.source.doubts)


@pytest.mark.slow
def test_accepted_text_never_gets_shorter_by_itself(take):
    (first,) = take(page())
    Source.objects.update(state="accepted")
    (second,) = take(page(paragraphs=SENTENCES[:7]))
    assert second.status == "kept"
    Source.objects.update(state="new")
    (third,) = take(page(paragraphs=[*SENTENCES[:7], "短。"]))
    assert third.status == "updated"


@pytest.mark.slow
@pytest.mark.parametrize("title", ["！！！", "—", "t", "首页"])
def test_documents_with_one_meaningless_title_stay_apart(take, title):
    pages = [
        page(title=title, url="", site="", paragraphs=[text.replace("。", f"，第{n}期。") for text in OTHER[n:]][:1] + [SENTENCES[n], SENTENCES[n + 4]])
        for n in range(3)
    ]  # fmt: skip
    items = take(*pages)
    assert len({item.source for item in items}) == 3
    assert {item.status for item in items} == {"created"}


@pytest.mark.slow
def test_front_page_as_address_identifies_nothing(take):
    first, second = take(
        page(url="https://jk.example/"), page(url="https://jk.example", title="公交", paragraphs=OTHER)
    )  # fmt: skip
    assert first.source != second.source


@pytest.mark.slow
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
