"""Every setting, top to bottom, once. What an operator may change is an environment variable (docs/operations.md)."""

import os
import secrets
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF, WASM_UNSAFE_EVAL

from nexus.foundation import embedded, logs
from nexus.foundation import env as environment

BASE = Path(__file__).resolve().parent.parent
WEB = ("http", "https")
_values = dict(os.environ)
try:
    environment.load_file(BASE / ".env", _values)
    env = environment.Environment(_values)

    # Where it runs
    VAR = Path(env.text("NEXUS_VAR", "var"))
    VAR = VAR if VAR.is_absolute() else BASE / VAR
    DEV = env.flag(
        "DEBUG", False
    )  # demo data, /dev/ pages; Django's own DEBUG stays off: nobody is shown a stack trace
    HOST = env.text("HOST", "127.0.0.1")
    PORT = env.number("PORT", 8000, at_least=1, at_most=65535)
    SITE_URL = env.url("SITE_URL", f"http://{HOST}:{PORT}", schemes=WEB).rstrip("/")
    MEDIA_ORIGIN = env.url("MEDIA_ORIGIN", schemes=WEB).rstrip("/")
    ALLOWED_HOSTS = [*env.words("ALLOWED_HOSTS"), urlsplit(SITE_URL).hostname or ""]
    if DEV:
        ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
    TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0, at_most=10)
    CORS_ORIGINS = env.words("CORS_ORIGINS", "http://localhost:3000" if DEV else "")
    MAINTENANCE = env.flag("MAINTENANCE", False)
    METRICS_ALLOW = env.words("METRICS_ALLOW")

    # Secrets
    SECRET_KEY = env.text("SECRET_KEY")
    if not SECRET_KEY and not DEV and env.text("NEXUS_SERVING") == "1":
        raise environment.WrongSetting("SECRET_KEY", "", "a long random text when DEBUG=0")
    DEMO_PASSWORD = env.text("NEXUS_DEMO_PASSWORD", "nexus-demo")

    # Data
    DATABASE_URL = env.url("DATABASE_URL", schemes=("postgres", "postgresql"))
    REDIS_URL = env.url("REDIS_URL", schemes=("redis", "rediss", "unix"))
    SERVERS = VAR / "servers"  # the embedded pair; manage.py starts it where no URL says otherwise
    _pair = None if DATABASE_URL and REDIS_URL else embedded.status(SERVERS)
    _nowhere = f"postgresql://postgres@/nexus?host={SERVERS}"
    DATABASES = {
        "default": environment.database("DATABASE_URL", DATABASE_URL or (_pair.database_url if _pair else _nowhere))
    }
    VALKEY_URL = REDIS_URL or (_pair.redis_url if _pair else f"unix://{SERVERS}/kv.sock")
    STORAGE_URL = env.url("STORAGE_URL", f"file://{VAR / 'media'}", schemes=("file", "s3"))
    EMAIL_URL = env.text("EMAIL_URL", f"file://{VAR / 'mail'}")
    DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "Nexus <noreply@localhost>")

    # Rules
    FEE_BASIS_POINTS = env.number("FEE_BASIS_POINTS", 750, at_most=10_000)
    MINIMUM_PRICE_CENTS = env.number("MINIMUM_PRICE_CENTS", 99)
    REFUND_DAYS = env.number("REFUND_DAYS", 14)
    PAYOUT_HOLD_DAYS = env.number("PAYOUT_HOLD_DAYS", 14)
    PAYOUT_MINIMUM_CENTS = env.number("PAYOUT_MINIMUM_CENTS", 2000)
    LEVEL_SILVER_USD = env.number("LEVEL_SILVER_USD", 1_000, at_least=1)
    LEVEL_GOLD_USD = env.number("LEVEL_GOLD_USD", 10_000, at_least=LEVEL_SILVER_USD)
    LEVEL_PLATINUM_USD = env.number("LEVEL_PLATINUM_USD", 50_000, at_least=LEVEL_GOLD_USD)
    THROTTLE_FACTOR = env.decimal("THROTTLE_FACTOR", 1.0)
    QUOTA_RUNNING = env.number("QUOTA_RUNNING", 4, at_least=1)
    QUOTA_QUEUED = env.number("QUOTA_QUEUED", 50, at_least=1)
    QUOTA_STORAGE_BYTES = env.number("QUOTA_STORAGE_MB", 20_000, at_least=1) * 1024 * 1024
    UPLOAD_MAX_BYTES = env.number("UPLOAD_MAX_MB", 500, at_least=1, at_most=10_000) * 1024 * 1024
    ACCESS_TOKEN_LIFE = timedelta(minutes=env.number("ACCESS_TOKEN_MINUTES", 30, at_least=1))
    REFRESH_TOKEN_LIFE = timedelta(days=env.number("REFRESH_TOKEN_DAYS", 30, at_least=1))
    TWO_PEOPLE_ABOVE_CENTS = env.number("TWO_PEOPLE_ABOVE_CENTS", 50_000)
    MAIL_PER_SECOND = env.number("MAIL_PER_SECOND", 10, at_least=1)
    RETENTION_VIEWS_DAYS = env.number("RETENTION_VIEWS_DAYS", 400, at_least=1)
    RETENTION_LOGS_DAYS = env.number("RETENTION_LOGS_DAYS", 90, at_least=1)
    RETENTION_GUEST_JOBS_DAYS = env.number("RETENTION_GUEST_JOBS_DAYS", 30, at_least=1)
    RETENTION_SESSIONS_DAYS = env.number("RETENTION_SESSIONS_DAYS", 30, at_least=1)
    RETENTION_WEBHOOK_DELIVERIES_DAYS = env.number("RETENTION_WEBHOOK_DELIVERIES_DAYS", 30, at_least=1)
    OIDC_ISSUERS = env.issuers("OIDC_ISSUERS")  # tokens from outside
    SOCIAL = env.social("SOCIAL_PROVIDERS")  # sign-in with accounts of other sites
    OUTBOUND_ALLOW = frozenset(env.words("OUTBOUND_ALLOW"))
    LIVE_BELL = env.text("LIVE_BELL", "postgres", choices=("postgres", "redis"))

    # Work: leases and deadlines are settings, so that tests need not wait
    LEASE_SECONDS = env.decimal("NEXUS_LEASE_SECONDS", 30)
    LEASE_RENEW_SECONDS = env.decimal("NEXUS_LEASE_RENEW_SECONDS", 5)
    REAP_SECONDS = env.decimal("NEXUS_REAP_SECONDS", 10)
    JOB_SECONDS = env.decimal("NEXUS_JOB_SECONDS", 120)
    DEVICE_SECONDS = env.decimal("NEXUS_DEVICE_SECONDS", 3600)
    REMOTE_SECONDS = env.decimal("NEXUS_REMOTE_SECONDS", 3600)
    QUEUE_LOOK_SECONDS = env.decimal("NEXUS_QUEUE_LOOK_SECONDS", 1)
    JOB_MEGABYTES = env.number("NEXUS_JOB_MEGABYTES", 3072, at_least=256)
    JOB_ATTEMPTS = env.number("NEXUS_JOB_ATTEMPTS", 3, at_least=1, at_most=10)
    RELAY_IDLE_SECONDS = env.decimal("NEXUS_RELAY_IDLE_SECONDS", 1)
    REPEAT_SECONDS = env.decimal("NEXUS_REPEAT_SECONDS", 10)
    LIVE_SWEEP_SECONDS = env.decimal("NEXUS_LIVE_SWEEP_SECONDS", 10)
    PAGE_CACHE_SECONDS = env.number("NEXUS_PAGE_CACHE_SECONDS", 1, at_most=60)
    WEB_THREADS = env.number("NEXUS_WEB_THREADS", 8, at_least=1, at_most=64)
    CPU_WORKERS = env.number("NEXUS_CPU_WORKERS", 2, at_least=1, at_most=64)

    # Engines that need something: by an engine's name, the keywords of its constructor
    ENGINE_OPTIONS: dict[str, dict[str, Any]] = {
        "shap-e": {"text_path": env.text("SHAP_E_PATH"), "image_path": env.text("SHAP_E_IMG2IMG_PATH")},
        "diffusion-preview": {"path": env.text("PREVIEW_MODEL_PATH")},
        "hunyuan3d": {"url": env.url("HUNYUAN_URL", schemes=WEB)},
        "meshy": {"key": env.text("MESHY_API_KEY"), "base": env.url("MESHY_API_BASE", schemes=WEB)},
        "runpod": {
            "key": env.text("RUNPOD_API_KEY"),
            "endpoint_id": env.text("RUNPOD_ENDPOINT_ID"),
            "base": env.url("RUNPOD_API_BASE", schemes=WEB),
        },
        "language-model": {
            "url": env.url("LLM_URL", schemes=WEB),
            "key": env.text("LLM_API_KEY"),
            "model": env.text("LLM_MODEL"),
        },
    }
    ASSET_BUCKETS = frozenset(env.words("ASSET_BUCKETS"))

    LOG_FORMAT = env.text("LOG_FORMAT", "console" if sys.stderr.isatty() else "json", choices=("console", "json"))
    UNKNOWN_NAMES = env.unknown("NEXUS_")
