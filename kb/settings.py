"""Django settings: one file, with values from the environment.

`.env.example` lists every variable. The defaults are safe for one person on one machine; with
KB_DEBUG=0 and a host name the settings are ready for production.
"""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from kb.database import database_settings
from kb.environment import boolean, comma_separated, rate, secret, share, variable

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(variable("KB_DATA_DIR", default=str(BASE_DIR / "var")))
ORIGINALS_DIR = Path(variable("KB_ORIGINALS", default=str(BASE_DIR / "seeds" / "originals")))
SEEDS_DIR = BASE_DIR / "seeds"

DEBUG = variable("KB_DEBUG", default="0", cast=boolean)
SECRET_KEY = secret("KB_SECRET_KEY", DATA_DIR / "secret-key")
ALLOWED_HOSTS = variable(
    "KB_ALLOWED_HOSTS", default="127.0.0.1,localhost,[::1]", cast=comma_separated
)
CSRF_TRUSTED_ORIGINS = variable("KB_CSRF_TRUSTED_ORIGINS", default="", cast=comma_separated)
# A site that other machines reach is expected to be behind TLS; a site on loopback is not.
SECURE = variable("KB_SECURE", default="0", cast=boolean)

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "taggit",
    "tree_queries",
    "django_filters",
    "pgtrigger",
    "pghistory",
    "csp",
    "axes",
    "rest_framework",
    "drf_spectacular",
    "sources",
    "events",
]

MIDDLEWARE = [
    "events.web.middleware.RequestIdMiddleware",
    "events.web.middleware.CompressionMiddleware",
    "events.web.page_cache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # Before CSPMiddleware: a policy on style sheets and scripts means nothing and takes 240 bytes.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "events.records.former_addresses.FormerAddressMiddleware",
]

ROOT_URLCONF = "kb.urls"
WSGI_APPLICATION = "kb.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.debug",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {
    "default": database_settings(
        variable("DATABASE_URL", default="") or None, DATA_DIR / "postgres"
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "timeline"
LOGOUT_REDIRECT_URL = "timeline"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "registration/locked_out.html"
AXES_RESET_ON_SUCCESS = True

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "events.web.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

TAGGIT_CASE_INSENSITIVE = True
# taggit's own parser does not split at ， or 、, and it splits English names at spaces.
TAGGIT_TAGS_FROM_STRING = "events.models.tag.tags_from_string"
TAGGIT_STRING_FROM_TAGS = "events.models.tag.string_from_tags"

# Seconds for which a cached page is sent without checking whether the data changed.
PAGE_FRESH_FOR = 1.0
# Function that returns the version of the data that pages show; it changes with each write.
PAGE_VERSION = "events.models.change_log.data_version"

# Functions of `events` that `sources`, which may not import it, calls about texts of articles.
# With each Snapshot that becomes current, in the transaction that changes it: evidence moves to it.
SNAPSHOT_HANDLERS = [
    "events.editing.reanchoring.on_new_snapshot",
    "events.editing.quotations.budget.on_new_snapshot",
]
# With each Snapshot that is not current yet: the reasons why it must not become so by itself.
SNAPSHOT_GUARDS = ["events.editing.reanchoring.objections"]
# With a Source, the blocks of a text and a share: whether that share of the spans of evidence on
# its digest is in the text.
HOLDS_LOCATORS = "events.editing.locators.holds_locators"

# Limits for reading one document: processor time, and memory of the process that reads.
INGEST_SECONDS = variable("KB_INGEST_SECONDS", default="30", cast=int)
INGEST_MEMORY_MB = variable("KB_INGEST_MEMORY_MB", default="1024", cast=int)

# Only these methods write data. For the others pghistory must not look up the signed-in user,
# on whom their response may not depend.
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

# The part of an article, from 0 to 1, that readers get word for word: docs/adr/0025.
QUOTATION_SHARE = variable("KB_QUOTATION_SHARE", default="0.15", cast=share)

# Whether curators may approve what they changed themselves.
SELF_APPROVAL = variable("KB_SELF_APPROVAL", default="0", cast=boolean)

# API requests allowed per client address, as (count, seconds); None for no limit.
API_RATE = variable("KB_API_RATE", default="600/min", cast=rate)
# Number of proxies that append to X-Forwarded-For. With 0 it is ignored: clients can forge it.
REST_FRAMEWORK = {"NUM_PROXIES": variable("KB_PROXIES", default="0", cast=int)}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # One cache per process; events/outputs/api/throttling.py explains the consequences.
    "throttle": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "throttle",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Social Commerce Timeline",
    "DESCRIPTION": "What launched in social commerce, what failed and why, with sources.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVERS": [{"url": "/"}],
    "POSTPROCESSING_HOOKS": ["events.outputs.api.openapi.strip_enum_ids"],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}
# Tagging entity (RFC 4151) in the permanent ids of feed entries and calendar events: a domain and a
# year or day on which the site's owner held it. It stays the same when the site moves.
AUTHORITY = variable("KB_AUTHORITY", default="social-commerce-timeline.example,2026")

# Scripts and styles load only from this site's own files; inline code is forbidden.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = SECURE
LANGUAGE_COOKIE_SAMESITE = "Lax"
if SECURE:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    # Set by the proxy that terminates TLS; docs/deploy.md says how to keep clients from forging it.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # The machine itself requests the health check, without TLS.
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "events.web.middleware.RequestIdFilter"}},
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} [{request_id}] {message}", "style": "{"}
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["request_id"],
        }
    },
    "root": {
        "handlers": ["console"],
        "level": variable("KB_LOG_LEVEL", default="WARNING"),
    },
}
