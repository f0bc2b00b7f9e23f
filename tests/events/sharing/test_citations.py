"""Citations hold only what is known; third-party parsers read them."""

import datetime
import json
import warnings

import pytest
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string
from pybtex.richtext import Text

from events.sharing.citations import LISTS, Citation, as_bibtex, as_csl, as_text, citation_of
from events.sharing.citations.bibtex import escaped
from sources.dates import PartialDate
from tests.factories import (
    DisputeFactory,
    PlatformFactory,
    SourceFactory,
    TagFactory,
    published_claim,
    published_event,
)

TODAY = datetime.date(2026, 11, 25)


def record(**fields):
    values = {
        "key": "sct-event-closed",
        "title": "Harbour is closed",
        "container": "Social Commerce Timeline",
        "url": "https://example.org/en/events/closed/",
        "accessed": TODAY,
        "issued": PartialDate.parse("2022-03-25"),
        "genre": "Event record",
        "language": "en",
    }
    return Citation(**{**values, **fields})


def article(**fields):
    values = {
        "key": "sct-source-one",
        "title": "港湾的一年",
        "title_en": "Harbour's year",
        "container": "Dock Gazette",
        "url": "https://example.org/港湾?a=1&b={2}",
        "accessed": TODAY,
        "issued": PartialDate.parse("2020-06-01"),
        "authors": ("沈丹阳", "Ann de la Mole and Sons"),
        "language": "zh-Hans",
    }
    return Citation(**{**values, **fields})


def entry(citation):
    [(key, parsed)] = parse_string(as_bibtex(citation), "bibtex").entries.items()
    assert key == citation.key
    return parsed


def read(field):
    """Return the plain text of a BibTeX field."""
    return str(Text.from_latex(field))


def test_bibtex_of_an_article_keeps_names_whole():
    parsed = entry(article())
    assert parsed.type == "article"
    names = [read(str(person)) for person in parsed.persons["author"]]
    assert names == ["沈丹阳", "Ann de la Mole and Sons"]
    assert read(parsed.fields["title"]) == "港湾的一年"
    assert read(parsed.fields["note"]) == "Harbour's year"
    assert read(parsed.fields["journal"]) == "Dock Gazette"
    assert (parsed.fields["year"], parsed.fields["month"]) == ("2020", "6")
    assert parsed.fields["date"] == "2020-06-01"


def test_bibtex_of_a_record_has_no_author():
    parsed = entry(record())
    assert parsed.type == "misc"
    assert not parsed.persons
    assert read(parsed.fields["howpublished"]) == "Social Commerce Timeline"
    assert parsed.fields["urldate"] == "2026-11-25"


def test_bibtex_url_has_no_braces():
    assert entry(article()).fields["url"] == "https://example.org/港湾?a=1&b=%7B2%7D"


def test_bibtex_of_a_vague_date_has_no_month():
    fields = entry(record(issued=PartialDate.parse("2017-37"))).fields
    assert fields["year"] == "2017"
    assert "month" not in fields
    assert "year" not in entry(record(issued=PartialDate.parse("[..2020-06-01]"))).fields


TITLES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf", "Cn", "Co"]),
    max_size=40,
)


@pytest.mark.slow
@given(TITLES)
def test_bibtex_round_trips_any_title(text):
    title = f"T{text}"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        parsed = entry(record(title=title))
    plain = parsed.fields["title"].removeprefix("{").removesuffix("}")
    assert plain == escaped(title)
    assert unescaped(plain) == " ".join(title.split())


def unescaped(text):
    """Return text with its LaTeX commands replaced by characters.

    Inverse of `escaped`, implemented in another way.
    """
    for name, sign in (
        ("textbraceleft", "{"), ("textbraceright", "}"), ("textasciicircum", "^"),
        ("textasciitilde", "~"),
    ):  # fmt: skip
        text = text.replace(f"\\{name}{{}}", f"\0{sign}\0")
    for sign in "$&#_%":
        text = text.replace(f"\\{sign}", sign)
    return text.replace("\\textbackslash{}", "\\").replace("\0", "")


