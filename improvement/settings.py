"""Every setting, read from the environment; the README lists each variable."""

import os
import sys
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))


def flag(name: str, default: bool) -> bool:
    """Read a yes/no variable: 1, true, yes or on mean yes."""
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


DEBUG = flag("DEBUG", False)
DEMO = flag("DEMO", False)
PRODUCTION = flag("PRODUCTION", False)


def listed(name: str, default: str) -> list[str]:
    """Read a variable that holds several words, separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def is_this_machine(host: str) -> bool:
    """Whether a host name or address leads nowhere else."""
    host = host.strip("[]").lower()
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


SITE_URL = os.environ.get("SITE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = listed("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
_reach = {
    "SITE_URL": [urlsplit(SITE_URL).hostname or ""],
    "ALLOWED_HOSTS": ALLOWED_HOSTS,
    # The demo signs in whoever comes, so there nothing is left to guess.
    "HOST": [] if DEMO else [os.environ.get("HOST", "127.0.0.1")],
}
_secret = "give it at least 50 random characters, for example those of `openssl rand -hex 40`"
_needed = {
    "SECRET_KEY": _secret,
    "AUDIT_KEY": f"{_secret}, and never change it",
    "DATABASE_URL": "name it, sqlite:///path or postgresql://user:password@host/name",
}


def own(name: str, default: str) -> str:
    """A variable with a default that everybody knows: it serves on this machine, nowhere else."""
    if value := os.environ.get(name, ""):
        return value
    reached = [by for by, hosts in _reach.items() if not all(map(is_this_machine, hosts))]
    if PRODUCTION or reached:
        where = "in production" if PRODUCTION else f"where {reached[0]} leads beyond this machine"
        raise ImproperlyConfigured(f"{name} must be set {where}: {_needed[name]}.")
    return default


SECRET_KEY = own("SECRET_KEY", "only-for-the-demo-on-this-machine-" + "x" * 32)
AUDIT_KEY = own("AUDIT_KEY", "only-for-the-demo-on-this-machine-record")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "guardian",
    "improvement.charts",
    "improvement.audit",
    "improvement.notifications",
    "improvement.files",
    "improvement.door",
    "improvement.organization",
    "improvement.approvals",
    "evidence",
    "plans",
    "execution",
    "evaluation",
    "incentives",
    "improvement.desk",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # What a page repeats from the address and its secrets cannot be told from its length: the
    # token of a form is masked anew each time, and the length is padded at random (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "improvement.desk.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "improvement.desk.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "improvement.urls"
WSGI_APPLICATION = "improvement.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "improvement.desk.context.chrome",
            ],
            "builtins": ["improvement.desk.templatetags.ui"],
        },
    }
]


def database(url: str) -> dict[str, object]:
    """Settings from DATABASE_URL: sqlite:///path or postgresql://user:password@host:port/name."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(BASE_DIR / unquote(parts.path[1:])),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                ),
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.pop("host", parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": query,
        }
    raise ImproperlyConfigured(
        f"DATABASE_URL starts with {parts.scheme!r}. "
        "Use sqlite:///path or postgresql://user:password@host/name."
    )


DATABASES = {"default": database(own("DATABASE_URL", f"sqlite:///{VAR / 'db.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who someone is
AUTH_USER_MODEL = "organization.User"
AUTHENTICATION_BACKENDS = ["improvement.door.backend.RulesBackend"]
ANONYMOUS_USER_NAME = None  # guardian: nobody acts anonymously here
# Guardian's backend is left out on purpose: a stray grant would say yes where the rules say no.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
LOGIN_URL = "organization:sign_in"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "organization:sign_in"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# Languages and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hant", "繁體中文"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("TIME_ZONE", "Asia/Hong_Kong")

# What went wrong is told on the standard error, where whoever runs the house collects it
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},  # a refusal is an answer, not a fault
    },
}

# Files
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR / "static"
FILES_DIR = VAR / "files"
DOCUMENTS_DIR = VAR / "documents"
IMPORTS_DIR = VAR / "imports"
WATCHED_FOLDERS = os.environ.get("WATCHED_FOLDERS", "")
IMPORT_LIMIT = int(os.environ.get("IMPORT_MB", "300")) << 20
TESTING = "pytest" in sys.modules
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "improvement.desk.storage.JoinedStaticFilesStorage"
    },
}

# Background work: Celery only rings the bell, the work is a row in the database
REDIS_URL = os.environ.get("REDIS_URL", "")
CELERY_BROKER_URL = REDIS_URL or "files://localhost//"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"visibility_timeout": 3600, "unacked_restore_interval": 2, "socket_connect_timeout": 1}
    if REDIS_URL
    else {
        "data_folder_in": str(VAR / "queue"),
        "data_folder_out": str(VAR / "queue"),
        "control_folder": str(VAR / "queue-control"),
        "polling_interval": 0.02,
    }
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = "UTC"

# Mail
_mail = urlsplit(os.environ.get("EMAIL_URL", f"file://{VAR / 'mail'}"))
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "service-improvement@localhost")
if _mail.scheme in {"smtp", "smtps"}:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_TLS, EMAIL_USE_SSL = "starttls" in _mail.query, _mail.scheme == "smtps"
    EMAIL_TIMEOUT = 10
elif _mail.scheme == "file":
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = _mail.path
else:
    raise ImproperlyConfigured("EMAIL_URL must start with smtp://, smtps:// or file://.")

# Headers: nothing from elsewhere, nothing inline
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_HTTPS
SECURE_SSL_REDIRECT = PRODUCTION and SECURE_HTTPS
BEHIND_PROXY = flag("BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_HTTPS