except environment.WrongSetting as wrong:
    raise SystemExit(str(wrong)) from None

for _folder in ("static", "tmp", "work"):
    (VAR / _folder).mkdir(parents=True, exist_ok=True)
if not SECRET_KEY:  # made once, readable by the owner only
    _key_file = VAR / "secret_key"
    if not _key_file.exists():
        _fd, _new = tempfile.mkstemp(dir=VAR, prefix=".secret_key")
        os.write(_fd, secrets.token_urlsafe(64).encode())
        os.close(_fd)
        Path(_new).rename(_key_file) if not _key_file.exists() else Path(_new).unlink()
    SECRET_KEY = _key_file.read_text(encoding="utf-8").strip()

# Django
DEBUG = False
INSTALLED_APPS = [
    "nexus.apps.NexusConfig",
    "accounts",
    "generation",
    "marketplace",
    "conversations",
    "nexus.apps.ConsoleConfig",  # django.contrib.admin with our site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    *SOCIAL.apps,
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "channels",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "nexus.foundation.middleware.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "nexus.foundation.middleware.RequestLog",
    "nexus.foundation.pagecache.PageCache",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "nexus.foundation.languages.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "nexus.pages.Maintenance",
    "nexus.foundation.middleware.Sentences",
]
ROOT_URLCONF = "nexus.urls"
ASGI_APPLICATION = "nexus.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nexus.foundation.middleware.page_context",
            ],
        },
    },
]
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "email", "display_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]  # each in its own language
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LOCALE_PATHS = [BASE / "nexus" / "locale"]
FORMAT_MODULE_PATH = "nexus.formats"
TIME_ZONE = "UTC"
USE_TZ = True
APPEND_SLASH = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = str(VAR / "tmp")
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # e-mail is unique without regard to case, by a constraint

DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": VALKEY_URL, "KEY_PREFIX": "nexus"}
}
CHANNEL_LAYERS = {
    "default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [VALKEY_URL]}}
}

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE / "static"]
STORAGES = {
    "default": environment.storage(STORAGE_URL),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEV
        else "nexus.foundation.static_store.JoinedStorage"
    },
}
WHITENOISE_USE_FINDERS = DEV
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MANIFEST_STRICT = False
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}

# Mail
MAIL_FOLDER = VAR / "mail"  # where EMAIL_URL says file://
try:
    globals().update(environment.mail("EMAIL_URL", EMAIL_URL))
except environment.WrongSetting as wrong:
    raise SystemExit(str(wrong)) from None

# Sign-in (pages by allauth)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "accounts.social_adapter.SocialAdapter"
SOCIALACCOUNT_PROVIDERS = SOCIAL.providers
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
ACCOUNT_FORMS = {
    "signup": "accounts.forms.SignupForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(SITE_URL).scheme
ACCOUNT_USERNAME_MIN_LENGTH = 3
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # addresses and sign-ins elsewhere; our own pages: accounts/fresh.py
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = {
    "login_failed": f"{max(1, int(10 * THROTTLE_FACTOR))}/m/ip,{max(1, int(5 * THROTTLE_FACTOR))}/300s/key",
    "signup": f"{max(1, int(20 * THROTTLE_FACTOR))}/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Nexus"
USERSESSIONS_TRACK_ACTIVITY = False
USERSESSIONS_ADAPTER = "accounts.sessions_adapter.SessionsAdapter"

# Edge
SECURE_SSL_REDIRECT = not DEV and SITE_URL.startswith("https://")
SECURE_HSTS_SECONDS = 0 if DEV else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEV
SECURE_HSTS_PRELOAD = not DEV
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not DEV
SESSION_COOKIE_AGE = RETENTION_SESSIONS_DAYS * 24 * 3600
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "nexus.foundation.middleware.csrf_failure"
X_FRAME_OPTIONS = "DENY"
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
_style_hash = BASE / "static" / "vendor" / "model-viewer.style-hash"
_media = [MEDIA_ORIGIN] if MEDIA_ORIGIN else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF, *SOCIAL.origins],
        "font-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "script-src": [SELF, NONCE, WASM_UNSAFE_EVAL],
        "style-src": [SELF, NONCE, *([f"'{_style_hash.read_text().strip()}'"] if _style_hash.exists() else [])],
        "img-src": [SELF, "blob:", *_media],
        "connect-src": [SELF, "blob:", *_media],
        "worker-src": [SELF, "blob:"],
    }
}

