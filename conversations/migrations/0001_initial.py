"""Sessions, chats, messages, actions and what is found again."""

import django.db.models.deletion
import nexus.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('generation', '0002_events_refuse_change'),
    ]

    operations = [
        migrations.CreateModel(
            name='Indexed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('model', 'Model')], max_length=12)),
                ('key', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=200)),
                ('url', models.CharField(max_length=300)),
                ('text', models.TextField()),
                ('vector', models.BinaryField(default=bytes)),
                ('updated_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='indexed_once')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.UUIDField(default=nexus.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('status', models.CharField(choices=[('active', 'Active'), ('inactive', 'Inactive'), ('closed', 'Closed')], default='active', max_length=8)),
                ('metadata', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['owner', '-id'], name='session_by_owner')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['active', 'inactive', 'closed'])), name='session_status_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Chat',
            fields=[
                ('id', models.UUIDField(default=nexus.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(blank=True, max_length=200)),
                ('last_message', models.PositiveIntegerField(default=0)),
                ('last_event', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chats', to='conversations.session')),
            ],
            options={
                'indexes': [models.Index(fields=['session', '-id'], name='chat_by_session')],
            },
        ),
        migrations.CreateModel(
            name='ActionRun',
            fields=[
                ('id', models.UUIDField(default=nexus.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('action', models.CharField(choices=[('process_requirements', 'Requirements'), ('generate_scad', 'Scad'), ('process_scad', 'Old Scad')], max_length=24)),
                ('provider', models.CharField(max_length=24)),
                ('state', models.CharField(choices=[('queued', 'Queued'), ('running', 'Running'), ('rendering', 'Rendering'), ('completed', 'Completed'), ('failed', 'Failed')], default='queued', max_length=10)),
                ('request', models.JSONField(default=dict)),
                ('journal', models.JSONField(default=dict)),
                ('output', models.JSONField(default=dict)),
                ('error_code', models.CharField(blank=True, max_length=40)),
                ('error_message', models.TextField(blank=True)),
                ('timeout_seconds', models.FloatField(default=7200)),
                ('attempt', models.PositiveSmallIntegerField(default=0)),
                ('worker', models.CharField(blank=True, max_length=64)),
                ('lease_until', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('queued_at', models.DateTimeField(auto_now_add=True)),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='generation.job')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('chat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='runs', to='conversations.chat')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', ['queued', 'running', 'rendering'])), fields=['chat', 'id'], name='run_open_in_chat'), models.Index(condition=models.Q(('state__in', ['queued', 'running', 'rendering'])), fields=['owner', 'id'], name='run_open_of_owner'), models.Index(condition=models.Q(('state', 'running')), fields=['lease_until'], name='run_leased'), models.Index(condition=models.Q(('job__isnull', False)), fields=['job'], name='run_by_job')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['running', 'rendering'])), fields=('chat',), name='run_one_at_work_in_a_chat'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), _negated=True), ('lease_until__isnull', False), _connector='OR'), name='run_running_has_a_lease'), models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'running', 'rendering']), ('finished_at__isnull', False), _connector='OR'), name='run_ended_has_a_time'), models.CheckConstraint(condition=models.Q(('timeout_seconds__gt', 0)), name='run_timeout_is_positive')],
            },
        ),
        migrations.CreateModel(
            name='ChatEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('type', models.CharField(max_length=24)),
                ('body', models.JSONField(default=dict)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('chat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='conversations.chat')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('chat', 'number'), name='chat_event_numbered_once')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(default=nexus.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('role', models.CharField(choices=[('user', 'User'), ('assistant', 'Assistant'), ('system', 'System')], max_length=9)),
                ('content', models.TextField()),
                ('tokens', models.PositiveIntegerField(null=True)),
                ('metadata', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('chat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='conversations.chat')),
                ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='conversations.actionrun')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('chat', 'number'), name='message_numbered_once'), models.UniqueConstraint(condition=models.Q(('run__isnull', False)), fields=('run', 'role'), name='message_once_a_run'), models.CheckConstraint(condition=models.Q(('role__in', ['user', 'assistant', 'system'])), name='message_role_is_known')],
            },
        ),
    ]
