"""Reviews, comments, makes, follows and collections."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0005_listings")]
    operations = []
