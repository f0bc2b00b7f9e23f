"""The whole map: every address of the site, in one place."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth import views as auth_views
from django.urls import URLPattern, include, path, register_converter
from django.views.generic import RedirectView
from django.views.i18n import JavaScriptCatalog, set_language

from events import views
from events.sharing.citations import LISTS


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
    return path(where, views.citation, {"kind": kind}, name=f"{kind}-citation")


def list_citation(name: str) -> URLPattern:
    """The address of how to cite a list: /failures/cite.bib."""
    where = f"{name}/cite.<form:form>"
    return path(where, views.list_citation, {"name": name}, name=f"{name}-citation")


urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("export/annotations.jsonld", views.export_annotations, name="export_annotations"),
    path("export/events.<str:form>", views.export_events, name="export_events"),
    path("export/claims.<str:form>", views.export_claims, name="export_claims"),
    path("oembed", views.oembed, name="oembed"),
    path("sitemap.xml", views.sitemap_index, name="sitemap_index"),
    path("sitemap-<slug:name>-<int:number>.xml", views.sitemap, name="sitemap"),
    path("feeds/events.atom", views.events_feed, name="feed"),
    path("favicon.ico", RedirectView.as_view(url="/static/favicon.svg", permanent=True)),
    path("language/", set_language, name="set_language"),
    path("admin/jsi18n/", JavaScriptCatalog.as_view(), name="jsi18n"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("events.outputs.api.urls")),
]

urlpatterns += i18n_patterns(
    path("", views.timeline, name="timeline"),
    path("timeline/window/", views.timeline_window, name="timeline_window"),
    path("timeline/cite.<form:form>", views.timeline_citation, name="timeline-citation"),
    path("timeline/list/", views.timeline_list, name="timeline_list"),
    path("facets/<slug:key>/", views.facet, name="facet"),
    path("events/<slug:slug>/", views.event, name="event"),
    path("platforms/", views.platforms, name="platforms"),
    path("platforms/<slug:slug>/", views.platform, name="platform"),
    path("failures/", views.failures, name="failures"),
    path("claims/", views.claims, name="claims"),
    path("claims/<int:pk>/", views.claim, name="claim"),
    path("disputes/", views.disputes, name="disputes"),
    path("disputes/<slug:slug>/", views.dispute, name="dispute"),
    path("tags/", views.tags, name="tags"),
    path("tags/<word:slug>/", views.tag, name="tag"),
    path("search/", views.search, name="search"),
    path("sources/", views.sources, name="sources"),
    path("sources/<slug:slug>/", views.source, name="source"),
    citation("event", "events"),
    citation("platform", "platforms"),
    citation("claim", "claims", "int:key"),
    citation("dispute", "disputes"),
    citation("source", "sources"),
    citation("tag", "tags", "word:key"),
    *map(list_citation, LISTS),
    path("suggest/", views.suggest, name="suggest"),
    path("api/", views.api, name="api"),
    path("patterns/", views.patterns, name="patterns"),
    path("embed/", views.embed, name="embed"),
    path("embed/events/<slug:slug>/", views.embed_event, name="embed_event"),
    path("cards/site.png", views.card_of_site, name="site_card"),
    path("cards/events/<slug:slug>.png", views.card_of_event, name="event_card"),
    path("cards/platforms/<slug:slug>.png", views.card_of_platform, name="platform_card"),
    path("cards/claims/<int:pk>.png", views.card_of_claim, name="claim_card"),
    path("sign-in/", auth_views.LoginView.as_view(), name="login"),
    path("sign-out/", auth_views.LogoutView.as_view(), name="logout"),
)
