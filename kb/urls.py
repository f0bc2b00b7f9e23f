"""The whole map: every address of the site, in one place."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth import views as auth_views
from django.urls import URLPattern, include, path, register_converter
from django.views.generic import RedirectView
from django.views.i18n import JavaScriptCatalog, set_language

from events import views as events
from events.citations import LISTS


class WordConverter:
    """A slug in any script, as tags may have."""

    regex = r"[-\w]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class FormConverter:
    """A form that a citation is written in."""

    regex = "bib|json|txt"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(WordConverter, "word")
register_converter(FormConverter, "form")


def citation(kind: str, section: str, key: str = "slug:key") -> URLPattern:
    """The address of how to cite a thing of a kind: /events/…/cite.bib."""
    where = f"{section}/<{key}>/cite.<form:form>"
    return path(where, events.citation, {"kind": kind}, name=f"{kind}-citation")


def list_citation(name: str) -> URLPattern:
    """The address of how to cite a list: /failures/cite.bib."""
    where = f"{name}/cite.<form:form>"
    return path(where, events.list_citation, {"name": name}, name=f"{name}-citation")


urlpatterns = [
    path("healthz", events.healthz, name="healthz"),
    path("robots.txt", events.robots, name="robots"),
    path("export/annotations.jsonld", events.export_annotations, name="export_annotations"),
    path("export/events.<str:form>", events.export_events, name="export_events"),
    path("export/claims.<str:form>", events.export_claims, name="export_claims"),
    path("oembed", events.oembed, name="oembed"),
    path("sitemap.xml", events.sitemap_index, name="sitemap_index"),
    path("sitemap-<slug:name>-<int:number>.xml", events.sitemap, name="sitemap"),
    path("feeds/events.atom", events.events_feed, name="feed"),
    path("favicon.ico", RedirectView.as_view(url="/static/favicon.svg", permanent=True)),
    path("language/", set_language, name="set_language"),
    path("admin/jsi18n/", JavaScriptCatalog.as_view(), name="jsi18n"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("events.api.urls")),
]

urlpatterns += i18n_patterns(
    path("", events.timeline, name="timeline"),
    path("timeline/window/", events.timeline_window, name="timeline_window"),
    path("timeline/cite.<form:form>", events.timeline_citation, name="timeline-citation"),
    path("timeline/list/", events.timeline_list, name="timeline_list"),
    path("facets/<slug:key>/", events.facet, name="facet"),
    path("events/<slug:slug>/", events.event, name="event"),
    path("platforms/", events.platforms, name="platforms"),
    path("platforms/<slug:slug>/", events.platform, name="platform"),
    path("failures/", events.failures, name="failures"),
    path("claims/", events.claims, name="claims"),
    path("claims/<int:pk>/", events.claim, name="claim"),
    path("disputes/", events.disputes, name="disputes"),
    path("disputes/<slug:slug>/", events.dispute, name="dispute"),
    path("tags/", events.tags, name="tags"),
    path("tags/<word:slug>/", events.tag, name="tag"),
    path("search/", events.search, name="search"),
    path("sources/", events.sources, name="sources"),
    path("sources/<slug:slug>/", events.source, name="source"),
    citation("event", "events"),
    citation("platform", "platforms"),
    citation("claim", "claims", "int:key"),
    citation("dispute", "disputes"),
    citation("source", "sources"),
    citation("tag", "tags", "word:key"),
    *map(list_citation, LISTS),
    path("suggest/", events.suggest, name="suggest"),
    path("api/", events.api, name="api"),
    path("patterns/", events.patterns, name="patterns"),
    path("embed/", events.embed, name="embed"),
    path("embed/events/<slug:slug>/", events.embed_event, name="embed_event"),
    path("cards/site.png", events.card_of_site, name="site_card"),
    path("cards/events/<slug:slug>.png", events.card_of_event, name="event_card"),
    path("cards/platforms/<slug:slug>.png", events.card_of_platform, name="platform_card"),
    path("cards/claims/<int:pk>.png", events.card_of_claim, name="claim_card"),
    path("sign-in/", auth_views.LoginView.as_view(), name="login"),
    path("sign-out/", auth_views.LogoutView.as_view(), name="logout"),
)
