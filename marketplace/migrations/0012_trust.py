"""Reports, cases, statements of reasons, strikes and appeals."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

REFUSALS = """
CREATE FUNCTION decision_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A statement of reasons is never changed or deleted.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER decision_stays BEFORE UPDATE OR DELETE ON marketplace_decision
    FOR EACH ROW EXECUTE FUNCTION decision_refuse_change();

CREATE FUNCTION appeal_needs_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.decided_by_id = (SELECT by_id FROM public.marketplace_decision WHERE id = NEW.decision_id) THEN
        RAISE EXCEPTION 'Appeal % is decided by somebody else than its decision was.', NEW.id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER appeal_is_decided_by_another BEFORE INSERT OR UPDATE ON marketplace_appeal
    FOR EACH ROW WHEN (NEW.decided_by_id IS NOT NULL) EXECUTE FUNCTION appeal_needs_another();
"""
TAKE_BACK = """
DROP TRIGGER appeal_is_decided_by_another ON marketplace_appeal;
DROP FUNCTION appeal_needs_another();
DROP TRIGGER decision_stays ON marketplace_decision;
DROP FUNCTION decision_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0011_window"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='of the model when it was first reported', max_length=120)),
                ('state', models.CharField(choices=[('open', 'Open'), ('dismissed', 'Dismissed'), ('warned', 'Warned'), ('hidden', 'Hidden'), ('banned', 'Banned'), ('lifted', 'Lifted')], default='open', max_length=10)),
                ('held_until', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('creator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to=settings.AUTH_USER_MODEL)),
                ('holder', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('listing', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='cases', to='marketplace.listing')),
            ],
            options={
                'permissions': [('decide_case', 'Can decide on reports and appeals')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('dismiss', 'Dismiss'), ('warn', 'Warn'), ('hide', 'Hide'), ('ban', 'Ban'), ('restore', 'Restore')], max_length=8)),
                ('rule', models.CharField(choices=[('copyright', 'Copyright'), ('stolen', 'Stolen'), ('unlabelled_ai', 'Unlabelled Ai'), ('sensitive', 'Sensitive'), ('dangerous', 'Dangerous'), ('spam', 'Spam'), ('broken', 'Broken'), ('other', 'Other')], max_length=16)),
                ('facts', models.TextField(max_length=2000)),
                ('automatic', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('appeal_until', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='marketplace.case')),
            ],
        ),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=2000)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('upheld', 'Upheld'), ('lifted', 'Lifted')], default='waiting', max_length=8)),
                ('answer', models.TextField(blank=True, max_length=2000)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='marketplace.decision')),
            ],
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('copyright', 'Copyright'), ('stolen', 'Stolen'), ('unlabelled_ai', 'Unlabelled Ai'), ('sensitive', 'Sensitive'), ('dangerous', 'Dangerous'), ('spam', 'Spam'), ('broken', 'Broken'), ('other', 'Other')], max_length=16)),
                ('text', models.TextField(blank=True, max_length=2000)),
                ('unfounded', models.BooleanField(default=False, help_text='its case was dismissed')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='marketplace.case')),
                ('reporter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Strike',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('expires_at', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(null=True)),
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='strike', to='marketplace.decision')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='strikes', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['created_at'], name='case_waiting'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('listing',), name='case_open_once_a_model'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='case_decided_has_a_date'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('facts', ''), _negated=True), name='decision_says_why'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='appeal_decided_by_somebody'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['reporter', '-id'], name='report_by_person'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(fields=('case', 'reporter'), name='report_once_a_case_and_person'),
        ),
        migrations.RunSQL(REFUSALS, TAKE_BACK),
    ]