@pytest.mark.parametrize("character", list("\\{}$&#_%^~"))
def test_special_characters_are_escaped(character):
    assert escaped(f"a{character}b") != f"a{character}b"
    assert escaped(f"a{character}b").count("{") == escaped(f"a{character}b").count("}")


PROPERTIES = {
    "id", "type", "title", "author", "container-title", "genre", "issued", "accessed", "URL",
    "language", "note",
}  # fmt: skip
TYPES = {"webpage", "article-magazine", "document"}
CITATIONS = [record(), article(), record(issued=None), article(container="", authors=())]


@pytest.mark.parametrize("citation", CITATIONS)
def test_csl_follows_the_schema(citation):
    """Check the rules of csl-data.json 1.0 for the properties that are used."""
    item = json.loads(json.dumps(as_csl(citation)))
    assert set(item) <= PROPERTIES
    assert item["type"] in TYPES
    for name in ("id", "title", "URL"):
        assert isinstance(item[name], str)
    for person in item.get("author", []):
        assert set(person) == {"literal"}
    for name in ("issued", "accessed"):
        if date := item.get(name):
            assert set(date) <= {"date-parts", "circa", "literal"}
            assert 1 <= len(date.get("date-parts", [1])) <= 2
            for parts in date.get("date-parts", []):
                assert 1 <= len(parts) <= 3
                assert all(isinstance(part, int) for part in parts)


@pytest.mark.parametrize(
    ("edtf", "date"),
    [
        ("2020-06-01", {"date-parts": [[2020, 6, 1]]}),
        ("2020-06", {"date-parts": [[2020, 6]]}),
        ("2020", {"date-parts": [[2020]]}),
        ("2020-06~", {"date-parts": [[2020, 6]], "circa": True}),
        ("2017-37", {"date-parts": [[2017]], "circa": True}),
        ("2019-11/2020-02", {"date-parts": [[2019, 11, 1], [2020, 2, 29]], "circa": True}),
        ("2020/..", {"literal": "since 2020"}),
    ],
)
def test_csl_date_has_the_known_parts(edtf, date):
    assert as_csl(record(issued=PartialDate.parse(edtf)))["issued"] == date


def test_csl_is_read_by_a_citation_processor():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # citeproc warns about properties that it does not know.
        import citeproc
        from citeproc.source.json import CiteProcJSON

        items = CiteProcJSON([as_csl(citation) for citation in (record(), article())])
        style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = citeproc.CitationStylesBibliography(style, items, citeproc.formatter.plain)
        for key in items:
            bibliography.register(citeproc.Citation([citeproc.CitationItem(key)]))
        lines = [str(line) for line in bibliography.bibliography()]
    output = "\n".join(lines)
    for text in ("沈丹阳", "港湾的一年", "Dock Gazette", "2020", "Harbour is closed", "2022"):
        assert text in output


def test_text_of_an_article():
    assert as_text(article()) == (
        "沈丹阳, Ann de la Mole and Sons (1 June 2020). 港湾的一年 [Harbour's year]. Dock Gazette. "
        "https://example.org/港湾?a=1&b={2}"
    )


def test_text_of_a_record_without_history_says_it_has_no_date():
    assert as_text(record(issued=None)) == (
        "Harbour is closed [Event record] (n.d.). Social Commerce Timeline. "
        "Retrieved 25 November 2026 from https://example.org/en/events/closed/"
    )


def test_text_in_chinese_has_chinese_dates_and_punctuation():
    with translation.override("zh-hans"):
        assert as_text(article()) == (
            "沈丹阳、Ann de la Mole and Sons（2020年6月1日）。港湾的一年［Harbour's year］。"
            "Dock Gazette。https://example.org/港湾?a=1&b={2}"
        )


@pytest.fixture
def reader_request():
    return RequestFactory().get("/", HTTP_HOST="testserver")


@pytest.mark.django_db
def test_every_type_of_record_has_a_distinct_ascii_key(reader_request):
    rows = [
        published_event(slug="one"),
        PlatformFactory(slug="one"),
        published_claim(key="one"),
        DisputeFactory(slug="one"),
        SourceFactory(slug="one"),
        TagFactory(slug="one"),
    ]
    keys = [citation_of(reader_request, row).key for row in rows]
    assert keys == [
        f"sct-{kind}-one" for kind in ("event", "platform", "claim", "dispute", "source", "tag")
    ]
    chinese = citation_of(reader_request, TagFactory(slug="时机")).key
    assert all(key.isascii() for key in [*keys, chinese])


