"""Bounties and their escrow: what is held and for whom, who applies, what is handed in, and what staff divide."""

import django.contrib.postgres.fields
import django.db.models.deletion
import nexus.foundation.ids
from django.conf import settings
from django.db import migrations, models

REFUSALS = """
CREATE FUNCTION bounty_event_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What happened to a bounty is never changed or deleted.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER bounty_event_stays BEFORE UPDATE OR DELETE ON marketplace_bountyevent
    FOR EACH ROW EXECUTE FUNCTION bounty_event_refuse_change();

CREATE FUNCTION escrow_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'Escrow % held money; it stays.', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.order_id, NEW.payer_id, NEW.amount_cents, NEW.currency) IS DISTINCT FROM
       (OLD.order_id, OLD.payer_id, OLD.amount_cents, OLD.currency) THEN
        RAISE EXCEPTION 'Escrow % holds money; whose and how much does not change.', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state = 'released' OR NEW.state NOT IN ('held', 'released') THEN
        RAISE EXCEPTION 'Escrow % is %; it cannot become %.', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER escrow_held_stays BEFORE UPDATE OR DELETE ON marketplace_escrow
    FOR EACH ROW WHEN (OLD.state IN ('held', 'released')) EXECUTE FUNCTION escrow_refuse_change();
"""
TAKE_BACK = """
DROP TRIGGER escrow_held_stays ON marketplace_escrow;
DROP FUNCTION escrow_refuse_change();
DROP TRIGGER bounty_event_stays ON marketplace_bountyevent;
DROP FUNCTION bounty_event_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0009_books"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name='Escrow',
            fields=[
                ('id', models.UUIDField(default=nexus.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=140)),
                ('page', models.CharField(blank=True, max_length=200)),
                ('amount_cents', models.PositiveIntegerField()),
                ('currency', models.CharField(default='USD', max_length=3)),
                ('state', models.CharField(choices=[('pending', 'Pending'), ('held', 'Held'), ('released', 'Released'), ('failed', 'Failed')], default='pending', max_length=8)),
                ('paid_cents', models.PositiveIntegerField(default=0)),
                ('fee_cents', models.PositiveIntegerField(default=0)),
                ('revenue_cents', models.PositiveIntegerField(default=0)),
                ('returned_cents', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('held_at', models.DateTimeField(null=True)),
                ('released_at', models.DateTimeField(null=True)),
                ('order', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='escrow', to='marketplace.order')),
                ('payee', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='escrows_received', to=settings.AUTH_USER_MODEL)),
                ('payer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='escrows', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Bounty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120)),
                ('description', models.TextField(max_length=20000)),
                ('description_html', models.TextField(blank=True)),
                ('budget_cents', models.PositiveIntegerField()),
                ('currency', models.CharField(default='USD', max_length=3)),
                ('deadline', models.DateTimeField(null=True)),
                ('requirements', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('unfunded', 'Unfunded'), ('open', 'Open'), ('in_progress', 'In Progress'), ('disputed', 'Disputed'), ('completed', 'Completed'), ('closed', 'Closed')], default='unfunded', max_length=12)),
                ('price_cents', models.PositiveIntegerField(help_text='of the chosen application', null=True)),
                ('due_at', models.DateTimeField(help_text='what the clock of this state counts to', null=True)),
                ('reminded', models.PositiveSmallIntegerField(default=0, help_text='reminders sent in this state')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('opened_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bounties', to=settings.AUTH_USER_MODEL)),
                ('winner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bounties_won', to=settings.AUTH_USER_MODEL)),
                ('escrow', models.OneToOneField(help_text='the newest one', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bounty', to='marketplace.escrow')),
            ],
            options={
                'verbose_name_plural': 'bounties',
                'permissions': [('settle_bounty', 'Can decide disputes about bounties')],
            },
        ),
        migrations.CreateModel(
            name='EscrowReturn',
            fields=[
                ('id', models.UUIDField(default=nexus.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('amount_cents', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('done', 'Done')], default='waiting', max_length=8)),
                ('reference', models.CharField(blank=True, help_text="the gateway's own id of it", max_length=120)),
                ('reason', models.CharField(blank=True, help_text='why the gateway did not return it yet', max_length=300)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('escrow', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='return_order', to='marketplace.escrow')),
                ('payment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='escrow_returns', to='marketplace.payment')),
            ],
        ),
        migrations.CreateModel(
            name='Split',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('artist_cents', models.PositiveIntegerField(help_text='the rest goes back to the client')),
                ('reason', models.TextField(max_length=2000)),
                ('state', models.CharField(choices=[('held', 'Held'), ('done', 'Done'), ('refused', 'Refused')], default='held', max_length=8)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('bounty', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='splits', to='marketplace.bounty')),
                ('decided_by', models.ForeignKey(help_text='the second person', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('upload_ids', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('message', models.TextField(blank=True, max_length=4000)),
                ('checks', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('preparing', 'Preparing'), ('sent', 'Sent'), ('changes_requested', 'Changes Requested'), ('accepted', 'Accepted'), ('closed', 'Closed')], default='preparing', max_length=20)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('bounty', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='marketplace.bounty')),
                ('listing', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='submission', to='marketplace.listing')),
            ],
        ),
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('price_cents', models.PositiveIntegerField()),
                ('text', models.TextField(max_length=4000)),
                ('state', models.CharField(choices=[('open', 'Open'), ('chosen', 'Chosen'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], default='open', max_length=10)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('artist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bounty_applications', to=settings.AUTH_USER_MODEL)),
                ('bounty', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='marketplace.bounty')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('bounty', 'artist'), name='bounty_application_once_an_artist'), models.UniqueConstraint(condition=models.Q(('state', 'chosen')), fields=('bounty',), name='bounty_chosen_once'), models.CheckConstraint(condition=models.Q(('price_cents__gt', 0)), name='bounty_application_has_a_price')],
            },
        ),
        migrations.CreateModel(
            name='BountyEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('posted', 'Posted'), ('opened', 'Opened'), ('changed', 'Changed'), ('applied', 'Applied'), ('withdrawn', 'Withdrawn'), ('chosen', 'Chosen'), ('submitted', 'Submitted'), ('changes_requested', 'Changes Requested'), ('message', 'Message'), ('reminded', 'Reminded'), ('disputed', 'Disputed'), ('split_proposed', 'Split Proposed'), ('split_refused', 'Split Refused'), ('split', 'Split'), ('completed', 'Completed'), ('closed', 'Closed')], max_length=20)),
                ('text', models.TextField(blank=True)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('actor', models.ForeignKey(help_text='none: the clock', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('bounty', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='marketplace.bounty')),
            ],
            options={
                'indexes': [models.Index(fields=['bounty', 'id'], name='bounty_event_in_order')],
            },
        ),
        migrations.AddConstraint(
            model_name='escrow',
            constraint=models.CheckConstraint(condition=models.Q(('amount_cents__gt', 0)), name='escrow_holds_something'),
        ),
        migrations.AddConstraint(
            model_name='escrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'released'), ('amount_cents', django.db.models.expressions.CombinedExpression(models.F('paid_cents'), '+', models.F('returned_cents')))), models.Q(models.Q(('state', 'released'), _negated=True), ('paid_cents', 0), ('returned_cents', 0)), _connector='OR'), name='escrow_is_released_whole'),
        ),
        migrations.AddConstraint(
            model_name='escrow',
            constraint=models.CheckConstraint(condition=models.Q(('paid_cents', django.db.models.expressions.CombinedExpression(models.F('fee_cents'), '+', models.F('revenue_cents')))), name='escrow_share_adds_up'),
        ),
        migrations.AddConstraint(
            model_name='escrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('paid_cents', 0), ('payee', None)), models.Q(('paid_cents__gt', 0), ('payee__isnull', False)), _connector='OR'), name='escrow_pays_somebody'),
        ),
        migrations.AddConstraint(
            model_name='escrow',
            constraint=models.CheckConstraint(condition=models.Q(('payee', None), models.Q(('payee', models.F('payer')), _negated=True), _connector='OR'), name='escrow_pays_nobody_for_their_own'),
        ),
        migrations.AddConstraint(
            model_name='escrow',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'failed']), ('held_at__isnull', False), _connector='OR'), name='escrow_held_has_a_date'),
        ),
        migrations.AddIndex(
            model_name='bounty',
            index=models.Index(fields=['client', '-id'], name='bounty_by_client'),
        ),
        migrations.AddIndex(
            model_name='bounty',
            index=models.Index(fields=['winner', '-id'], name='bounty_by_winner'),
        ),
        migrations.AddIndex(
            model_name='bounty',
            index=models.Index(fields=['state', '-id'], name='bounty_by_state'),
        ),
        migrations.AddIndex(
            model_name='bounty',
            index=models.Index(condition=models.Q(('state__in', ['unfunded', 'open', 'in_progress'])), fields=['due_at'], name='bounty_clock'),
        ),
        migrations.AddConstraint(
            model_name='bounty',
            constraint=models.CheckConstraint(condition=models.Q(('budget_cents__gt', 0)), name='bounty_has_a_budget'),
        ),
        migrations.AddConstraint(
            model_name='bounty',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'unfunded'), ('state', 'closed'), ('escrow__isnull', False), _connector='OR'), name='bounty_has_an_escrow'),
        ),
        migrations.AddConstraint(
            model_name='bounty',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('price_cents', None), ('winner', None)), models.Q(('price_cents__isnull', False), ('winner__isnull', False), ('price_cents__lte', models.F('budget_cents'))), _connector='OR'), name='bounty_winner_has_a_price_in_the_budget'),
        ),
        migrations.AddConstraint(
            model_name='bounty',
            constraint=models.CheckConstraint(condition=models.Q(('winner', None), models.Q(('winner', models.F('client')), _negated=True), _connector='OR'), name='bounty_not_won_by_client'),
        ),
        migrations.AddConstraint(
            model_name='bounty',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['unfunded', 'open']), ('winner', None)), models.Q(('state__in', ('in_progress', 'disputed', 'completed')), ('winner__isnull', False)), ('state', 'closed'), _connector='OR'), name='bounty_runs_with_a_winner'),
        ),
        migrations.AddConstraint(
            model_name='bounty',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['unfunded', 'open', 'in_progress']), _negated=True), ('due_at__isnull', False), _connector='OR'), name='bounty_has_a_clock'),
        ),
        migrations.AddConstraint(
            model_name='bounty',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['completed', 'closed']), _negated=True), ('ended_at__isnull', False), _connector='OR'), name='bounty_end_has_a_date'),
        ),
        migrations.AddConstraint(
            model_name='escrowreturn',
            constraint=models.CheckConstraint(condition=models.Q(('amount_cents__gt', 0)), name='escrow_return_moves_something'),
        ),
        migrations.AddConstraint(
            model_name='escrowreturn',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'waiting'), ('done_at__isnull', False), _connector='OR'), name='escrow_return_done_has_a_date'),
        ),
        migrations.AddConstraint(
            model_name='split',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'held')), fields=('bounty',), name='bounty_split_one_waits'),
        ),
        migrations.AddConstraint(
            model_name='split',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'done')), fields=('bounty',), name='bounty_split_once'),
        ),
        migrations.AddConstraint(
            model_name='split',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), ('decided_by', None), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='bounty_split_released_by_another'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['preparing', 'sent', 'accepted'])), fields=('bounty', 'state'), name='bounty_submission_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'preparing'), ('sent_at__isnull', False), _connector='OR'), name='bounty_submission_sent_has_a_date'),
        ),
        migrations.RunSQL(REFUSALS, TAKE_BACK),
    ]
