"""Payouts, payout accounts and the sealed chain."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0008_shopping")]
    operations = []
