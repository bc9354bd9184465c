"""Banks that are stored already: what ships is public, the others are their authors' alone. Each gets its link.

What a version says of itself is read from its written form; it is rendered by the next load of the content.
"""

from django.db import migrations, models

import accounts.models
from kit import yamlsource

BATCH = 200


def settle(apps, schema_editor):
    Bank, BankVersion = apps.get_model("quizzes", "Bank"), apps.get_model("quizzes", "BankVersion")
    Bank.objects.filter(shipped=True).update(visibility="public")
    for bank in Bank.objects.all():
        bank.link_key = accounts.models.new_key()
        bank.save(update_fields=["link_key"])
    for version in BankVersion.objects.iterator(BATCH):
        head, _, _ = version.source.partition("\nquestions:")  # the last field, as a bank is written
        data = yamlsource.read(head.encode(), file="bank").data or {}
        version.description = data.get("description", "")
        version.language = data.get("language", "en")
        version.license = data.get("license", "")
        version.save(update_fields=["description", "language", "license"])


class Migration(migrations.Migration):

    dependencies = [
        ('quizzes', '0010_visibility'),
    ]

    operations = [
        migrations.RunPython(settle, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='bank',
            name='link_key',
            field=models.CharField(default=accounts.models.new_key, editable=False, max_length=22, unique=True),
        ),
        migrations.AddConstraint(
            model_name='bank',
            constraint=models.CheckConstraint(condition=models.Q(('visibility__in', ('private', 'link', 'public'))), name='a_bank_is_seen_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='bank',
            constraint=models.CheckConstraint(condition=models.Q(('shipped', False), ('visibility', 'public'), _connector='OR'), name='what_ships_is_public'),
        ),
    ]
