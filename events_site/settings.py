"""Django's settings, read from top to bottom. What varies comes from `environment.py` alone."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from events_site import values
from events_site.environment import BASE_DIR, VAR_DIR, own_folder, read

ENV = read()

# Mode ---------------------------------------------------------------------------------------------

MODE: str = ENV["MADANG_MODE"]
if MODE not in ("production", "rehearsal", "demo"):
    raise ImproperlyConfigured("MADANG_MODE must be production, rehearsal or demo.")
IS_PRODUCTION = MODE == "production"
IS_DEMO = MODE == "demo"
DEBUG = False


def _secret_key() -> str:
    """Return the given key; in demo mode make one and keep it, so that sign-ins survive a restart."""
    key = str(ENV["SECRET_KEY"])
    if IS_PRODUCTION or not (key or IS_DEMO):
        values.check_key(key)
    if key:
        return key
    kept = own_folder() / "secret_key"
    if not kept.exists():
        kept.write_text(secrets.token_urlsafe(50))
        kept.chmod(0o600)
    return kept.read_text()


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS: list[str] = ENV["SECRET_KEY_FALLBACKS"]

# Addresses ----------------------------------------------------------------------------------------


def _at_home() -> str:
    """Return where `make run` serves: this machine alone, or its network as well."""
    if not ENV["LAN"]:
        return f"http://127.0.0.1:{ENV['PORT']}"
    from events_site.demo.lan import own_address  # its certificates take a while to load

    return f"https://{own_address()}:{ENV['PORT']}"


_address = ENV["PUBLIC_URL"] or (_at_home() if IS_DEMO else "")
PUBLIC_URL = values.public_url(_address, must_be_https=IS_PRODUCTION)
ALLOWED_HOSTS: list[str] = [urlsplit(PUBLIC_URL).hostname or "localhost", *values.hosts(ENV["ALLOWED_HOSTS"])]
if not IS_PRODUCTION:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
ROOT_URLCONF = "events_site.urls"
ASGI_APPLICATION = "asgi.application"
APPEND_SLASH = True

# Applications -------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "servestatic",
    "modeltranslation",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "events_site",
    "events_site.demo",
    "tickets",
    "networking",
    "forum",
    "django.forms",
    "django.contrib.admin",
    "channels",
    "allauth",
    "allauth.account",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",  # these three without a query: they dress what is refused below them, too
    "events_site.compression.CompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "events_site.privacy.PrivacyMiddleware",
    "events_site.languages.LanguageMiddleware",
    "events_site.middleware.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "events_site.middleware.RefusalMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "events_site.context.site",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Data ---------------------------------------------------------------------------------------------

_SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 15,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000; PRAGMA journal_size_limit=67108864"
    ),
}
# A database that is away refuses at once; one behind a broken network must not hold a thread for minutes.
_POSTGRESQL = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
    "prepare_threshold": 5,  # of what is written by hand, see forum/statements.py
}


def _database() -> dict[str, Any]:
    """Return the one database, with kept connections (threads are lent and reused, see forum/live)."""
    database = values.database(ENV["DATABASE_URL"] or f"sqlite:///{own_folder() / 'madang.sqlite3'}")
    database["CONN_MAX_AGE"] = None
    database["CONN_HEALTH_CHECKS"] = True
    is_sqlite = database["ENGINE"].endswith("sqlite3")
    database["OPTIONS"] = (_SQLITE if is_sqlite else _POSTGRESQL) | database.get("OPTIONS", {})
    if is_sqlite:
        database["TEST"] = {
            "NAME": str(own_folder() / "test.sqlite3")
        }  # a file: threads and processes share it
    return database


DATABASES = {"default": _database()}
IS_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "forum.User"


def _channel_layer() -> dict[str, Any]:
    """Return the wire between processes; it carries wake-ups and nothing that matters."""
    url = values.redis_url(ENV["REDIS_URL"])
    if not url:
        return {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 10_000}}
    # redis-py 8 times reads out after 5 s of silence unless told otherwise.
    address = (
        url
        + ("&" if "?" in url else "?")
        + "socket_timeout=30&socket_connect_timeout=3&health_check_interval=15"
    )
    return {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [address]}}


CHANNEL_LAYERS = {"default": _channel_layer()}
# Neither cache nor sessions live in Redis: while it is away every page is as good as before.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

# Languages and time -------------------------------------------------------------------------------

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", _("Korean")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "events_site" / "locale"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "ko"
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("ko", "en"), "en": ("en", "ko")}
TIME_ZONE = "Asia/Seoul"
USE_TZ = True
FORMAT_MODULE_PATH = "events_site.formats"
CALENDAR_UID_DOMAIN: str = ENV["CALENDAR_UID_DOMAIN"]

# Accounts -----------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# A password field only for the demo cast: everybody else signs in by code and has no password.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"] if IS_DEMO else ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_ADAPTER = "forum.people.accounts.AccountAdapter"
# For the password of the demo cast; what holds codes and registrations is in forum/brakes.py.
ACCOUNT_RATE_LIMITS = {"login": "600/m/ip", "login_failed": "300/m/ip,10/5m/key"}
ACCOUNT_LOGOUT_REDIRECT_URL = "front"  # by name: the page's language is kept, not the browser's
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "front"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14

# Mail ---------------------------------------------------------------------------------------------

if ENV["EMAIL_URL"]:
    vars().update(values.email(ENV["EMAIL_URL"]))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = values.sender(ENV["MAIL_FROM"])
EMAIL_TIMEOUT = 10  # seconds, for each step of a conversation with a mail server that says nothing

# Static files -------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = ENV["STATIC_ROOT"] or str(VAR_DIR / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if IS_DEMO
        else "events_site.storage.Storage"
    },
}
SERVESTATIC_USE_FINDERS = IS_DEMO


def SERVESTATIC_ADD_HEADERS_FUNCTION(headers: Any, path: str, url: str) -> None:
    """Say on static files, which stand before all middleware, what SecurityMiddleware says on pages."""
    headers["X-Content-Type-Options"] = "nosniff"


# API ----------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["forum.bodies.JSONBody"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_SCHEMA_CLASS": "events_site.description.Description",
    "EXCEPTION_HANDLER": "events_site.refusals.api_exception",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Madang",
    "DESCRIPTION": "The programme, the desk, and the live verbs over HTTP. Calendars are feeds of their own.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENFORCE_NON_BLANK_FIELDS": True,
    "OAS_VERSION": "3.1.1",  # JSON Schema as the live structs have it
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "events_site.description.complete",
    ],
}

# Safety -------------------------------------------------------------------------------------------

_IS_HTTPS = PUBLIC_URL.startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = IS_PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if IS_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_PRODUCTION
SECURE_HSTS_PRELOAD = IS_PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/admin/",),
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF],
        "media-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    },
}

# Logs ---------------------------------------------------------------------------------------------

LOGGING_CONFIG = "events_site.logs.configure"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "events_site.logs.Masked", "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "filters": {"rarely": {"()": "events_site.logs.Rarely"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": values.log_level(ENV["LOG_LEVEL"])},
    "loggers": {
        "daphne.http_protocol": {"level": "WARNING"},
        "django": {"handlers": [], "level": "INFO"},
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": [], "propagate": True},
        "channels_redis.pubsub": {"filters": ["rarely"]},  # tries again each second while Redis is away
    },
}
