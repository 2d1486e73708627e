"""Tutorials, homepage, testimonials and campaigns."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0010_bounties")]
    operations = []
