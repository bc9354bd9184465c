"""The entries that search finds, and their words in the full text of whichever database this is."""

from __future__ import annotations

from django.db import migrations, models

TABLE = "studyapp_searchwords"


def create_words(apps, editor):
    if editor.connection.vendor == "sqlite":
        editor.execute(
            f"CREATE VIRTUAL TABLE {TABLE} USING fts5(title, names, summary, text, content='', tokenize='ascii')"
        )
    else:
        editor.execute(f"CREATE TABLE {TABLE} (entry bigint PRIMARY KEY, words tsvector NOT NULL)")
        editor.execute(f"CREATE INDEX {TABLE}_words ON {TABLE} USING gin (words)")


def drop_words(apps, editor):
    editor.execute(f"DROP TABLE {TABLE}")


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort", models.CharField(max_length=16)),
                ("position", models.PositiveIntegerField()),
                ("href", models.TextField()),
                ("place", models.TextField()),
                ("family", models.CharField(max_length=16)),
                ("title", models.TextField()),
                ("names", models.TextField()),
                ("summary", models.TextField()),
                ("text", models.TextField()),
                ("more", models.TextField()),
                ("keys", models.TextField()),
            ],
            options={"ordering": ["position"]},
        ),
        migrations.CreateModel(
            name="SearchState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stamp", models.CharField(max_length=64)),
                ("vocabulary", models.JSONField()),
            ],
        ),
        migrations.RunPython(create_words, drop_words),
    ]
