"""The other side of P1's page: django-oscar's own shop, run by the interpreter of its throw-away environment.

`python bare_oscar.py NUMBER` makes the tables and the products, says `ready`, then answers each line `PAGES` with the
seconds that so many catalogue pages took; it imports nothing of ours.
"""

import json
import os
import random
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

PAGE_SIZE, CHUNK, CATEGORIES = 24, 5_000, 12


def database() -> dict[str, object]:
    url = urlsplit(os.environ["OSCAR_DATABASE_URL"])
    return {
        "ENGINE": "django.db.backends.postgresql", "NAME": url.path.lstrip("/"), "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""), "HOST": parse_qs(url.query).get("host", [url.hostname or ""])[0],
        "PORT": url.port or "", "CONN_MAX_AGE": 600,
    }  # fmt: skip


def configure() -> None:
    """The settings of Oscar's own guide, with DEBUG off, cached templates and products of 24 a page."""
    from django.conf import settings
    from oscar import defaults

    apps = """django.contrib.admin django.contrib.auth django.contrib.contenttypes django.contrib.sessions
        django.contrib.messages django.contrib.staticfiles django.contrib.sites django.contrib.flatpages
        oscar.config.Shop oscar.apps.analytics.apps.AnalyticsConfig oscar.apps.checkout.apps.CheckoutConfig
        oscar.apps.address.apps.AddressConfig oscar.apps.shipping.apps.ShippingConfig
        oscar.apps.catalogue.apps.CatalogueConfig oscar.apps.catalogue.reviews.apps.CatalogueReviewsConfig
        oscar.apps.communication.apps.CommunicationConfig oscar.apps.partner.apps.PartnerConfig
        oscar.apps.basket.apps.BasketConfig oscar.apps.payment.apps.PaymentConfig oscar.apps.offer.apps.OfferConfig
        oscar.apps.order.apps.OrderConfig oscar.apps.customer.apps.CustomerConfig oscar.apps.search.apps.SearchConfig
        oscar.apps.voucher.apps.VoucherConfig oscar.apps.wishlists.apps.WishlistsConfig
        oscar.apps.dashboard.apps.DashboardConfig oscar.apps.dashboard.reports.apps.ReportsDashboardConfig
        oscar.apps.dashboard.users.apps.UsersDashboardConfig oscar.apps.dashboard.orders.apps.OrdersDashboardConfig
        oscar.apps.dashboard.catalogue.apps.CatalogueDashboardConfig
        oscar.apps.dashboard.offers.apps.OffersDashboardConfig
        oscar.apps.dashboard.partners.apps.PartnersDashboardConfig
        oscar.apps.dashboard.pages.apps.PagesDashboardConfig oscar.apps.dashboard.ranges.apps.RangesDashboardConfig
        oscar.apps.dashboard.reviews.apps.ReviewsDashboardConfig
        oscar.apps.dashboard.vouchers.apps.VouchersDashboardConfig
        oscar.apps.dashboard.communications.apps.CommunicationsDashboardConfig
        oscar.apps.dashboard.shipping.apps.ShippingDashboardConfig
        widget_tweaks haystack treebeard sorl.thumbnail django_tables2""".split()  # noqa: SIM905 - read as a list, down the page
    middleware = """django.middleware.security.SecurityMiddleware django.contrib.sessions.middleware.SessionMiddleware
        django.middleware.common.CommonMiddleware django.middleware.csrf.CsrfViewMiddleware
        django.contrib.auth.middleware.AuthenticationMiddleware django.contrib.messages.middleware.MessageMiddleware
        oscar.apps.basket.middleware.BasketMiddleware""".split()  # noqa: SIM905 - read as a list, down the page
    context = """django.template.context_processors.request django.contrib.auth.context_processors.auth
        django.contrib.messages.context_processors.messages django.template.context_processors.i18n
        oscar.apps.search.context_processors.search_form oscar.apps.checkout.context_processors.checkout
        oscar.apps.communication.notifications.context_processors.notifications
        oscar.core.context_processors.metadata""".split()  # noqa: SIM905 - read as a list, down the page
    kept = {name: getattr(defaults, name) for name in dir(defaults) if name.isupper()}
    settings.configure(**kept | {
        "SECRET_KEY": "of a bench", "DEBUG": False, "ALLOWED_HOSTS": ["*"], "ROOT_URLCONF": "bare_oscar", "SITE_ID": 1,
        "INSTALLED_APPS": apps, "MIDDLEWARE": middleware, "DATABASES": {"default": database()}, "USE_TZ": True,
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField", "STATIC_URL": "/static/", "MEDIA_URL": "/media/",
        "STATIC_ROOT": "oscar-static", "MEDIA_ROOT": "oscar-media", "OSCAR_PRODUCTS_PER_PAGE": PAGE_SIZE,
        "OSCAR_MISSING_IMAGE_URL": "image_not_found.jpg", "LOGGING_CONFIG": None,
        "AUTHENTICATION_BACKENDS": ["oscar.apps.customer.auth_backends.EmailBackend"],
        "HAYSTACK_CONNECTIONS": {"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}},
        "TEMPLATES": [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {"context_processors": context}}],
    })  # fmt: skip


def fill(number: int) -> None:
    """Products with a title, a description, a category, a price and stock; seeded."""
    from oscar.core.loading import get_model

    product, kind = get_model("catalogue", "Product"), get_model("catalogue", "ProductClass")
    category, partner = get_model("catalogue", "Category"), get_model("partner", "Partner")
    inside, stock = get_model("catalogue", "ProductCategory"), get_model("partner", "StockRecord")
    shelf = kind.objects.create(name="Model", requires_shipping=False, track_stock=False)
    seller = partner.objects.create(name="Seller")
    places = [category.add_root(name=f"Category {place}") for place in range(CATEGORIES)]
    dice = random.Random(1)
    for start in range(0, number, CHUNK):
        rows = product.objects.bulk_create(
            product(
                title=f"Chair number {place}", slug=f"chair-{place}", upc=f"u{place}", structure="standalone",
                is_public=True, product_class=shelf, description="A model of the benches. " * 8,
            )
            for place in range(start, min(start + CHUNK, number))
        )  # fmt: skip
        inside.objects.bulk_create(inside(product=row, category=dice.choice(places)) for row in rows)
        stock.objects.bulk_create(
            stock(product=row, partner=seller, partner_sku=row.upc, price=dice.choice([0, 3, 5, 9, 15]), price_currency="GBP")
            for row in rows
        )  # fmt: skip


def main() -> None:
    sys.path.insert(0, str(Path(__file__).parent))
    configure()
    import django

    django.setup()
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from django.db import connection
    from django.test import Client

    call_command("migrate", verbosity=0)
    fill(int(sys.argv[1]))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    get_wsgi_application()
    client = Client(raise_request_exception=True)
    answer = client.get("/catalogue/")
    text = answer.content.decode()
    if answer.status_code != 200 or text.count("product_pod") < PAGE_SIZE:
        raise SystemExit(f"oscar's page answered {answer.status_code} with {text.count('product_pod')} products")
    print("ready", flush=True)
    for line in sys.stdin:
        began = time.perf_counter()
        for place in range(int(line)):
            assert client.get(f"/catalogue/?page={place % 10 + 1}").status_code == 200
        print(json.dumps(time.perf_counter() - began), flush=True)


def urls() -> list[object]:
    from django.apps import apps
    from django.urls import include, path

    return [path("i18n/", include("django.conf.urls.i18n")), path("", include(apps.get_app_config("oscar").urls[0]))]


if __name__ == "__main__":
    main()
else:
    urlpatterns = urls()