# API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["nexus.api.auth.BearerOrSession"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],  # rights live in selectors and services
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "nexus.api.errors.answer",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "UPLOADED_FILES_USE_URL": False,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Nexus Core",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_SPLIT_PATCH": False,  # what a PATCH must carry is said by its body
    "ENABLE_DJANGO_DEPLOY_CHECK": False,  # our own document is made and compared by `manage.py schema --check`
}

# Work
GENERATION_ENGINES = [
    "generation.engines.procedural.Procedural",
    "generation.engines.relief.Relief",
    "generation.engines.openscad.OpenScad",
    "generation.engines.shap_e.ShapE",
    "generation.engines.diffusion.DiffusionPreview",
    "generation.engines.hunyuan3d.Hunyuan3D",
    "generation.engines.meshy.Meshy",
    "generation.engines.language_model.LanguageModelEngine",
    "generation.engines.runpod.RunPod",
]
CELERY = {
    "broker_url": VALKEY_URL if VALKEY_URL.startswith("redis") else "redis+socket://" + urlsplit(VALKEY_URL).path,
    "task_ignore_result": True,
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    "worker_prefetch_multiplier": 1,
    "worker_soft_shutdown_timeout": 8.0,
    "worker_proc_alive_timeout": 30.0,
    "worker_hijack_root_logger": False,
    "worker_send_task_events": False,
    "broker_connection_retry_on_startup": True,
    "broker_transport_options": {
        "visibility_timeout": int(max(JOB_SECONDS * 2, DEVICE_SECONDS, REMOTE_SECONDS) + 60),
        "queue_order_strategy": "sorted",  # by name: generation.cpu before generation.later
    },
    "task_default_queue": "fast",
    "task_create_missing_queues": True,
    "timezone": "UTC",
    # Celery else closes the database's connection before and after every task; nexus/celery.py says when it goes.
    "CELERY_DB_REUSE_MAX": 10**9,
}
LOGGING_CONFIG = None
logs.set_up(log_format=LOG_FORMAT)
