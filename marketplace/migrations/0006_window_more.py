"""Pictures from angles that a creator chose, in their order."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0005_notices"), ("nexus", "0002_audit_refuses_change")]

    operations = [
        migrations.RemoveConstraint(model_name="picture", name="picture_once_a_kind"),
        migrations.AddField(
            model_name="listing",
            name="angles",
            field=models.JSONField(
                default=list, help_text="where pictures are drawn from: [turn, above], the cover first"
            ),
        ),
        migrations.AddField(
            model_name="picture",
            name="above",
            field=models.SmallIntegerField(help_text="degrees above the ground", null=True),
        ),
        migrations.AddField(
            model_name="picture",
            name="position",
            field=models.PositiveSmallIntegerField(
                default=0, help_text="of a view: its place behind the cover, from 1"
            ),
        ),
        migrations.AddField(
            model_name="picture",
            name="turn",
            field=models.SmallIntegerField(help_text="the chosen angle: degrees to the right of the front", null=True),
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
                    ("view", "View"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.UniqueConstraint(fields=("listing", "kind", "position"), name="picture_once_a_kind"),
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.CheckConstraint(
                condition=Q(kind="view", position__gt=0) | (~Q(kind="view") & Q(position=0)),
                name="picture_position_is_of_a_view",
            ),
        ),
    ]
