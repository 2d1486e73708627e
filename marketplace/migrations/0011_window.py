"""Tutorials, homepage, testimonials and campaigns; what the database itself refuses about them."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import marketplace.campaigns.models
from django.conf import settings
from django.db import migrations, models

REFUSALS = """
CREATE FUNCTION homepage_version_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Version % of the home page is kept as it was; publish a new one.', OLD.number
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER homepage_version_stays BEFORE UPDATE OR DELETE ON marketplace_homepageversion
    FOR EACH ROW EXECUTE FUNCTION homepage_version_refuse_change();

CREATE FUNCTION campaign_mail_goes_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (
        (OLD.state = 'waiting' AND NEW.state IN ('claimed', 'skipped')) OR
        (OLD.state = 'claimed' AND NEW.state IN ('waiting', 'sent', 'unknown', 'failed')) OR
        (OLD.state = 'unknown' AND NEW.state IN ('sent', 'failed'))
    ) THEN
        RAISE EXCEPTION 'Mail % of campaign % is %; it cannot become %.', OLD.id, OLD.campaign_id, OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER campaign_mail_goes_once BEFORE UPDATE OF state ON marketplace_campaignmail
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION campaign_mail_goes_once();
"""

TAKE_BACK = """
DROP TRIGGER campaign_mail_goes_once ON marketplace_campaignmail;
DROP FUNCTION campaign_mail_goes_once();
DROP TRIGGER homepage_version_stays ON marketplace_homepageversion;
DROP FUNCTION homepage_version_refuse_change();
"""


class Migration(migrations.Migration):

    dependencies = [("marketplace", "0010_bounties"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('subject', models.CharField(max_length=150)),
                ('content', models.TextField(help_text='sanitised HTML', max_length=100000)),
                ('segment', models.CharField(choices=[('all', 'All'), ('creators', 'Creators'), ('buyers', 'Buyers')], default='all', max_length=10)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('scheduled', 'Scheduled'), ('sending', 'Sending'), ('stopped', 'Stopped'), ('sent', 'Sent')], default='draft', max_length=10)),
                ('scheduled_at', models.DateTimeField(null=True)),
                ('started_at', models.DateTimeField(null=True)),
                ('beat_at', models.DateTimeField(help_text='when a mail of it was last sent, or a person said go on', null=True)),
                ('sent_at', models.DateTimeField(help_text='when the last mail was decided on', null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='CampaignLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('url', models.CharField(max_length=2000)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='marketplace.campaign')),
            ],
        ),
        migrations.CreateModel(
            name='CampaignMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('claimed', 'Claimed'), ('sent', 'Sent'), ('unknown', 'Unknown'), ('failed', 'Failed'), ('skipped', 'Skipped')], default='waiting', max_length=8)),
                ('token', models.CharField(default=marketplace.campaigns.models.new_token, max_length=32, unique=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField(null=True)),
                ('claimed_at', models.DateTimeField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('message_id', models.CharField(blank=True, max_length=250)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('opened_at', models.DateTimeField(null=True)),
                ('clicked_at', models.DateTimeField(null=True)),
                ('bounced_at', models.DateTimeField(null=True)),
                ('complained_at', models.DateTimeField(null=True)),
                ('unsubscribed_at', models.DateTimeField(null=True)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='marketplace.campaign')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='CampaignClick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clicks', to='marketplace.campaignlink')),
                ('mail', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clicks', to='marketplace.campaignmail')),
            ],
        ),
        migrations.CreateModel(
            name='CampaignTest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('to', models.EmailField(max_length=254)),
                ('asked_at', models.DateTimeField(auto_now_add=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tests', to='marketplace.campaign')),
            ],
        ),
        migrations.CreateModel(
            name='HomepageDraft',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('blocks', models.JSONField()),
                ('base', models.PositiveIntegerField(help_text='the version it was begun from')),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='HomepageVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True)),
                ('blocks', models.JSONField()),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('restored_from', models.PositiveIntegerField(null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='MailBlock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(max_length=254)),
                ('reason', models.CharField(choices=[('bounced', 'Bounced'), ('complained', 'Complained')], max_length=10)),
                ('words', models.CharField(blank=True, help_text='what the provider said', max_length=300)),
                ('since', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('address'), name='mail_block_once_an_address')],
            },
        ),
        migrations.CreateModel(
            name='MailEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider', models.CharField(max_length=40)),
                ('event_id', models.CharField(max_length=200)),
                ('kind', models.CharField(max_length=20)),
                ('address', models.CharField(blank=True, max_length=254)),
                ('at', models.DateTimeField()),
                ('received_at', models.DateTimeField(auto_now_add=True)),
                ('mail', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='events', to='marketplace.campaignmail')),
            ],
        ),
        migrations.CreateModel(
            name='PageText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(choices=[('rules', 'Rules'), ('privacy', 'Privacy'), ('terms', 'Terms')], max_length=10)),
                ('language', models.CharField(max_length=10)),
                ('text', models.TextField(max_length=60000)),
                ('html', models.TextField()),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='SliderItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(unique=True)),
                ('listing', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='marketplace.listing')),
            ],
        ),
        migrations.CreateModel(
            name='Testimonial',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('author', models.CharField(max_length=80)),
                ('company', models.CharField(blank=True, max_length=80)),
                ('text', models.CharField(max_length=600)),
                ('rating', models.PositiveSmallIntegerField(default=5)),
                ('verified', models.BooleanField(default=False, help_text='Staff know that this person said it.')),
                ('featured', models.BooleanField(default=False, help_text='Stands before the others.')),
                ('published', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('rating__gte', 1), ('rating__lte', 5)), name='testimonial_rating_1_to_5')],
            },
        ),
        migrations.CreateModel(
            name='Tutorial',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=120, unique=True)),
                ('title', models.CharField(max_length=160)),
                ('summary', models.CharField(blank=True, max_length=300)),
                ('level', models.CharField(choices=[('Beginner', 'Beginner'), ('Intermediate', 'Intermediate'), ('Advanced', 'Advanced')], default='Beginner', max_length=12)),
                ('text', models.TextField(max_length=60000)),
                ('parts', models.JSONField(default=list, help_text='pieces in order: safe HTML, or models that stand between')),
                ('contents', models.JSONField(default=list, help_text='headings: id, text, level')),
                ('model_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published')], default='draft', max_length=10)),
                ('views', models.PositiveIntegerField(default=0, help_text='counted once a visitor and day; folded by a duty')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('published_at', models.DateTimeField(null=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tutorials', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='TutorialView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('visitor', models.UUIDField(help_text='a keyed hash that is another one tomorrow')),
                ('day', models.DateField()),
                ('is_counted', models.BooleanField(default=False)),
                ('tutorial', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='marketplace.tutorial')),
            ],
        ),
        migrations.AddIndex(
            model_name='campaign',
            index=models.Index(condition=models.Q(('state__in', ['scheduled', 'sending'])), fields=['scheduled_at'], name='campaign_at_work'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'scheduled'), _negated=True), ('scheduled_at__isnull', False), _connector='OR'), name='campaign_scheduled_has_a_time'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'scheduled']), ('started_at__isnull', False), _connector='OR'), name='campaign_begun_has_a_time'),
        ),
        migrations.AddConstraint(
            model_name='campaignlink',
            constraint=models.UniqueConstraint(fields=('campaign', 'number'), name='campaign_link_has_its_number'),
        ),
        migrations.AddIndex(
            model_name='campaignmail',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['campaign', 'id'], name='campaign_mail_waiting'),
        ),
        migrations.AddIndex(
            model_name='campaignmail',
            index=models.Index(condition=models.Q(('state', 'claimed')), fields=['claimed_at'], name='campaign_mail_claimed'),
        ),
        migrations.AddIndex(
            model_name='campaignmail',
            index=models.Index(condition=models.Q(('message_id', ''), _negated=True), fields=['message_id'], name='campaign_mail_by_message'),
        ),
        migrations.AddIndex(
            model_name='campaignmail',
            index=models.Index(fields=['campaign', 'state'], name='campaign_mail_by_state'),
        ),
        migrations.AddConstraint(
            model_name='campaignmail',
            constraint=models.UniqueConstraint(fields=('campaign', 'user'), name='campaign_mail_once_a_person'),
        ),
        migrations.AddConstraint(
            model_name='campaignmail',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'skipped']), ('claimed_at__isnull', False), _connector='OR'), name='campaign_mail_is_claimed_first'),
        ),
        migrations.AddConstraint(
            model_name='campaignclick',
            constraint=models.UniqueConstraint(fields=('mail', 'link'), name='campaign_click_once_a_link'),
        ),
        migrations.AddConstraint(
            model_name='homepagedraft',
            constraint=models.CheckConstraint(condition=models.Q(('id', 1)), name='homepage_has_one_draft'),
        ),
        migrations.AddConstraint(
            model_name='homepageversion',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 2)), name='homepage_one_is_as_delivered'),
        ),
        migrations.AddConstraint(
            model_name='mailevent',
            constraint=models.UniqueConstraint(fields=('provider', 'event_id'), name='mail_event_once'),
        ),
        migrations.AddConstraint(
            model_name='pagetext',
            constraint=models.UniqueConstraint(models.F('page'), django.db.models.functions.text.Lower('language'), name='page_text_once_a_language'),
        ),
        migrations.AddIndex(
            model_name='tutorial',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['-published_at', '-id'], name='tutorial_newest'),
        ),
        migrations.AddConstraint(
            model_name='tutorial',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='tutorial_published_has_a_date'),
        ),
        migrations.AddIndex(
            model_name='tutorialview',
            index=models.Index(condition=models.Q(('is_counted', False)), fields=['tutorial'], name='tutorial_view_not_counted'),
        ),
        migrations.AddConstraint(
            model_name='tutorialview',
            constraint=models.UniqueConstraint(fields=('tutorial', 'visitor', 'day'), name='tutorial_view_once_a_day'),
        ),
        migrations.RunSQL(REFUSALS, TAKE_BACK),
    ]
