"""Documents follow from pages: the log that takes their place compiles them anew (publication rebuild)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0002_entries")]

    operations = [
        migrations.DeleteModel("PublicFile"),
        migrations.DeleteModel("Dependency"),
        migrations.DeleteModel("Facet"),
        migrations.DeleteModel("PublicDocument"),
    ]
