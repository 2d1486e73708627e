"""The creator's word that the size of a file without units is right."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0009_bounties_again")]

    operations = [
        migrations.AddField(
            model_name="listing",
            name="unit_confirmed_at",
            field=models.DateTimeField(help_text="its creator said that the size is right", null=True),
        ),
    ]
