import uuid
from typing import Any

import django.utils.timezone
from django.db import migrations, models


def give_ids(apps: Any, schema_editor: Any) -> None:
    """Each record gets an id of its own: a default would give all of them the same."""
    records = apps.get_model("researchlinks", "ResearchRecord").objects
    for pk in records.filter(public_id=None).values_list("pk", flat=True):
        records.filter(pk=pk).update(public_id=uuid.uuid4())


class Migration(migrations.Migration):

    dependencies = [
        ('researchlinks', '0004_known_dois'),
    ]

    operations = [
        migrations.AddField(
            model_name='researchrecord',
            name='public_id',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='researchrecord',
            name='added_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddField(
            model_name='researchrecord',
            name='changed_at',
            field=models.DateTimeField(auto_now=True),
        ),
        migrations.RunPython(give_ids, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name='researchrecord',
            name='public_id',
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
