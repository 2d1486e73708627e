"""Reports, cases, notices, appeals and strikes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0011_window")]
    operations = []
