"""Reviews, comments, makes, follows and collections; the average of reviews beside its listing."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# A shown review rests on a live right to somebody else's model. The share lock makes the end of a right wait for a
# review that is being written, and a review for a right that is just being ended.
RIGHTS = """
CREATE FUNCTION nexus_review_rests_on_a_right() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM marketplace_listing WHERE id = NEW.listing_id AND seller_id = NEW.author_id) THEN
        RAISE EXCEPTION 'nobody reviews a model of their own'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'review_is_of_somebody_elses_model';
    END IF;
    IF NEW.hidden_by = '' THEN
        PERFORM FROM marketplace_entitlement
            WHERE listing_id = NEW.listing_id AND holder_id = NEW.author_id AND ended_at IS NULL FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'a review is shown while its author holds the model'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'review_rests_on_a_right';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER review_rests_on_a_right BEFORE INSERT OR UPDATE OF listing_id, author_id, hidden_by
    ON marketplace_review FOR EACH ROW EXECUTE FUNCTION nexus_review_rests_on_a_right();
"""
NO_RIGHTS = """
DROP TRIGGER review_rests_on_a_right ON marketplace_review;
DROP FUNCTION nexus_review_rests_on_a_right();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("nexus", "0002_audit_refuses_change"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("marketplace", "0005_listings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Collection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                (
                    "visibility",
                    models.CharField(
                        choices=[("public", "Public"), ("unlisted", "Unlisted"), ("private", "Private")],
                        default="public",
                        max_length=8,
                    ),
                ),
                ("is_default", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="CollectionItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("comment", "Comment"), ("question", "Question")], default="comment", max_length=8
                    ),
                ),
                ("text", models.TextField(max_length=4000)),
                ("html", models.TextField()),
                ("is_pinned", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("deleted_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Follow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="Make",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("printer", models.CharField(max_length=80)),
                ("material", models.CharField(max_length=80)),
                ("settings", models.CharField(blank=True, max_length=500)),
                ("worked", models.BooleanField()),
                ("text", models.TextField(blank=True, max_length=2000)),
                (
                    "hidden_by",
                    models.CharField(
                        blank=True,
                        choices=[("", "Nothing"), ("right", "Right"), ("case", "Case")],
                        default="",
                        max_length=8,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("rating", models.PositiveSmallIntegerField()),
                ("text", models.TextField(blank=True, max_length=4000)),
                ("reply", models.TextField(blank=True, max_length=4000)),
                ("replied_at", models.DateTimeField(null=True)),
                (
                    "hidden_by",
                    models.CharField(
                        blank=True,
                        choices=[("", "Nothing"), ("right", "Right"), ("case", "Case")],
                        default="",
                        max_length=8,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("edited_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ReviewPhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name="listing",
            name="rating",
            field=models.FloatField(help_text="the average of the reviews that are shown", null=True),
        ),
        migrations.AddField(
            model_name="listing",
            name="rating_count",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("rating", None), ("rating_count", 0)),
                    models.Q(("rating__gte", 1), ("rating__lte", 5), ("rating_count__gt", 0)),
                    _connector="OR",
                ),
                name="listing_rating_rests_on_reviews",
            ),
        ),
        migrations.AddField(
            model_name="collection",
            name="cover",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="marketplace.listing",
            ),
        ),
        migrations.AddField(
            model_name="collection",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="collections", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="collectionitem",
            name="collection",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="items", to="marketplace.collection"
            ),
        ),
        migrations.AddField(
            model_name="collectionitem",
            name="listing",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="kept_in", to="marketplace.listing"
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="comments", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="listing",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="marketplace.listing"
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="parent",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="marketplace.comment"
            ),
        ),
        migrations.AddField(
            model_name="follow",
            name="collection",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="followed_by",
                to="marketplace.collection",
            ),
        ),
        migrations.AddField(
            model_name="follow",
            name="creator",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="followed_by",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="follow",
            name="follower",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="follows", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="follow",
            name="tag",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="followed_by", to="marketplace.tag"
            ),
        ),
        migrations.AddField(
            model_name="make",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="makes", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="make",
            name="listing",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="makes", to="marketplace.listing"
            ),
        ),
        migrations.AddField(
            model_name="make",
            name="photo",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="nexus.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="reviews", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="listing",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="reviews", to="marketplace.listing"
            ),
        ),
        migrations.AddField(
            model_name="reviewphoto",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="nexus.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="reviewphoto",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="photos", to="marketplace.review"
            ),
        ),
        migrations.AddIndex(
            model_name="collection",
            index=models.Index(fields=["owner", "-id"], name="collection_by_owner"),
        ),
        migrations.AddIndex(
            model_name="collection",
            index=models.Index(condition=models.Q(("visibility", "public")), fields=["-id"], name="collection_public"),
        ),
        migrations.AddConstraint(
            model_name="collection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_default", True)), fields=("owner",), name="collection_one_default"
            ),
        ),
        migrations.AddConstraint(
            model_name="collection",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="collection_has_a_name"
            ),
        ),
        migrations.AddIndex(
            model_name="collectionitem",
            index=models.Index(fields=["collection", "position", "id"], name="collection_in_order"),
        ),
        migrations.AddConstraint(
            model_name="collectionitem",
            constraint=models.UniqueConstraint(fields=("collection", "listing"), name="collection_holds_a_model_once"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(condition=models.Q(("parent", None)), fields=["listing", "-id"], name="comment_threads"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["parent", "id"], name="comment_answers"),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_pinned", True)), fields=("parent",), name="comment_one_pinned_answer_a_thread"
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_pinned", False), ("parent__isnull", False), _connector="OR"),
                name="comment_only_answers_are_pinned",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(("deleted_at", None), models.Q(("html", ""), ("text", "")), _connector="OR"),
                name="comment_deleted_has_no_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.UniqueConstraint(fields=("creator", "follower"), name="follow_creator_once"),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.UniqueConstraint(fields=("tag", "follower"), name="follow_tag_once"),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.UniqueConstraint(fields=("collection", "follower"), name="follow_collection_once"),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("collection", None), ("creator__isnull", False), ("tag", None)),
                    models.Q(("collection", None), ("creator", None), ("tag__isnull", False)),
                    models.Q(("collection__isnull", False), ("creator", None), ("tag", None)),
                    _connector="OR",
                ),
                name="follow_is_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("creator", None), models.Q(("creator", models.F("follower")), _negated=True), _connector="OR"
                ),
                name="follow_is_of_somebody_else",
            ),
        ),
        migrations.AddIndex(
            model_name="make",
            index=models.Index(condition=models.Q(("hidden_by", "")), fields=["listing", "-id"], name="make_shown"),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(condition=models.Q(("hidden_by", "")), fields=["listing", "-id"], name="review_shown"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(fields=("listing", "author"), name="review_once_a_holder"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("rating__gte", 1), ("rating__lte", 5)), name="review_rating_is_1_to_5"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("replied_at", None), ("reply", "")),
                    models.Q(models.Q(("reply", ""), _negated=True), ("replied_at__isnull", False)),
                    _connector="OR",
                ),
                name="review_reply_has_a_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewphoto",
            constraint=models.UniqueConstraint(fields=("review", "position"), name="review_photo_has_its_place"),
        ),
        migrations.AddConstraint(
            model_name="reviewphoto",
            constraint=models.CheckConstraint(
                condition=models.Q(("position__lt", 4)), name="review_photos_are_at_most_4"
            ),
        ),
        migrations.RunSQL(RIGHTS, NO_RIGHTS),
    ]
