"""The sentence above the list, in both languages."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.utils.translation import override

from events.filters.events import EventFilter
from events.filters.selection import Selection
from events.filters.summary_sentence import sentence
from events.index import get_index
from kb.translations import compile_catalogues
from tests.factories import PlatformFactory, SourceFactory, TagFactory, published_event, snapshot_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="class", autouse=True)
def _harbour(shared_rows):
    with shared_rows():
        compile_catalogues()
        shop = PlatformFactory(slug="harbour", name_en="Harbour", name_zh="海港")
        PlatformFactory(slug="pier", name_en="Pier", name_zh="码头", parent=shop)
        PlatformFactory(slug="quay", name_en="Quay", name_zh="Quay")
        tag = TagFactory(slug="timing", name="Timing", name_zh="时机")
        snapshot = snapshot_of(SourceFactory(slug="tides", title="Tides"))
        common = {"platforms": [shop], "tags": [tag], "snapshot": snapshot}
        published_event(slug="opens", kind="launch", when="2016", **common)
        published_event(slug="shuts", kind="shutdown", outcome="shut_down", when="2019", **common)
        published_event(slug="other", kind="pilot", when="2021")
        yield


def sentence_of(query: str, language: str) -> str:
    with override(language):
        filter_set = EventFilter(QueryDict(query), user=AnonymousUser())
        return sentence(Selection(filter_set, get_index()))


class TestSentence:
    @pytest.mark.parametrize(
        ("query", "english", "chinese"),
        [
            ("", "3 events, 2016 to 2021, 2 sources", "3个事件，2016年至2021年，2个来源"),
            (
                "platform=harbour&outcome=failure",
                "1 failure by Harbour and its products, in 2019, 1 source",
                "涉及海港及其旗下产品的1个失败案例，2019年，1个来源",
            ),
            (
                "platform=harbour&platform=quay",
                "2 events by Harbour, Quay and their products, 2016 to 2019, 1 source",
                "涉及海港、Quay及其旗下产品的2个事件，2016年至2019年，1个来源",
            ),
            ("platform=pier", "0 events by Pier", "涉及码头的0个事件"),
            ("platform=pier&platform=quay", "0 events by Pier and Quay", "涉及码头和Quay的0个事件"),
            (
                "kind=launch&kind=pilot",
                "2 launch or pilot events, 2016 to 2021, 2 sources",
                "2个上线或试点事件，2016年至2021年，2个来源",
            ),
            (
                "kind=shutdown&outcome=failure",
                "1 shutdown event with the outcome failure, in 2019, 1 source",
                "结局为失败的1个关停事件，2019年，1个来源",
            ),
            (
                "tag=timing&source=tides&since=2016&until=2018",
                "1 event tagged Timing, reported in “Tides”, possibly between 2016 and 2018, in 2016, 1 source",
                "标签为时机、见于《Tides》、可能发生在2016年至2018年的1个事件，2016年，1个来源",
            ),
            (
                "since=2019&until=2019",
                "1 event possibly in 2019, 1 source",
                "可能发生在2019年的1个事件，1个来源",
            ),
            (
                "since=2019-05-05&until=2019-05-05",
                "1 event possibly on 5 May 2019, 1 source",
                "可能发生在2019年5月5日的1个事件，1个来源",
            ),
            (
                "since=2019&until=2019&dates=certain",
                "1 event dated 2019, 1 source",
                "发生在2019年的1个事件，1个来源",
            ),
            (
                "since=2017&until=2020&dates=certain",
                "1 event dated between 2017 and 2020, in 2019, 1 source",
                "发生在2017年至2020年的1个事件，2019年，1个来源",
            ),
            (
                "since=2020",
                "1 event possibly dated 2020 or later, in 2021, 1 source",
                "可能发生在2020年或之后的1个事件，2021年，1个来源",
            ),
            (
                "until=2018&dates=certain",
                "1 event dated 2018 or earlier, in 2016, 1 source",
                "发生在2018年或之前的1个事件，2016年，1个来源",
            ),
            (
                "market=global&q=nowhere",
                "0 events worldwide, mentioning “nowhere”",
                "全球、提到“nowhere”的0个事件",
            ),
            (
                "market=global&market=JP&q=nowhere",
                "0 events in Japan or worldwide, mentioning “nowhere”",
                "发生在日本或全球、提到“nowhere”的0个事件",
            ),
            (
                "market=JP&q=nowhere",
                "0 events in Japan, mentioning “nowhere”",
                "发生在日本、提到“nowhere”的0个事件",
            ),
            (
                "market=US&market=middle-east&market=CF&q=nowhere",
                "0 events in the United States or the Middle East or the Central African Republic, mentioning “nowhere”",
                "发生在美国或中东或中非共和国、提到“nowhere”的0个事件",
            ),
            (
                "alive=1990-06-01",
                "0 events on platforms operating on 1 June 1990",
                "涉及1990年6月1日仍在运营的平台的0个事件",
            ),
            (
                "alive=1990",
                "0 events on platforms operating in 1990",
                "涉及1990年仍在运营的平台的0个事件",
            ),
            ("q=nowhere", "0 events mentioning “nowhere”", "提到“nowhere”的0个事件"),
        ],
    )
    def test_sentence_summarises_the_filtered_events(self, query, english, chinese):
        assert sentence_of(query, "en") == english
        assert sentence_of(query, "zh-hans") == chinese
