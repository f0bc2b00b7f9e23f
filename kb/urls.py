"""Root URLconf: the admin, sign-in and other Django views, and the URLs of `events`."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth import views as auth_views
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import JavaScriptCatalog, set_language

from events.admin.history import undo_page
from events.urls import pages

handler400 = "events.web.errors.bad_request"
handler500 = "events.web.errors.server_error"

urlpatterns = [
    path("admin/jsi18n/", JavaScriptCatalog.as_view(), name="jsi18n"),
    path("admin/undo/<uuid:pk>/", admin.site.admin_view(undo_page), name="undo"),
    path("admin/", admin.site.urls),
    path("favicon.ico", RedirectView.as_view(url="/static/favicon.svg", permanent=True)),
    path("language/", set_language, name="set_language"),
    path("", include("events.urls")),
]

urlpatterns += i18n_patterns(
    path("", include(pages)),
    path("sign-in/", auth_views.LoginView.as_view(), name="login"),
    path("sign-out/", auth_views.LogoutView.as_view(), name="logout"),
)
