"""Cases about more than models, and a statement of reasons for every account that was closed without one."""

from datetime import timedelta

from django.db import migrations, models
from django.utils import timezone


def state_bans(apps, schema_editor):
    """A standing ban without a decision gets one now, so that its holder can read it and appeal."""
    Ban = apps.get_model("accounts", "Ban")
    Case = apps.get_model("marketplace", "Case")
    Decision = apps.get_model("marketplace", "Decision")
    for ban in Ban.objects.filter(lifted_at=None, by__isnull=False).select_related("user").order_by("pk"):
        if Decision.objects.filter(case__creator_id=ban.user_id, case__state="banned", act="ban").exists():
            continue
        case = Case.objects.create(
            kind="account", about_id=ban.user_id, name=ban.user.username, creator_id=ban.user_id, state="banned",
            decided_at=ban.at,
        )
        Decision.objects.create(
            case=case, act="ban", rule="other", by_id=ban.by_id, at=ban.at,
            facts=ban.reason or "Staff closed the account and wrote no reason.",
            appeal_until=timezone.now() + timedelta(days=30),
        )


class Migration(migrations.Migration):

    dependencies = [
        ('marketplace', '0010_catalogue_again'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='kind',
            field=models.CharField(choices=[('listing', 'Listing'), ('account', 'Account'), ('review', 'Review'), ('comment', 'Comment'), ('make', 'Make'), ('bounty', 'Bounty')], default='listing', max_length=8),
        ),
        migrations.AddField(
            model_name='case',
            name='about_id',
            field=models.BigIntegerField(blank=True, help_text='the number of what is meant, if it is no model', null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='words',
            field=models.TextField(blank=True, help_text='what was said, as it stood when it was first reported'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('kind', 'about_id'), name='case_open_once_a_thing'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('about_id', None), ('kind', 'listing')), models.Q(models.Q(('kind', 'listing'), _negated=True), ('about_id__isnull', False), ('listing', None), ('notice', None)), _connector='OR'), name='case_is_about_one_thing'),
        ),
        migrations.RunPython(state_bans, migrations.RunPython.noop),
    ]
