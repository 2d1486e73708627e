from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_profile")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="rights_since",
            field=models.DateTimeField(
                blank=True,
                help_text="programs, sessions and sign-ins elsewhere of before have ended",
                null=True,
            ),
        ),
    ]
