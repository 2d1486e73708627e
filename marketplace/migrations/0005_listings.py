"""Listings: versions, offers, origin, print settings."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0004_files")]
    operations = []
