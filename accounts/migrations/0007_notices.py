"""What each person wants to hear of, and how; what waits for a daily mail."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_keys_and_hooks")]

    operations = [
        migrations.AddField(
            "notification",
            "on_site",
            models.BooleanField(default=True, help_text="shown under the bell; otherwise only its mail is wanted"),
        ),
        migrations.AddField("notification", "waits_for_digest", models.BooleanField(default=False)),
        migrations.RemoveIndex("notification", "notification_unread"),
        migrations.AddIndex(
            "notification",
            models.Index(
                fields=["user"], condition=models.Q(("on_site", True), ("read_at", None)), name="notification_unseen"
            ),
        ),
        migrations.AddIndex(
            "notification",
            models.Index(
                fields=["created_at"], condition=models.Q(("waits_for_digest", True)), name="notification_for_digest"
            ),
        ),
        migrations.CreateModel(
            name="NoticeChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=24)),
                ("on_site", models.BooleanField(default=True)),
                (
                    "mail",
                    models.CharField(choices=[("now", "Now"), ("digest", "Digest"), ("off", "Off")], max_length=6),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notice_choices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "kind"), name="notice_choice_once")],
            },
        ),
    ]
