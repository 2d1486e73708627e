"""Listings: versions, offers, origin, print settings, the desk of who reviews."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0004_files"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name='PriceChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('licence', models.CharField(choices=[('personal', 'Personal'), ('commercial', 'Commercial'), ('editorial', 'Editorial'), ('cc0', 'CC0'), ('cc-by', 'CC BY'), ('cc-by-sa', 'CC BY-SA'), ('cc-by-nd', 'CC BY-ND'), ('cc-by-nc', 'CC BY-NC'), ('cc-by-nc-sa', 'CC BY-NC-SA'), ('cc-by-nc-nd', 'CC BY-NC-ND')], max_length=16)),
                ('price_cents', models.PositiveIntegerField(help_text='nothing: not offered from then on', null=True)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='RemixSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('creator', models.CharField(max_length=150)),
                ('licences', models.JSONField(default=list, help_text='what the source offered when it was chosen')),
            ],
        ),
        migrations.CreateModel(
            name='ReviewDesk',
            fields=[
                ('listing', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='desk', serialize=False, to='marketplace.listing')),
                ('until', models.DateTimeField(null=True)),
                ('undo_until', models.DateTimeField(help_text='approved by its holder, who may take it back until then', null=True)),
                ('escalated_at', models.DateTimeField(null=True)),
                ('escalated_note', models.TextField(blank=True, max_length=2000)),
            ],
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('pending', 'Pending'), ('approved', 'Approved'), ('rejected', 'Rejected')], default='draft', max_length=10)),
                ('changelog', models.TextField(blank=True, max_length=4000)),
                ('computed_changes', models.JSONField(default=list, help_text='sentences made from the facts of both versions')),
                ('facts', models.JSONField(null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('published_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='category',
            name='enabled',
            field=models.BooleanField(default=True, help_text='may be chosen and is listed'),
        ),
        migrations.AddField(
            model_name='listing',
            name='audience',
            field=models.CharField(choices=[('public', 'Public'), ('commission', 'Commission'), ('version', 'Version')], default='public', max_length=10),
        ),
        migrations.AddField(
            model_name='listing',
            name='print_settings',
            field=models.JSONField(help_text='as catalog/print_settings.py names them', null=True),
        ),
        migrations.AddField(
            model_name='listing',
            name='reject_codes',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='listing',
            name='reject_note',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='offer',
            name='compare_at_cents',
            field=models.PositiveIntegerField(help_text='the price before a reduction, shown struck', null=True),
        ),
        migrations.AddField(
            model_name='offer',
            name='team_size',
            field=models.PositiveSmallIntegerField(help_text='people who may use a commercial licence; none: 1', null=True),
        ),
        migrations.AlterField(
            model_name='listing',
            name='reject_reason',
            field=models.TextField(blank=True, help_text='all of it as one text: codes in words, then the note'),
        ),
        migrations.AddConstraint(
            model_name='category',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name'), name='category_name_once'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(('compare_at_cents', None), ('compare_at_cents__gt', models.F('price_cents')), _connector='OR'), name='offer_reduced_is_lower'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(('team_size', None), models.Q(('licence', 'commercial'), ('team_size__gte', 1)), _connector='OR'), name='offer_team_is_commercial'),
        ),
        migrations.AddField(
            model_name='pricechange',
            name='listing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='price_changes', to='marketplace.listing'),
        ),
        migrations.AddField(
            model_name='remixsource',
            name='listing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remix_sources', to='marketplace.listing'),
        ),
        migrations.AddField(
            model_name='remixsource',
            name='source',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='remixes', to='marketplace.listing'),
        ),
        migrations.AddField(
            model_name='reviewdesk',
            name='escalated_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reviewdesk',
            name='holder',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='version',
            name='carrier',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='carries', to='marketplace.listing'),
        ),
        migrations.AddField(
            model_name='version',
            name='listing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='marketplace.listing'),
        ),
        migrations.AddIndex(
            model_name='reviewdesk',
            index=models.Index(condition=models.Q(('undo_until', None), _negated=True), fields=['undo_until'], name='desk_to_announce'),
        ),
        migrations.AddIndex(
            model_name='pricechange',
            index=models.Index(fields=['listing', 'licence', '-at', '-id'], name='price_over_time'),
        ),
        migrations.AddConstraint(
            model_name='remixsource',
            constraint=models.UniqueConstraint(fields=('listing', 'source'), name='remix_source_once'),
        ),
        migrations.AddConstraint(
            model_name='remixsource',
            constraint=models.CheckConstraint(condition=models.Q(('source', None), models.Q(('source', models.F('listing')), _negated=True), _connector='OR'), name='remix_not_of_itself'),
        ),
        migrations.AddConstraint(
            model_name='reviewdesk',
            constraint=models.CheckConstraint(condition=models.Q(('holder', None), models.Q(('until', None), _negated=True), _connector='OR'), name='desk_held_until_a_time'),
        ),
        migrations.AddConstraint(
            model_name='reviewdesk',
            constraint=models.CheckConstraint(condition=models.Q(('escalated_at', None), models.Q(('escalated_note', ''), _negated=True), _connector='OR'), name='desk_escalated_says_why'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.UniqueConstraint(fields=('listing', 'number'), name='version_number_once'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'approved'), _negated=True), fields=('listing',), name='version_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='version_approved_has_a_date'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'approved'), models.Q(('carrier', None), _negated=True), _connector='OR'), name='version_waits_with_its_files'),
        ),
    ]
