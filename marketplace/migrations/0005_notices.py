"""Copyright notices with their clock, the steps of a case, marks that staff set; what of them is never changed."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


REFUSALS = """
CREATE FUNCTION nexus_step_refuses_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A step of a case and a counter-notice are never changed or deleted.'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER case_step_stays BEFORE UPDATE OR DELETE ON marketplace_casestep
    FOR EACH ROW EXECUTE FUNCTION nexus_step_refuses_change();
CREATE TRIGGER counter_notice_stays BEFORE UPDATE OR DELETE ON marketplace_counternotice
    FOR EACH ROW EXECUTE FUNCTION nexus_step_refuses_change();

CREATE FUNCTION nexus_notice_stays_as_sent() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE kept marketplace_notice%ROWTYPE;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.confirmed_at IS NULL THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'A confirmed copyright notice is never deleted.' USING ERRCODE = 'restrict_violation';
    END IF;
    kept := NEW;
    kept.filed_by_id := OLD.filed_by_id;
    IF OLD.confirmed_at IS NULL THEN
        kept.confirmed_at := NULL;
    END IF;
    IF kept IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'A copyright notice stays as it was sent.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER notice_stays_as_sent BEFORE UPDATE OR DELETE ON marketplace_notice
    FOR EACH ROW EXECUTE FUNCTION nexus_notice_stays_as_sent();
"""
TAKE_BACK = """
DROP TRIGGER notice_stays_as_sent ON marketplace_notice;
DROP FUNCTION nexus_notice_stays_as_sent();
DROP TRIGGER counter_notice_stays ON marketplace_counternotice;
DROP TRIGGER case_step_stays ON marketplace_casestep;
DROP FUNCTION nexus_step_refuses_change();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('marketplace', '0004_history_refusals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('creator_told', 'Creator Told'), ('claimant_told', 'Claimant Told'), ('withdrawn', 'Withdrawn'), ('court', 'Court'), ('escalated', 'Escalated')], max_length=16)),
                ('source', models.CharField(max_length=60)),
                ('text', models.TextField(blank=True, max_length=2000)),
                ('actor_id', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='CounterNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('address', models.CharField(max_length=500)),
                ('text', models.TextField(max_length=2000)),
                ('good_faith', models.BooleanField()),
                ('accepts_court', models.BooleanField()),
                ('signature', models.CharField(max_length=120)),
                ('created_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('organisation', models.CharField(blank=True, max_length=120)),
                ('email', models.EmailField(max_length=254)),
                ('address', models.CharField(max_length=500)),
                ('is_owner', models.BooleanField(help_text='else somebody who acts for the owner')),
                ('work', models.TextField(max_length=2000)),
                ('where', models.TextField(blank=True, help_text='where the work is seen, and what was copied', max_length=2000)),
                ('targets', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), help_text='the models that are meant', size=None)),
                ('good_faith', models.BooleanField()),
                ('accurate', models.BooleanField()),
                ('signature', models.CharField(max_length=120)),
                ('language', models.CharField(blank=True, max_length=8)),
                ('created_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='case_waiting',
        ),
        migrations.AddField(
            model_name='case',
            name='claimant',
            field=models.EmailField(blank=True, help_text='who sent the notice, in small letters', max_length=254),
        ),
        migrations.AddField(
            model_name='case',
            name='court_at',
            field=models.DateTimeField(help_text='when whoever sent the notice said that a court has it', null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='due_at',
            field=models.DateTimeField(help_text='when the clock of a copyright case decides', null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='escalated_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='escalated_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='case',
            name='escalated_note',
            field=models.TextField(blank=True, max_length=2000),
        ),
        migrations.AddField(
            model_name='listing',
            name='kept_marks',
            field=models.JSONField(blank=True, default=list, help_text='marks that staff set: its creator keeps them'),
        ),
        migrations.AlterField(
            model_name='case',
            name='state',
            field=models.CharField(choices=[('open', 'Open'), ('noticed', 'Noticed'), ('countered', 'Countered'), ('dismissed', 'Dismissed'), ('warned', 'Warned'), ('marked', 'Marked'), ('hidden', 'Hidden'), ('banned', 'Banned'), ('lifted', 'Lifted')], default='open', max_length=10),
        ),
        migrations.AlterField(
            model_name='decision',
            name='act',
            field=models.CharField(choices=[('dismiss', 'Dismiss'), ('warn', 'Warn'), ('hide', 'Hide'), ('ban', 'Ban'), ('restore', 'Restore'), ('mark_ai', 'Mark Ai'), ('mark_sensitive', 'Mark Sensitive'), ('notice', 'Notice'), ('final', 'Final')], max_length=16),
        ),
        migrations.AlterField(
            model_name='decision',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('automatic', True), ('by', None)), models.Q(('automatic', False), ('by__isnull', False)), _connector='OR'), name='decision_by_somebody_or_a_machine'),
        ),
        migrations.AddField(
            model_name='casestep',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='marketplace.case'),
        ),
        migrations.AddField(
            model_name='counternotice',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='counternotice',
            name='case',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='counter', to='marketplace.case'),
        ),
        migrations.AddField(
            model_name='notice',
            name='filed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notices_filed', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='case',
            name='notice',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='marketplace.notice'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state__in', ('open', 'noticed', 'countered'))), fields=['created_at', 'id'], name='case_waiting'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='case_clock'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['noticed', 'countered'])), fields=('listing', 'claimant'), name='case_noticed_once_a_model_and_claimant'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_at__isnull', False), ('state__in', ['noticed', 'countered'])), models.Q(models.Q(('state__in', ['noticed', 'countered']), _negated=True), ('due_at', None)), _connector='OR'), name='case_runs_by_a_clock'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('claimant', ''), ('notice', None)), models.Q(('notice__isnull', False), models.Q(('claimant', ''), _negated=True)), _connector='OR'), name='case_of_a_notice_has_a_claimant'),
        ),
        migrations.AddConstraint(
            model_name='casestep',
            constraint=models.UniqueConstraint(fields=('case', 'source'), name='case_step_once'),
        ),
        migrations.AddConstraint(
            model_name='counternotice',
            constraint=models.CheckConstraint(condition=models.Q(('accepts_court', True), ('good_faith', True)), name='counter_notice_states_both'),
        ),
        migrations.AddConstraint(
            model_name='counternotice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('address', ''), _negated=True), models.Q(('text', ''), _negated=True), models.Q(('signature', ''), _negated=True)), name='counter_notice_is_complete'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('confirmed_at', None)), fields=['created_at'], name='notice_unconfirmed'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('accurate', True), ('good_faith', True)), name='notice_states_both'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('email', ''), _negated=True), models.Q(('address', ''), _negated=True), models.Q(('work', ''), _negated=True), models.Q(('signature', ''), _negated=True)), name='notice_is_complete'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('targets__len__gt', 0)), name='notice_means_a_model'),
        ),
        migrations.RunSQL(REFUSALS, TAKE_BACK),
    ]