@pytest.mark.django_db
def test_record_without_a_translation_keeps_its_language(reader_request):
    platform = PlatformFactory(name_en="Harbour", name_zh="")
    with translation.override("zh-hans"):
        citation = citation_of(reader_request, platform)
    assert (citation.title, citation.language) == ("Harbour", "en")


@pytest.mark.django_db
def test_article_is_cited_at_its_publisher(reader_request):
    source = SourceFactory(url="https://gazette.example/1", authors=["沈丹阳"], title="港湾")
    citation = citation_of(reader_request, source)
    assert (citation.url, citation.authors, citation.is_record) == (source.url, ("沈丹阳",), False)


@pytest.mark.django_db
def test_article_without_a_web_address_is_cited_at_this_site(reader_request):
    source = SourceFactory(slug="here", url="")
    assert citation_of(reader_request, source).url.endswith("/en/sources/here/")


FORMATS = [("bib", "application/x-bibtex"), ("json", "application/vnd.citationstyles.csl+json"),
         ("txt", "text/plain")]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("file_format", "content_type"), FORMATS)
@pytest.mark.parametrize("kind", ["event", "platform", "claim", "dispute", "source", "tag"])
def test_citation_of_every_type_in_every_format(reader, kind, file_format, content_type):
    row = {
        "event": published_event, "platform": PlatformFactory, "claim": published_claim,
        "dispute": DisputeFactory, "source": SourceFactory, "tag": TagFactory,
    }[kind]()  # fmt: skip
    response = reader.get(f"{row.get_absolute_url()}cite.{file_format}")
    assert response.status_code == 200
    assert response["Content-Type"].startswith(content_type)
    if file_format == "json":
        assert json.loads(response.content)[0]["title"]
    if file_format == "bib":
        assert len(parse_string(response.content.decode(), "bibtex").entries) == 1


@pytest.mark.slow
@pytest.mark.django_db
def test_citation_of_a_hidden_row_is_not_found(reader, editor):
    event = published_event(slug="draft")
    event.state = "draft"
    event.save()
    source = SourceFactory(slug="new", state="new")
    for row in (event, source):
        address = f"{row.get_absolute_url()}cite.txt"
        assert reader.get(address).status_code == 404
        assert editor.get(address).status_code == 200


@pytest.mark.slow
@pytest.mark.django_db
def test_page_offers_its_citation(reader):
    event = published_event(title_en="Harbour is closed")
    page = reader.get(event.get_absolute_url()).content.decode()
    assert "Harbour is closed [Event record]" in page
    assert f"{event.get_absolute_url()}cite.bib" in page


@pytest.mark.django_db
@pytest.mark.parametrize("name", LISTS)
def test_list_offers_its_citation_with_filters(reader, name):
    address = f"/en/{name}/"
    page = reader.get(f"{address}?platform=harbour&cursor=x&q=spark").content.decode()
    assert f"{address}cite.bib?platform=harbour" in page
    assert "<copy-link" in page
    (plain,), (filtered,) = (
        json.loads(reader.get(f"{address}cite.json{query}").content)
        for query in ("", "?platform=harbour&cursor=x")
    )
    assert (plain["id"], plain["URL"]) == (f"sct-{name}", f"http://testserver{address}")
    assert filtered["URL"] == f"http://testserver{address}?platform=harbour"
    assert filtered["id"] != plain["id"]


@pytest.mark.django_db
def test_list_citation_is_in_the_language_of_the_page(reader):
    assert "失败" in reader.get("/zh-hans/failures/cite.txt").content.decode()


@pytest.mark.django_db
def test_title_of_a_search_has_the_query(reader):
    response = reader.get("/en/search/cite.json", {"q": "live\0commerce"})
    assert json.loads(response.content)[0]["title"] == "Search: live commerce"
    assert "搜索：Spark" in reader.get("/zh-hans/search/cite.txt?q=Spark").content.decode()
