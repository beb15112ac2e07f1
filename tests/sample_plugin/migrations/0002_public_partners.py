import uuid

import django.utils.timezone
from django.db import migrations, models


def give_ids(apps, schema_editor):
    partners = apps.get_model("sample_plugin", "Partner")
    for partner in partners.objects.filter(public_id=None):
        partners.objects.filter(pk=partner.pk).update(public_id=uuid.uuid4())


class Migration(migrations.Migration):

    dependencies = [
        ('sample_plugin', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='partner',
            name='public_id',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='partner',
            name='added_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.RunPython(give_ids, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name='partner',
            name='public_id',
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
