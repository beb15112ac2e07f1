from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sample_plugin', '0002_public_partners'),
    ]

    operations = [
        migrations.AddField(
            model_name='partner',
            name='is_sample',
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
