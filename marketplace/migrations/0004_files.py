"""Files: reports, duplicates, resumable parts."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0003_catalogue_ground")]
    operations = []
