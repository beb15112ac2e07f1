"""Settings that hold everywhere. What differs lies in dev, test and production."""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from django.utils.translation import gettext_lazy as _

from config.settings.accounts import *  # noqa: F403  (a part of this one)
from config.settings.secret_key import secret_key
from portfolio.extensions.discovery import offered

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(os.environ.get("GROUNDWORK_VAR", BASE_DIR / "var"))
"""Everything that a running portfolio writes: database, files, mail, the secret key."""

SECRET_KEY = secret_key("SECRET_KEY", VAR_DIR / "secret_key")
SECRET_KEY_FALLBACKS = os.environ.get("SECRET_KEY_FALLBACKS", "").split()

DEBUG = False
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost 127.0.0.1 [::1]").split()

INSTALLED_APPS = [
    "home",
    "api",
    "search",
    "portfolio",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "modelsearch",
    "wagtail.admin",
    "wagtail",
    "wagtail_modeladmin",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

INSTALLED_APPS += offered(BASE_DIR / "plugins")
PLUGINS = os.environ.get("PLUGINS", "researchlinks").split()
"""The labels of the plugins that are on. The others are installed and add nothing."""

AUTHORING_API = os.environ.get("AUTHORING_API", "") == "1"
"""Whether entries can be written by program, through Wagtail's experimental API at /api/authoring/."""
WAGTAILAPI_DOCS_ENABLED = WAGTAILAPI_SEARCH_ENABLED = False
if AUTHORING_API:
    INSTALLED_APPS.append("wagtail.api.v3")  # its tokens get a screen in the admin

MIDDLEWARE = [
    "api.middleware.DeliveryMiddleware",  # first: what comes after it has no part in the API
    "config.middleware.SecurityHeadersMiddleware",
    "portfolio.middleware.PublicationMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "home.locale.LocaleFromPathMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portfolio.tenancy.viewer.viewer_middleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portfolio.accounts.middleware.IdleSessionMiddleware",
    "portfolio.accounts.middleware.RequireTotpMiddleware",
    "portfolio.accounts.middleware.SignInThrottleMiddleware",
    "portfolio.tenancy.doorkeeper.Doorkeeper",
    "portfolio.middleware.RefusalMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "home.redirects.SafeRedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "home.context_processors.site",
            ],
        },
    },
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'groundwork.sqlite3'}", conn_max_age=60
    )
}
DATABASES["default"]["ATOMIC_REQUESTS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Cookies and headers
SESSION_COOKIE_AGE = 8 * 60 * 60  # idle, see IdleSessionMiddleware
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "0"))
"""How many proxies of our own stand in front and add the client's address to X-Forwarded-For."""
HTTP_CLIENT_ALLOWED: list[str] = []
"""`address:port` pairs that the guarded HTTP client may ask although they are not public; for tests."""
SECURITY_CONTACT = os.environ.get("SECURITY_CONTACT", "")
"""Where weaknesses are reported, for security.txt: `mailto:` or https."""

# Languages: docs/languages.md says what a third one takes
LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
USE_I18N = True
FORMAT_MODULE_PATH = ["config.formats"]
WAGTAIL_I18N_ENABLED = True
TIME_ZONE = os.environ.get("TIME_ZONE", "America/New_York")
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

UPLOAD_LIMIT = 10 * 1024 * 1024
"""Bytes that one uploaded file may have; what lies beyond is dropped while it arrives."""
FILE_UPLOAD_HANDLERS = [
    "portfolio.upload_handler.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
MEDIA_ACCEL = os.environ.get("MEDIA_ACCEL", "")
"""The internal nginx location of MEDIA_ROOT, such as `/protected-media/`; empty: we send files ourselves."""

CACHES: dict[str, dict[str, Any]] = {
    # shared by the processes of this machine: a code of the second factor is good for one of them, once
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "cache",
    },
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},  # it outlives their rows
    "quota": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "quota",
        "OPTIONS": {"MAX_ENTRIES": 50_000, "CULL_FREQUENCY": 10},
    },
}
if REDIS_URL := os.environ.get("REDIS_URL", ""):  # one count for all processes; nobody waits for it long
    CACHES["quota"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "groundwork",
        "OPTIONS": {"socket_connect_timeout": 0.25, "socket_timeout": 0.25},
    }

# The delivery API: requests a minute, 0 for no limit
API_ANONYMOUS_PER_MINUTE = int(os.environ.get("API_ANONYMOUS_PER_MINUTE", "600"))
"""For one address, or one IPv6 network of 64 bits, without a key."""
API_KEY_PER_MINUTE = int(os.environ.get("API_KEY_PER_MINUTE", "6000"))

