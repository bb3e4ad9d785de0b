"""An index of what is said in service records.

The function of PostgreSQL cuts a text as evidence/searching.py cuts what is looked for. It needs no
extension, and no locale that knows Chinese. Department and month stand beside the words, so that
the index alone leaves out what is of another department or of long ago.
"""

from django.db import migrations

GRAMS = r"""
CREATE OR REPLACE FUNCTION evidence_grams(
    said text, reference text, department bigint, day date
) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT string_to_array(concat_ws(E'\n',
        regexp_replace(signs, '(..)', E'\\1\n', 'g'),
        regexp_replace(substr(signs, 2), '(..)', E'\\1\n', 'g'),
        regexp_replace(letters, '(...)', E'\\1\n', 'g'),
        regexp_replace(substr(letters, 2), '(...)', E'\\1\n', 'g'),
        regexp_replace(substr(letters, 3), '(...)', E'\\1\n', 'g'),
        '=d' || department,
        '=m' || (extract(year FROM day) * 12 + extract(month FROM day))::int
    ), E'\n')
    FROM (SELECT
        regexp_replace(said || ' ' || reference, E'[\x01-\x7f]+', ' ', 'g') AS signs,
        regexp_replace(lower((said || ' ' || reference) COLLATE "C"), '[^a-z0-9]+', ' ', 'g')
            AS letters
    ) AS cut
$$
"""
INDEX = """
CREATE INDEX service_record_grams ON evidence_servicerecord
USING gin (evidence_grams(text, reference, department_id, opened_on)) WITH (gin_pending_list_limit = 512)
WHERE NOT taken_out
"""


def build(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(GRAMS, params=None)
        schema_editor.execute(INDEX, params=None)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX service_record_grams")
        schema_editor.execute("DROP FUNCTION evidence_grams(text, text, bigint, date)")


class Migration(migrations.Migration):
    dependencies = [('evidence', '0011_times_of_records')]

    operations = [migrations.RunPython(build, drop)]
