"""Files: what is made of an upload and told of it, shapes that are alike, conversions."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import nexus.foundation.ids


class Migration(migrations.Migration):
    dependencies = [
        ("marketplace", "0003_catalogue_ground"),
        ("nexus", "0002_audit_refuses_change"),
    ]

    operations = [
        migrations.CreateModel(
            name="Conversion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nexus.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("format", models.CharField(max_length=8)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("making", "Making"),
                            ("ready", "Ready"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("seconds", models.FloatField(help_text="how long it took", null=True)),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="ShapePrint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField()),
                ("second", models.FloatField()),
                ("third", models.FloatField()),
                ("values", django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), size=None)),
            ],
        ),
        migrations.CreateModel(
            name="UploadEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("type", models.CharField(max_length=10)),
                ("stage", models.CharField(blank=True, max_length=12)),
                ("progress", models.PositiveSmallIntegerField(default=0)),
                ("message", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="UploadPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=12)),
                ("width", models.PositiveIntegerField(default=0)),
                ("height", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name="upload",
            name="bucket_parts",
            field=models.JSONField(help_text="where its parts are sent straight to a bucket: id and key", null=True),
        ),
        migrations.AddField(
            model_name="upload",
            name="expires_at",
            field=models.DateTimeField(help_text="until when its next part may come", null=True),
        ),
        migrations.AddField(
            model_name="upload",
            name="finished_at",
            field=models.DateTimeField(help_text="when nothing more follows", null=True),
        ),
        migrations.AddField(
            model_name="upload",
            name="fix",
            field=models.JSONField(help_text="what the machine is to correct: codes and scale", null=True),
        ),
        migrations.AddField(
            model_name="upload",
            name="fixes",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="corrections",
                to="marketplace.upload",
            ),
        ),
        migrations.AddField(
            model_name="upload",
            name="last_number",
            field=models.PositiveIntegerField(default=0, help_text="of its newest event"),
        ),
        migrations.AlterField(
            model_name="picture",
            name="kind",
            field=models.CharField(
                choices=[
                    ("still", "Still"),
                    ("large", "Large"),
                    ("shelf", "Shelf"),
                    ("og", "Og"),
                    ("turntable", "Turntable"),
                    ("preview", "Preview"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="upload",
            name="listing",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="uploads", to="marketplace.listing"
            ),
        ),
        migrations.AddIndex(
            model_name="upload",
            index=models.Index(
                condition=models.Q(("state", "receiving")), fields=["expires_at"], name="upload_receiving"
            ),
        ),
        migrations.AddIndex(
            model_name="upload",
            index=models.Index(
                condition=models.Q(("finished_at", None)), fields=["created_at"], name="upload_unfinished"
            ),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(("progress__lte", 100)), name="upload_progress_is_per_cent"
            ),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "receiving"), _negated=True), ("expires_at__isnull", False), _connector="OR"
                ),
                name="upload_receiving_has_an_end",
            ),
        ),
        migrations.AddField(
            model_name="conversion",
            name="listing",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="conversions", to="marketplace.listing"
            ),
        ),
        migrations.AddField(
            model_name="conversion",
            name="made",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="marketplace.listingfile"
            ),
        ),
        migrations.AddField(
            model_name="conversion",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="nexus.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="shapeprint",
            name="file",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="nexus.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="uploadevent",
            name="upload",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="events", to="marketplace.upload"
            ),
        ),
        migrations.AddField(
            model_name="uploadpart",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="nexus.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="uploadpart",
            name="upload",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="marketplace.upload"
            ),
        ),
        migrations.AddConstraint(
            model_name="conversion",
            constraint=models.UniqueConstraint(fields=("listing", "version", "format"), name="conversion_once"),
        ),
        migrations.AddConstraint(
            model_name="conversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "ready"), _negated=True), ("made__isnull", False), _connector="OR"
                ),
                name="conversion_ready_has_its_file",
            ),
        ),
        migrations.AddConstraint(
            model_name="conversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "failed"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="conversion_failed_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="shapeprint",
            index=models.Index(fields=["version", "second", "third"], name="shape_by_its_spreads"),
        ),
        migrations.AddConstraint(
            model_name="uploadevent",
            constraint=models.UniqueConstraint(fields=("upload", "number"), name="upload_event_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="uploadpart",
            constraint=models.UniqueConstraint(fields=("upload", "kind"), name="upload_part_once_a_kind"),
        ),
    ]
