"""Settings: flat, read from the environment, secure by default; `DEBUG` is never needed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from datasets.city import CityError, load_city
from satudata import env
from satudata.embedded import addresses
from satudata.logs import logging_config
from satudata.secret import secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("DATA_DIR", BASE_DIR / "var")

try:
    CITY = load_city()
except CityError as error:
    raise ImproperlyConfigured(str(error)) from error

# --- Where the portal is reached.
BIND = env.text("BIND", "127.0.0.1")
PORT = env.whole("PORT", 8000, least=1)
PUBLIC_URL = env.public_url("PUBLIC_URL", f"http://{BIND}:{PORT}")
IS_HTTPS = PUBLIC_URL.startswith("https://")
_HOST = str(urlsplit(PUBLIC_URL).hostname)
_LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = env.several("ALLOWED_HOSTS", sorted({_HOST, *_LOOPBACK}))
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
DEBUG = False
SECRET_KEY = secret_key(env.text("SECRET_KEY"), DATA_DIR)
SAMPLES = env.flag("SAMPLES", default=True)
SHOW_PARTS = env.flag("SHOW_PARTS", default=False)

# --- Parts.
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "axes",
    "csp",
    "django_htmx",
    "rest_framework",
    "datasets",
    "api",
]
MIDDLEWARE = [
    "satudata.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "satudata.middleware.TrailingSlashMiddleware",
    "satudata.negotiation.NegotiationMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "satudata.urls"
WSGI_APPLICATION = "satudata.wsgi.application"
ASGI_APPLICATION = "satudata.asgi.application"
APPEND_SLASH = False
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "datasets.pages.context.portal",
            ],
        },
    }
]

# --- Data. Without addresses: the embedded servers of DATA_DIR, which `make up` starts.
_EMBEDDED = addresses(DATA_DIR)
DATABASES = {
    "default": {
        **env.database("DATABASE_URL", _EMBEDDED.database_url),
        "CONN_MAX_AGE": 600,  # seconds: the threads that answer stay (satudata.handler)
        "DISABLE_SERVER_SIDE_CURSORS": False,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.redis_url("REDIS_URL", _EMBEDDED.redis_url)
MAX_UPLOAD_BYTES = env.whole("MAX_UPLOAD_BYTES", 200_000_000, least=1)
MIN_FREE_BYTES = env.whole("MIN_FREE_BYTES", 1_000_000_000)
#: Seconds a job may hold an upload without renewing its claim.
LEASE_SECONDS = env.whole("LEASE_SECONDS", 30, least=5)
#: Seconds between two rounds of the sweeper.
SWEEP_SECONDS = env.whole("SWEEP_SECONDS", 30, least=1)
#: Milliseconds after which PostgreSQL cuts a reader's query.
STATEMENT_TIMEOUT_MS = env.whole("STATEMENT_TIMEOUT_MS", 5_000, least=100)
#: How many heavy queries of readers run at a time, over all web processes.
HEAVY_QUERIES = env.whole("HEAVY_QUERIES", 2, least=1)
#: What a reader's query may cost at most, as PostgreSQL's planner counts before it runs.
QUERY_MOST_COST = env.whole("QUERY_MOST_COST", 5_000_000, least=1)
#: Addresses, `ip` or `ip:port`, that webhooks and harvests may reach although they are not public.
OUTGOING_ALLOW = env.addresses("OUTGOING_ALLOW")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

# --- People.
AUTH_USER_MODEL = "datasets.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": _VALIDATION + "UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email")},
    },
    {"NAME": _VALIDATION + "MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": _VALIDATION + "CommonPasswordValidator"},
    {"NAME": _VALIDATION + "NumericPasswordValidator"},
]
LOGIN_URL = "masuk"
LOGIN_REDIRECT_URL = "kerja"
LOGOUT_REDIRECT_URL = "beranda"
PASSWORD_RESET_TIMEOUT = 3 * 3600
AXES_FAILURE_LIMIT = env.whole("LOGIN_TRIES", 5, least=1)
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "datasets.pages.sign_in.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True

# --- Safe by default.
SESSION_COOKIE_NAME = "satudata_sesi"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "datasets.pages.errors.csrf_failed"
SECURE_SSL_REDIRECT = False  # the proxy's work; a redirect here would break clients that POST
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = ["security.W008"]  # SECURE_SSL_REDIRECT: see above
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'", "'unsafe-inline'"],  # chart values sit in style attributes
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- Words and times.
LANGUAGE_CODE = "id"
LANGUAGES = [(code, {"id": _("Indonesia"), "en": _("Inggris")}[code]) for code in CITY.languages]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = CITY.timezone
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False

# --- Static files: hashed, compressed, served by WhiteNoise; third-party ones named one by one.
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", CITY.static]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "satudata.assets.VendorFinder",
    "satudata.bundles.BundleFinder",
]
VENDOR_ASSETS = {
    "vendor/jakarta.woff2": "node_modules/@fontsource-variable/plus-jakarta-sans/files/"
    "plus-jakarta-sans-latin-wght-normal.woff2",
}
IS_TEST = "pytest" in sys.modules
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if IS_TEST
        else "satudata.assets.PortalStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 3600
WHITENOISE_AUTOREFRESH = IS_TEST  # tests collect no static files

# --- Background work.
CELERY_BROKER_URL = REDIS_URL
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 600_000  # kB
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 5
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_SOFT_TIME_LIMIT = 900
CELERY_TASK_TIME_LIMIT = 1200
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 1500,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 10,
    "socket_connect_timeout": 3,
}
CELERY_TIMEZONE = TIME_ZONE
#: What must not wait behind a hundred files: a worker serves its queues in turn.
CELERY_TASK_ROUTES = {
    "datasets.tasks.heartbeat": {"queue": "pulse"},
    "datasets.tasks.sweep": {"queue": "pulse"},
    "datasets.tasks.deliver": {"queue": "outgoing"},
    "datasets.tasks.harvest": {"queue": "outgoing"},
}
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "datasets.tasks.sweep", "schedule": SWEEP_SECONDS, "options": {"expires": 60}},
    "heartbeat": {"task": "datasets.tasks.heartbeat", "schedule": 10, "options": {"expires": 30}},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "run" / "beat-schedule")

# --- The API. Throttles and schema live with it: `api/`.
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.tokens.TokenAuthentication", "api.tokens.SessionReading"],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_THROTTLE_CLASSES": ["api.throttling.AddressThrottle", "api.throttling.TokenThrottle"],
    "EXCEPTION_HANDLER": "api.errors.as_problem",
    "URL_FORMAT_OVERRIDE": None,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    #: How many proxies stand before the portal: that many addresses of X-Forwarded-For are trusted.
    "NUM_PROXIES": env.whole("PROXIES", 0),
}
#: Requests a minute: from one address without a token, and with one token; 0 for no limit.
API_PER_MINUTE = env.whole("API_PER_MINUTE", 1_200)
API_TOKEN_PER_MINUTE = env.whole("API_TOKEN_PER_MINUTE", 6_000)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL.replace("redis+socket://", "unix://").replace("virtual_host=", "db="),
        "KEY_PREFIX": "satudata",
    }
}

# --- Mail: to files where no server is set.
EMAIL_SETTINGS = env.email("EMAIL_URL")
if EMAIL_SETTINGS:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = EMAIL_SETTINGS["host"], EMAIL_SETTINGS["port"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL_SETTINGS["user"], EMAIL_SETTINGS["password"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL_SETTINGS["starttls"], EMAIL_SETTINGS["tls"]
    EMAIL_TIMEOUT = 10
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", CITY.contact_email)

LOGGING_CONFIG = None
LOG_FORMAT = env.choice("LOG_FORMAT", "text", ("text", "json"))
logging_config(LOG_FORMAT, env.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")))
