"""What the catalogue stands on: extensions, search configurations, query and vocabulary, the categories."""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

# `nexus` stems (chairs finds chair), `nexus_plain` keeps words whole, so that beginnings match (furnit finds furniture).
CONFIGURATIONS = """
CREATE TEXT SEARCH CONFIGURATION nexus (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION nexus
    ALTER MAPPING FOR hword, hword_part, word, asciiword, asciihword, hword_asciipart WITH unaccent, english_stem;
ALTER TEXT SEARCH CONFIGURATION nexus ALTER MAPPING FOR numword, numhword, hword_numpart WITH unaccent, simple;
CREATE TEXT SEARCH CONFIGURATION nexus_plain (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION nexus_plain
    ALTER MAPPING FOR hword, hword_part, word, asciiword, asciihword, hword_asciipart, numword, numhword, hword_numpart
    WITH unaccent, simple;
"""
# Every word must be found, whole or as a beginning; words that say nothing ("the") count only where no other is left.
QUERY = """
CREATE FUNCTION nexus_query(words text[]) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    word text;
    beginning tsquery;
    stem tsquery;
    found tsquery := ''::tsquery;
    empty tsquery := ''::tsquery;
BEGIN
    FOREACH word IN ARRAY words LOOP
        beginning := to_tsquery('nexus_plain', quote_literal(word) || ':*');
        stem := to_tsquery('nexus', quote_literal(word));
        IF numnode(stem) > 0 THEN
            found := found && (beginning || stem);
        ELSE
            empty := empty && beginning;
        END IF;
    END LOOP;
    RETURN CASE WHEN numnode(found) > 0 THEN found ELSE empty END;
END $$;
CREATE FUNCTION nexus_vector(name text, words text, body text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT setweight(to_tsvector('nexus', name) || to_tsvector('nexus_plain', name), 'A')
        || setweight(to_tsvector('nexus', words) || to_tsvector('nexus_plain', words), 'B')
        || setweight(to_tsvector('nexus', body) || to_tsvector('nexus_plain', body), 'C')
$$;
"""
# The words of names on show, for "did you mean"; refreshed by a duty, asked only where nothing was found.
VOCABULARY = """
CREATE MATERIALIZED VIEW nexus_vocabulary AS
    SELECT word, ndoc AS documents FROM ts_stat($$
        SELECT to_tsvector('public.nexus_plain', name) FROM public.marketplace_listing WHERE state = 'approved' AND hidden_by = ''
    $$);
CREATE UNIQUE INDEX nexus_vocabulary_once ON nexus_vocabulary (word);
CREATE INDEX nexus_vocabulary_alike ON nexus_vocabulary USING gin (word gin_trgm_ops);
"""
CATEGORIES = (
    ("furniture", "Furniture", "box", "furniture"),
    ("home", "Home", "house", "home"),
    ("vehicles", "Vehicles", "rocket", "vehicles"),
    ("mechanics", "Mechanics", "wrench", "mechanics"),
    ("nature", "Nature", "sun-medium", "nature"),
    ("buildings", "Buildings", "store", "buildings"),
    ("figures", "Figures", "users", "figures"),
    ("toys", "Toys and games", "dices", "figures"),
    ("art", "Art and decoration", "palette", "home"),
    ("electronics", "Electronics", "monitor", "mechanics"),
    ("tools", "Tools", "hammer", "mechanics"),
    ("fashion", "Fashion and jewellery", "sparkles", "home"),
    ("food", "Food", "gift", "nature"),
    ("other", "Everything else", "box", ""),
)


def add_categories(apps, schema_editor):
    category = apps.get_model("marketplace", "Category")
    category.objects.bulk_create(
        category(slug=slug, name=name, icon=icon, tint=tint, order=place)
        for place, (slug, name, icon, tint) in enumerate(CATEGORIES, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0001_initial")]

    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        migrations.RunSQL(
            CONFIGURATIONS,
            "DROP TEXT SEARCH CONFIGURATION nexus; DROP TEXT SEARCH CONFIGURATION nexus_plain;",
        ),
        migrations.RunSQL(QUERY, "DROP FUNCTION nexus_query(text[]); DROP FUNCTION nexus_vector(text, text, text);"),
        migrations.RunSQL(VOCABULARY, "DROP MATERIALIZED VIEW nexus_vocabulary"),
        migrations.RunPython(add_categories, migrations.RunPython.noop),
    ]
