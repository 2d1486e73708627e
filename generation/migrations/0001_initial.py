"""Jobs, their events, assets, parts and pictures."""

import django.db.models.deletion
import nexus.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('nexus', '0002_audit_refuses_change'),
    ]

    operations = [
        migrations.CreateModel(
            name='BroughtPicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, db_index=True)),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='nexus.storedfile')),
            ],
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.UUIDField(default=nexus.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('group_key', models.CharField(blank=True, help_text='room:…, session:…, guest:…, or nothing', max_length=90)),
                ('label', models.CharField(blank=True, help_text="the caller's own mark; grants nothing", max_length=64)),
                ('who', models.CharField(help_text='whose turn it takes: user:<id> or address:<…>', max_length=60)),
                ('kind', models.CharField(choices=[('text', 'Text'), ('image', 'Image'), ('design', 'Design'), ('picture', 'Picture')], default='text', max_length=8)),
                ('engine', models.CharField(max_length=40)),
                ('engine_version', models.CharField(blank=True, max_length=40)),
                ('prompt', models.TextField()),
                ('name', models.CharField(blank=True, max_length=120)),
                ('parameters', models.JSONField(default=dict)),
                ('alternatives', models.JSONField(default=list, help_text='engines that may take over, where the person chose so')),
                ('seed', models.PositiveIntegerField(default=0)),
                ('output_format', models.CharField(default='glb', max_length=8)),
                ('state', models.CharField(choices=[('pending', 'Pending'), ('queued', 'Queued'), ('running', 'Running'), ('succeeded', 'Succeeded'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], default='queued', max_length=10)),
                ('stage', models.CharField(blank=True, max_length=12)),
                ('progress', models.FloatField(default=0)),
                ('message', models.CharField(blank=True, max_length=300)),
                ('specification', models.JSONField(null=True)),
                ('facts', models.JSONField(null=True)),
                ('error_code', models.CharField(blank=True, max_length=40)),
                ('error_message', models.TextField(blank=True)),
                ('suggestions', models.JSONField(default=list)),
                ('attempt', models.PositiveSmallIntegerField(default=0)),
                ('worker', models.CharField(blank=True, max_length=64)),
                ('lease_until', models.DateTimeField(null=True)),
                ('last_number', models.PositiveIntegerField(default=0, help_text='of its newest event')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('queued_at', models.DateTimeField(null=True)),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='jobs', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['who', 'queued_at', 'id'], name='job_waiting'), models.Index(fields=['who', '-started_at'], name='job_served'), models.Index(condition=models.Q(('state', 'running')), fields=['lease_until'], name='job_leased'), models.Index(condition=models.Q(('state', 'succeeded')), fields=['engine', '-finished_at'], name='job_took'), models.Index(fields=['owner', '-id'], name='job_by_owner'), models.Index(condition=models.Q(('group_key', ''), _negated=True), fields=['group_key', '-id'], name='job_by_group')],
                'constraints': [models.CheckConstraint(condition=models.Q(('progress__gte', 0), ('progress__lte', 1)), name='job_progress_is_a_share'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), _negated=True), ('lease_until__isnull', False), _connector='OR'), name='job_running_has_a_lease'), models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'queued', 'running']), ('finished_at__isnull', False), _connector='OR'), name='job_ended_has_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Asset',
            fields=[
                ('id', models.UUIDField(default=nexus.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(help_text='glb, stl, png, webp …', max_length=12)),
                ('uri', models.CharField(blank=True, help_text='of an asset that is not in our store', max_length=500)),
                ('by_client', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='nexus.storedfile')),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assets', to='generation.job')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('by_client', False)), fields=('job', 'kind'), name='asset_once_a_job_and_kind'), models.CheckConstraint(condition=models.Q(('file__isnull', False), models.Q(('uri', ''), _negated=True), _connector='OR'), name='asset_is_somewhere')],
            },
        ),
        migrations.CreateModel(
            name='JobEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('attempt', models.PositiveSmallIntegerField(default=0)),
                ('type', models.CharField(choices=[('queued', 'Queued'), ('started', 'Started'), ('stage', 'Stage'), ('progress', 'Progress'), ('note', 'Note'), ('asset', 'Asset'), ('succeeded', 'Succeeded'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], max_length=10)),
                ('stage', models.CharField(blank=True, max_length=12)),
                ('progress', models.FloatField(default=0)),
                ('message', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='generation.job')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('job', 'number'), name='job_event_numbered_once')],
            },
        ),
        migrations.CreateModel(
            name='JobInput',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='nexus.storedfile')),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='inputs', to='generation.job')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('job', 'position'), name='job_input_placed_once')],
            },
        ),
        migrations.CreateModel(
            name='PartRecord',
            fields=[
                ('id', models.UUIDField(default=nexus.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('position', models.JSONField(help_text='x, y, z', null=True)),
                ('pictures', models.JSONField(default=list, help_text='a picture for each direction that a face looks to')),
                ('material', models.JSONField(default=dict)),
                ('used_for', models.JSONField(default=list)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('asset', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='part_records', to='generation.asset')),
                ('component_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='generation.asset')),
                ('composite_of', models.ManyToManyField(related_name='+', to='generation.asset')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='part_record_has_a_name'), models.CheckConstraint(condition=models.Q(('component_of__isnull', True), models.Q(('component_of', models.F('asset')), _negated=True), _connector='OR'), name='part_record_not_of_itself')],
            },
        ),
        migrations.CreateModel(
            name='RemoteCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('engine', models.CharField(max_length=40)),
                ('facts', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('job', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='remote_call', to='generation.job')),
            ],
        ),
        migrations.CreateModel(
            name='StageResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(max_length=12)),
                ('attempt', models.PositiveSmallIntegerField()),
                ('result', models.JSONField(default=dict)),
                ('started_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(auto_now_add=True)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stages', to='generation.job')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('job', 'stage'), name='stage_done_once'), models.CheckConstraint(condition=models.Q(('finished_at__gte', models.F('started_at'))), name='stage_ends_after_it_began')],
            },
        ),
        migrations.CreateModel(
            name='GuestSession',
            fields=[
                ('id', models.UUIDField(default=nexus.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='guest_sessions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('owner__isnull', True)), fields=['created_at'], name='guest_session_unclaimed')],
            },
        ),
    ]
