"""Search, views and saved searches."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0006_social")]
    operations = []
