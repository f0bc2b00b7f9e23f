"""Addresses of pages to test: one of each kind, and those with the most content."""

from __future__ import annotations

LANGUAGES = {"en": "en", "zh-hans": "zh-Hans"}
"""The value of the `lang` attribute by the URL prefix of the language."""

ARTICLE = "facebook-vs-amazon"
EVENT = "amazon-spark-shutdown"

PUBLIC = {
    "timeline": "",
    "filtered": "?platform=amazon&outcome=shut_down&since=2016&until=2019",
    "empty": "?q=zzzz&since=2016",
    "problems": "?platform=nowhere&since=someday&colour=1",
    "event": f"events/{EVENT}/",
    "disputed event": "events/instagram-checkout-launch/",
    "platforms": "platforms/",
    "platform": "platforms/amazon/",
    "ended platform": "platforms/amazon-spark/",
    "failures": "failures/",
    "claims": "claims/",
    "no claims": "claims/?q=zzzz",
    "claim": "claims/1/",
    "disputes": "disputes/",
    "corrections": "corrections/",
    "dispute of dates": "disputes/when-did-amazon-live-launch/",
    "platform with figures": "platforms/whatsapp/",
    "claims of a platform": "claims/?platform=facebook&kind=cause",
    "sources": "sources/",
    "source": f"sources/{ARTICLE}/",
    "damaged source": "sources/copying-china/",
    "tags": "tags/",
    "tag": "tags/live-commerce/",
    "api": "api/",
    "search": "search/?q=Spark",
    "search in Chinese": "search/?q=直播帶貨",
    "search of nothing": "search/",
    "nothing found": "search/?q=instgram+chekout",
    "search of punctuation": "search/?q=%EF%BC%8C%E3%80%82",
    "embed": "embed/?platform=amazon&outcome=failure",
    "embed of an event": f"embed/events/{EVENT}/",
    "sign-in": "sign-in/",
    "missing": "nowhere/",
}
"""Public pages: addresses after the language prefix."""

STAFF = {
    "event": f"events/{EVENT}/",
    "source with original": f"sources/{ARTICLE}/",
    "damaged original": "sources/copying-china/",
    "drafts": "?state=draft&state=published",
    "patterns": "patterns/",
}
"""Pages that differ for a curator, or that only staff see: addresses after the language prefix."""

ADMIN = {
    "index": "/admin/",
    "events": "/admin/events/event/",
    "claims": "/admin/events/claim/",
    "platforms": "/admin/events/platform/",
    "evidence": "/admin/events/evidence/",
    "disputes": "/admin/events/dispute/",
    "tags": "/admin/events/tag/",
    "sources": "/admin/sources/source/",
    "runs": "/admin/sources/ingestrun/",
    "new event": "/admin/events/event/add/",
    "new claim": "/admin/events/claim/add/",
}


def public(language: str) -> list[str]:
    return [f"/{language}/{address}" for address in PUBLIC.values()]
