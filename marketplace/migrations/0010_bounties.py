"""Bounties and their escrow."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0009_books")]
    operations = []
