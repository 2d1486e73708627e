"""The level of a creator, kept on the person."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_notifications")]

    operations = [
        migrations.AddField(
            "user",
            "creator_level",
            models.CharField(default="Bronze", help_text="by all that was ever earned", max_length=10),
        ),
    ]