# Mail: a folder until a server is named
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "Groundwork <groundwork@localhost>")

# Background work: a queue in the database, emptied by `manage.py worker`
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
PERIODIC_JOBS = [
    "api.jobs.FORGET_OLD_USE",
    "home.progress.jobs.FORGET_UNUSED",
    "search.jobs.BRING_UP_TO_DATE",
    "search.jobs.TIDY_UP",
    "search.jobs.FORGET_OLD_SEARCHES",
]
"""Regular jobs of the worker that lie above the portfolio: the dotted path of each `Job`."""

# The library's search: the database's own, or Elasticsearch for networks that outgrow one machine
SEARCH_ENGINE = os.environ.get("SEARCH_ENGINE", "database")
ELASTICSEARCH_URL = os.environ.get("ELASTICSEARCH_URL", "")
"""`https://user:password@host:9200`; several nodes of one cluster are separated by spaces."""
ELASTICSEARCH_INDEX = os.environ.get("ELASTICSEARCH_INDEX", "groundwork")
"""The alias that this portfolio's index has in the cluster. No two portfolios share one."""
ELASTICSEARCH_API_KEY = os.environ.get("ELASTICSEARCH_API_KEY", "")
ELASTICSEARCH_CA_CERTS = os.environ.get("ELASTICSEARCH_CA_CERTS", "")
"""The file of the authority that signed the cluster's certificate, where it is the cluster's own."""
if SEARCH_ENGINE == "elasticsearch":
    PERIODIC_JOBS += ["search.engines.elasticsearch.jobs.FOLLOW", "search.engines.elasticsearch.jobs.MEND"]
SEARCHES_AT_ONCE = max(1, int(os.environ.get("SEARCHES_AT_ONCE", "2")))
"""In each process. Whoever comes then is asked to come again, so that threads are left for all else."""
SEARCH_MEANING = os.environ.get("SEARCH_MEANING", "") == "1"
"""Whether searches go by meaning too. It needs requirements-meaning.txt, and the database's engine."""
if SEARCH_MEANING:
    PERIODIC_JOBS += ["search.meaning.jobs.FOLLOW"]

# What happens is told on stderr; whoever runs it decides where that goes
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "no_503": {
            "()": "django.utils.log.CallbackFilter",
            "callback": lambda record: getattr(record, "status_code", 0) != 503,  # told with its reason
        },
    },
    "formatters": {
        "line": {
            "()": "config.private_addresses.HidePrivateAddresses",
            "fmt": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"filters": ["no_503"]},
    },
}

# The site shell lies above the portfolio, so it is named here
PAGE_RENDERER = "home.rendering.render_document"
SITE_RENDERER = "home.rendering.render_in_site"
"""Dresses the pages of plugins, which lie beside the site shell and import nothing of it"""
SITE_TAGLINE = os.environ.get("SITE_TAGLINE", "")
"""The sentence beside the site's name, in every language; empty: the usual one, which is translated"""

# Wagtail
WAGTAIL_SITE_NAME = "Groundwork"
WAGTAILADMIN_BASE_URL = os.environ.get("BASE_URL", "http://localhost:8000")
WAGTAILIMAGES_IMAGE_MODEL = "portfolio.Picture"
WAGTAILDOCS_DOCUMENT_MODEL = "portfolio.File"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpeg", "jpg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = UPLOAD_LIMIT
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_EXTENSIONS = [
    "csv", "docx", "epub", "ics", "mp3", "odp", "ods", "odt",
    "pdf", "pptx", "rtf", "txt", "vtt", "xlsx", "zip",
]  # fmt: skip
WAGTAILDOCS_MAX_UPLOAD_SIZE = UPLOAD_LIMIT
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILIMAGES_IMAGE_FORM_BASE = "portfolio.admin.pictures.PictureForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "portfolio.admin.files.FileForm"
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = "exact"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_AUTOSAVE_INTERVAL = 4000
WAGTAIL_AUTO_UPDATE_PREVIEW_INTERVAL = 3000
WAGTAILREDIRECTS_AUTO_CREATE = True
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILSIMPLETRANSLATION_SYNC_PAGE_TREE = False

# Privacy
COUNT_READS = os.environ.get("COUNT_READS", "1") != "0"
"""Whether it is counted how often entries are read and what is searched for; by whom is never known."""
GROUNDWORK_SMALL_COUNT = 10
"""Results about fewer students than this are not published: someone could be recognised in them."""

SILENCED_SYSTEM_CHECKS: list[str] = []
