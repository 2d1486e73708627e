"""Search over every filter, saved searches; views and likes without hot rows."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0006_social"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name='LikeChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('change', models.SmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='ListingDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('views', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='ListingFigures',
            fields=[
                ('listing', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='figures', serialize=False, to='marketplace.listing')),
                ('views', models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='ListingView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('visitor', models.UUIDField()),
                ('is_counted', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='ListingMeaning',
            fields=[
                ('listing', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='meaning', serialize=False, to='marketplace.listing')),
                ('vector', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None)),
            ],
        ),
        migrations.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('query', models.JSONField(help_text='the filters, as the address has them')),
                ('notify', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('seen_until', models.DateTimeField(default=django.utils.timezone.now, help_text='what was published later is news')),
                ('look_at', models.DateTimeField(default=django.utils.timezone.now, help_text='not looked through before')),
            ],
        ),
        migrations.CreateModel(
            name='SearchSample',
            fields=[
                ('price_cents', models.PositiveIntegerField()),
                ('published_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('quality', models.FloatField(default=0, help_text='order of “popular”: newer and wanted first')),
                ('trending', models.FloatField(default=0, help_text='order of “trending”: what happened in the last weeks')),
                ('rated', models.FloatField(default=0, help_text='order of “rating”: the average, drawn to the middle by few reviews')),
                ('rating', models.FloatField(null=True)),
                ('licences', models.PositiveSmallIntegerField(default=0)),
                ('formats', models.PositiveSmallIntegerField(default=0)),
                ('marks', models.PositiveSmallIntegerField(default=0)),
                ('triangles', models.PositiveIntegerField(null=True)),
                ('long_mm', models.FloatField(help_text='the three sides, the longest first', null=True)),
                ('middle_mm', models.FloatField(null=True)),
                ('short_mm', models.FloatField(null=True)),
                ('terms', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('vector', django.contrib.postgres.search.SearchVectorField()),
                ('listing_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('category_id', models.BigIntegerField(null=True)),
            ],
        ),
        migrations.RemoveIndex(
            model_name='searchdoc',
            name='search_words',
        ),
        migrations.AddField(
            model_name='searchdoc',
            name='formats',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='searchdoc',
            name='licences',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='searchdoc',
            name='long_mm',
            field=models.FloatField(help_text='the three sides, the longest first', null=True),
        ),
        migrations.AddField(
            model_name='searchdoc',
            name='marks',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='searchdoc',
            name='middle_mm',
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name='searchdoc',
            name='rated',
            field=models.FloatField(default=0, help_text='order of “rating”: the average, drawn to the middle by few reviews'),
        ),
        migrations.AddField(
            model_name='searchdoc',
            name='rating',
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name='searchdoc',
            name='short_mm',
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name='searchdoc',
            name='terms',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None),
        ),
        migrations.AddField(
            model_name='searchdoc',
            name='trending',
            field=models.FloatField(default=0, help_text='order of “trending”: what happened in the last weeks'),
        ),
        migrations.AddField(
            model_name='searchdoc',
            name='triangles',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='searchdoc',
            name='updated_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='searchdoc',
            name='quality',
            field=models.FloatField(default=0, help_text='order of “popular”: newer and wanted first'),
        ),
        migrations.AddIndex(
            model_name='searchdoc',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['vector', 'terms'], name='search_words'),
        ),
        migrations.AddIndex(
            model_name='searchdoc',
            index=models.Index(fields=['-updated_at', '-listing'], name='search_updated'),
        ),
        migrations.AddIndex(
            model_name='searchdoc',
            index=models.Index(fields=['-trending', '-listing'], name='search_trending'),
        ),
        migrations.AddIndex(
            model_name='searchdoc',
            index=models.Index(fields=['-rated', '-listing'], name='search_rated'),
        ),
        migrations.AddIndex(
            model_name='searchdoc',
            index=models.Index(fields=['triangles'], name='search_triangles'),
        ),
        migrations.AddIndex(
            model_name='searchdoc',
            index=models.Index(fields=['long_mm'], name='search_long'),
        ),
        migrations.AddField(
            model_name='likechange',
            name='listing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='like_changes', to='marketplace.listing'),
        ),
        migrations.AddField(
            model_name='listingday',
            name='listing',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='days', to='marketplace.listing'),
        ),
        migrations.AddField(
            model_name='listingview',
            name='listing',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='marketplace.listing'),
        ),
        migrations.AddField(
            model_name='savedsearch',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_searches', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='searchsample',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['vector', 'terms'], name='sample_words'),
        ),
        migrations.AddConstraint(
            model_name='likechange',
            constraint=models.CheckConstraint(condition=models.Q(('change__in', [-1, 1])), name='like_change_is_one'),
        ),
        migrations.AddIndex(
            model_name='listingday',
            index=models.Index(fields=['day', 'listing'], name='day_of_all'),
        ),
        migrations.AddConstraint(
            model_name='listingday',
            constraint=models.UniqueConstraint(fields=('listing', 'day'), name='day_once_a_listing'),
        ),
        migrations.AddIndex(
            model_name='listingview',
            index=models.Index(condition=models.Q(('is_counted', False)), fields=['id'], name='view_not_counted'),
        ),
        migrations.AddIndex(
            model_name='listingview',
            index=models.Index(fields=['day'], name='view_by_day'),
        ),
        migrations.AddConstraint(
            model_name='listingview',
            constraint=models.UniqueConstraint(fields=('listing', 'day', 'visitor'), name='view_once_a_visitor_and_day'),
        ),
        migrations.AddIndex(
            model_name='savedsearch',
            index=models.Index(fields=['user', '-id'], name='saved_search_by_user'),
        ),
        migrations.AddIndex(
            model_name='savedsearch',
            index=models.Index(condition=models.Q(('notify', True)), fields=['look_at'], name='saved_search_due'),
        ),
        migrations.AddConstraint(
            model_name='savedsearch',
            constraint=models.UniqueConstraint(fields=('user', 'query'), name='saved_search_once'),
        ),
        migrations.AddConstraint(
            model_name='savedsearch',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='saved_search_has_a_name'),
        ),
    ]
