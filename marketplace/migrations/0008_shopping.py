"""Carts, coupons, refunds, tips and receipts."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0007_finding")]
    operations = []
